"""Reads a clip: mono, at the rate of the model, cut to its length."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hedge_hf.errors import require

_SILENCE = 1e-4  # peak amplitude, -80 dB


class BadAudio(Exception):
    """A clip that nothing can be learned from; the message is the reason, the same for all such clips."""


def decode(audio: dict[str, Any] | None, rate: int, seconds: float) -> NDArray[np.float32]:
    """Read a clip.

    Args:
        audio: A value of a column `Audio(decode=False)`: bytes, or the path of a file.
        rate: Samples per second to return; other rates are resampled.
        seconds: Longest clip to return; of a longer one the middle is taken.

    Returns:
        Samples of shape (samples,).

    Raises:
        BadAudio: If the clip is missing, unreadable, empty or silent.
    """
    soundfile = require("soundfile", "audio")
    if not audio or (audio.get("bytes") is None and not audio.get("path")):
        raise BadAudio("no audio")
    source = audio["path"] if audio.get("bytes") is None else io.BytesIO(audio["bytes"])
    try:
        with soundfile.SoundFile(source) as file:
            wanted = int(seconds * file.samplerate)
            file.seek(max(0, (file.frames - wanted) // 2))
            samples, found = file.read(wanted, dtype="float32", always_2d=True), file.samplerate
    except (soundfile.LibsndfileError, OSError, ValueError) as error:
        raise BadAudio("unreadable audio") from error
    wave = samples.mean(axis=1)
    if not len(wave):
        raise BadAudio("empty audio")
    if not np.isfinite(wave).all():
        raise BadAudio("audio that is not finite")
    if np.abs(wave).max() < _SILENCE:
        raise BadAudio("silent audio")
    return wave if found == rate else require("soxr", "audio").resample(wave, found, rate)
