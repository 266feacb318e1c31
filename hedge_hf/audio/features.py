"""Spectrograms of all clips, computed once and memory-mapped."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import datasets
import numpy as np
from numpy.typing import NDArray
from transformers import ClapFeatureExtractor

from hedge_hf.audio.decoding import BadAudio, decode
from hedge_hf.audio.rows import Music
from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.version import __version__

_BATCH = 64


@dataclass(frozen=True)
class Clips:
    """Music with its spectrograms.

    Attributes:
        music: The rows whose audio could be read.
        spectrograms: Log-mel spectrograms in dB, float16 of shape (rows, frames, mel bands).
    """

    music: Music
    spectrograms: NDArray[np.float16]

    def __len__(self) -> int:
        return len(self.spectrograms)


def clips(music: Music, extractor: ClapFeatureExtractor, folder: Path | None = None) -> Clips:
    """Return music with spectrograms, from the cache if they are there.

    Args:
        music: The rows.
        extractor: The model's feature extractor. Clips are cut to its length, so it never has to choose a part.
        folder: Where they are kept; by default beside the caches of `datasets`.

    Raises:
        UsageError: If no clip can be read.
        HedgeError: If they cannot be written.
    """
    own = (folder or Path(datasets.config.HF_DATASETS_CACHE) / "hedge_hf_spectrograms") / _key(music, extractor)
    note, array = own / "rows.json", own / "spectrograms.npy"
    if not note.is_file():
        try:
            own.mkdir(parents=True, exist_ok=True)
            _compute(music, extractor, array, note)
        except OSError as error:
            raise HedgeError(f"{own} cannot be written ({error.strerror}); set HF_DATASETS_CACHE elsewhere") from error
    found = json.loads(note.read_text(encoding="utf-8"))
    kept = music.kept(found["rows"], Counter(found["skipped"])) if found["skipped"] else music
    return Clips(kept, np.load(array, mmap_mode="r")[: len(found["rows"])])


def spectrogram(audio: dict[str, Any] | None, extractor: ClapFeatureExtractor) -> NDArray[np.float16]:
    """Return the spectrogram of one clip, shape (frames, mel bands).

    Raises:
        BadAudio: If the clip cannot be used.
    """
    rate = extractor.sampling_rate
    wave = decode(audio, rate, extractor.max_length_s)
    found = extractor(wave[: extractor.nb_max_samples], sampling_rate=rate, return_tensors="np")
    return found["input_features"][0, 0].astype(np.float16)


def _compute(music: Music, extractor: ClapFeatureExtractor, array: Path, note: Path) -> None:
    """Write the spectrograms, and last the note that says that they are whole."""
    temporary = array.with_name(f".{os.getpid()}.npy")
    skipped: Counter[str] = Counter()
    rows: list[int] = []
    written: np.memmap | None = None
    try:
        for row, audio in _audio(music):
            try:
                found = spectrogram(audio, extractor)
            except BadAudio as error:
                skipped[str(error)] += 1
                continue
            if written is None:
                shape = (len(music.captions), *found.shape)
                written = np.lib.format.open_memmap(temporary, "w+", np.float16, shape)
            written[len(rows)] = found
            rows.append(row)
        if written is None:
            reasons = ", ".join(f"{count:,} with {reason}" for reason, count in skipped.most_common())
            raise UsageError(f"{music.name}: none of the {len(music.captions):,} clips can be used: {reasons}")
        written.flush()
        os.replace(temporary, array)
        temporary.write_text(json.dumps({"rows": rows, "skipped": skipped}), encoding="utf-8")
        os.replace(temporary, note)
    finally:
        temporary.unlink(missing_ok=True)


def _audio(music: Music) -> Iterator[tuple[int, dict[str, Any] | None]]:
    progress = datasets.utils.tqdm(total=len(music.captions), desc="spectrograms")
    for start in range(0, len(music.captions), _BATCH):
        for offset, audio in enumerate(music.audio[start : start + _BATCH]["audio"]):
            yield start + offset, audio
            progress.update()
    progress.close()


def _key(music: Music, extractor: ClapFeatureExtractor) -> str:
    parts = (music.audio._fingerprint, extractor.to_json_string(), __version__)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]
