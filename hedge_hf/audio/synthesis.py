"""Short pieces of music whose tags are true by construction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, lfilter

from hedge_hf.audio.timbres import RATE, TIMBRES, Wave, note

SECONDS = 3.0
"""Length of a piece."""

_POPULARITY = {"piano": 1.6, "guitar": 1.6, "vocals": 1.6, "synthesizer": 1.2, "violin": 1.0}
_BEATS_PER_MINUTE = {"slow": (56, 72), "": (100, 112), "fast": (160, 190)}
_LOWEST_NOTE = {"low-pitched": 36, "": 55, "high-pitched": 76}  # MIDI numbers
_SCALE = {"dark": (0, 2, 3, 5, 7, 8, 12), "": (0, 2, 4, 7, 9, 12), "bright": (0, 2, 4, 5, 7, 9, 12)}


@dataclass(frozen=True)
class Piece:
    """What a piece is made of; "" where it is neither.

    Attributes:
        instruments: Keys of `TIMBRES`, one to three.
        drums: Whether there are drums.
        tempo: "slow", "fast" or "".
        register: "low-pitched", "high-pitched" or "".
        mood: "dark" (minor, muffled), "bright" (major, with raised treble) or "".
        reverb: Whether it sounds as in a large room.
    """

    instruments: tuple[str, ...]
    drums: bool
    tempo: str
    register: str
    mood: str
    reverb: bool

    @property
    def tags(self) -> list[str]:
        """What is true of the piece; every other one of `THINGS` and `QUALITIES` is false."""
        extra = [name for name, has in (("drums", self.drums), ("reverb", self.reverb)) if has]
        return [*self.instruments, *extra, *filter(None, (self.tempo, self.register, self.mood))]


THINGS = (*TIMBRES, "drums", "reverb")
"""Tags for what a piece has."""
QUALITIES = ("slow", "fast", "low-pitched", "high-pitched", "dark", "bright")
"""Tags for how a piece is."""


def draw_piece(draw: np.random.Generator) -> Piece:
    """Draw what a piece is made of."""
    weights = np.array([_POPULARITY.get(name, 0.8) for name in TIMBRES])
    count = draw.choice([1, 2, 3], p=[0.3, 0.4, 0.3])
    instruments = draw.choice(list(TIMBRES), size=count, replace=False, p=weights / weights.sum())
    return Piece(
        instruments=tuple(map(str, instruments)),
        drums=bool(draw.random() < 0.5),
        tempo=str(draw.choice(list(_BEATS_PER_MINUTE))),
        register=str(draw.choice(list(_LOWEST_NOTE))),
        mood=str(draw.choice(list(_SCALE))),
        reverb=bool(draw.random() < 0.4),
    )


def render(piece: Piece, draw: np.random.Generator) -> NDArray[np.float32]:
    """Play a piece.

    Args:
        piece: What it is made of.
        draw: Decides about notes, levels and noise.

    Returns:
        Mono samples at `RATE`, shape (seconds x rate,), within -1 and 1.
    """
    length = int(SECONDS * RATE)
    beat = int(60 * RATE / draw.uniform(*_BEATS_PER_MINUTE[piece.tempo]))
    root = _LOWEST_NOTE[piece.register] + int(draw.integers(0, 6))
    mix = np.sum([_line(name, piece, root, beat, length, draw) for name in piece.instruments], axis=0)
    if piece.drums:
        mix += 0.8 * _drums(beat, length, draw)
    if piece.mood == "dark":
        mix = lfilter(*butter(2, 1_100, fs=RATE), mix)
    elif piece.mood == "bright":
        mix = mix + 1.5 * lfilter(*butter(2, 2_200, "high", fs=RATE), mix)
    if piece.reverb:
        mix = _reverberated(mix, draw)
    return (draw.uniform(0.5, 0.95) * mix / np.abs(mix).max()).astype(np.float32)


def _line(instrument: str, piece: Piece, root: int, beat: int, length: int, draw: np.random.Generator) -> Wave:
    """One instrument: a note on every beat, now and then two."""
    line = np.zeros(length)
    start = 0
    while start < length:
        step = beat // 2 if draw.random() < 0.25 else beat
        pitch = root + int(draw.choice(_SCALE[piece.mood]))
        sounding = min(length - start, int(1.2 * step))
        line[start : start + sounding] += note(instrument, 440 * 2 ** ((pitch - 69) / 12), sounding, draw)
        start += step
    return draw.uniform(0.6, 1.0) * line


def _drums(beat: int, length: int, draw: np.random.Generator) -> Wave:
    """Kick and snare in turn, a closed hi-hat on every half beat."""
    drums = np.zeros(length)
    time = np.arange(RATE // 5) / RATE
    kick = np.sin(2 * np.pi * (50 * time + 6 * (1 - np.exp(-time / 0.02)))) * np.exp(-time / 0.07)
    noise = draw.normal(size=len(time))
    snare = 0.35 * noise * np.exp(-time / 0.05)
    hat = 0.3 * np.diff(noise, prepend=0.0) * np.exp(-time / 0.015)
    for half, start in enumerate(range(0, length, beat // 2)):
        hits = [hat] if half % 2 else [hat, kick if half % 4 == 0 else snare]
        for hit in hits:
            drums[start : start + len(hit)] += hit[: length - start]
    return drums


def _reverberated(mix: Wave, draw: np.random.Generator) -> Wave:
    time = np.arange(int(1.2 * RATE)) / RATE
    room = draw.normal(size=len(time)) * np.exp(-time / 0.3)
    wet = fftconvolve(mix, room)[: len(mix)]
    return mix + 1.3 * wet * np.abs(mix).max() / np.abs(wet).max()
