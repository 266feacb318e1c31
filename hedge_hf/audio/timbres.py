"""Ten instruments by additive, FM, noise and formant synthesis: one note each, as numpy arrays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

RATE = 16_000
"""Samples per second."""

Wave = NDArray[np.float64]
Timbre = Callable[[float, int, np.random.Generator], Wave]


def note(instrument: str, frequency: float, length: int, draw: np.random.Generator) -> Wave:
    """Play one note.

    Args:
        instrument: A key of `TIMBRES`.
        frequency: Pitch in Hz.
        length: Samples.
        draw: Decides about phases and noise.

    Returns:
        Samples of shape (length,) with a peak of at most 1; the last 10 ms fade out.
    """
    wave = TIMBRES[instrument](frequency, length, draw)
    fade = min(length, RATE // 100)
    wave[length - fade :] *= np.linspace(1, 0, fade)
    return wave / max(1e-9, np.abs(wave).max())


def _time(length: int) -> Wave:
    return np.arange(length) / RATE


def _partials(frequency: float, length: int, ratios: list[float], levels: list[float]) -> Wave:
    """Sum sines at multiples of the pitch; those above 7.5 kHz are left out."""
    angles = 2 * np.pi * frequency * _time(length)
    audible = [(ratio, level) for ratio, level in zip(ratios, levels, strict=True) if ratio * frequency < 7_500]
    return np.sum([level * np.sin(ratio * angles) for ratio, level in audible], axis=0)


def _vibrato(frequency: float, length: int, depth: float, rate: float = 5.5) -> Wave:
    """Return the angle, in radians, of a tone whose pitch swings by a share `depth`."""
    return (
        2 * np.pi * frequency * (_time(length) + depth / (2 * np.pi * rate) * np.sin(2 * np.pi * rate * _time(length)))
    )


def _harmonics(angles: Wave, frequency: float, slope: float) -> Wave:
    count = max(1, min(24, int(7_500 / frequency)))
    return np.sum([np.sin(number * angles) / number**slope for number in range(1, count + 1)], axis=0)


def _attack(length: int, seconds: float) -> Wave:
    return np.minimum(1, _time(length) / seconds)


def _decay(length: int, seconds: float) -> Wave:
    return np.exp(-_time(length) / seconds)


def _piano(frequency: float, length: int, draw: np.random.Generator) -> Wave:
    numbers = np.arange(1, 11)
    ratios = numbers * np.sqrt(1 + 4e-4 * numbers**2)  # strings are stiff
    wave = _partials(frequency, length, list(ratios), list(1 / numbers**1.2))
    return wave * _attack(length, 0.004) * _decay(length, 0.45)


def _guitar(frequency: float, length: int, draw: np.random.Generator) -> Wave:
    """A plucked string after Karplus and Strong (1983): noise in a loop that loses its high frequencies."""
    period = max(2, round(RATE / frequency))
    pluck = np.zeros(length)
    pluck[:period] = draw.uniform(-1, 1, min(period, length))
    loop = np.zeros(period + 2)
    loop[0], loop[period], loop[period + 1] = 1, -0.497, -0.497
    return lfilter([1.0], loop, pluck)


def _violin(frequency: float, length: int, draw: np.random.Generator) -> Wave:
    bow = 0.04 * draw.normal(size=length)
    return (_harmonics(_vibrato(frequency, length, 0.012), frequency, 1.0) + bow) * _attack(length, 0.09)


def _flute(frequency: float, length: int, draw: np.random.Generator) -> Wave:
    angles = _vibrato(frequency, length, 0.004, 4.5)
    breath = lfilter([1, -0.7], [1], draw.normal(size=length))
    return (np.sin(angles) + 0.12 * np.sin(2 * angles) + 0.09 * breath) * _attack(length, 0.06)


def _trumpet(frequency: float, length: int, draw: np.random.Generator) -> Wave:
    """FM after Chowning (1973): the spectrum widens with the envelope."""
    angles = 2 * np.pi * frequency * _time(length)
    envelope = _attack(length, 0.05) * (0.7 + 0.3 * _decay(length, 0.1))
    return envelope * np.sin(angles + 4.5 * envelope * np.sin(angles))


def _organ(frequency: float, length: int, draw: np.random.Generator) -> Wave:
    return _partials(frequency, length, [0.5, 1, 2, 3, 4, 6, 8], [0.7, 1, 0.8, 0.5, 0.5, 0.3, 0.4])


def _marimba(frequency: float, length: int, draw: np.random.Generator) -> Wave:
    bar = _partials(frequency, length, [1], [1]) * _decay(length, 0.11)
    overtone = np.sin(2 * np.pi * min(7_000, 3.93 * frequency) * _time(length)) * _decay(length, 0.03)
    return bar + 0.5 * overtone


def _bells(frequency: float, length: int, draw: np.random.Generator) -> Wave:
    angles = 2 * np.pi * frequency * _time(length)
    return np.sin(angles + 3 * _decay(length, 0.3) * np.sin(1.414 * angles)) * _decay(length, 0.7)


def _synthesizer(frequency: float, length: int, draw: np.random.Generator) -> Wave:
    odd = list(range(1, 20, 2))
    levels = [1 / number for number in odd]
    first, second = (_partials(frequency * tuning, length, list(map(float, odd)), levels) for tuning in (0.994, 1.006))
    return first + second


def _vocals(frequency: float, length: int, draw: np.random.Generator) -> Wave:
    """Pulses through the resonances of an open vowel."""
    source = _harmonics(_vibrato(frequency, length, 0.02, 5.0), frequency, 0.6)
    voice = np.zeros(length)
    for formant, width, level in ((750, 90, 1.0), (1_150, 110, 0.7), (2_800, 170, 0.35)):
        radius, angle = np.exp(-np.pi * width / RATE), 2 * np.pi * formant / RATE
        resonance = lfilter([1 - radius], [1, -2 * radius * np.cos(angle), radius**2], source)
        voice += level * resonance / max(1e-9, np.abs(resonance).max())
    return voice * _attack(length, 0.07)


TIMBRES: dict[str, Timbre] = {
    "piano": _piano,
    "guitar": _guitar,
    "violin": _violin,
    "flute": _flute,
    "trumpet": _trumpet,
    "organ": _organ,
    "marimba": _marimba,
    "bells": _bells,
    "synthesizer": _synthesizer,
    "vocals": _vocals,
}
