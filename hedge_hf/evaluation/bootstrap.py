"""Statistics with 95% percentile bootstrap intervals; differences between two models are paired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.results import Score

RESAMPLES = 2_000
SEED = 42
_PERCENTILES = (2.5, 97.5)
_VALUES_AT_ONCE = 2_000_000

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """A statistic and the units it is computed from.

    Units are independent of each other and are resampled whole: a contrast pair, an exclusion query, an anchor
    with all its triplets, a pair of texts.

    Attributes:
        statistic: Takes arrays whose last axis is the units; returns one number per row.
        units: Arrays of shape (units,), resampled together.
    """

    statistic: Callable[..., Any]
    units: tuple[Floats, ...]

    def __len__(self) -> int:
        return len(self.units[0])

    @cached_property
    def value(self) -> float:
        """The statistic of the sample itself."""
        return float(self.statistic(*self.units))

    @cached_property
    def resampled(self) -> Floats:
        """The statistic of `RESAMPLES` resamples, shape (resamples,); samples of one size draw the same units.

        Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapters 6 and 13.
        """
        generator = np.random.default_rng(SEED)
        size = len(self)
        batch = max(1, _VALUES_AT_ONCE // size)
        values = []
        for start in range(0, RESAMPLES, batch):
            drawn = generator.integers(size, size=(min(batch, RESAMPLES - start), size))
            values.append(np.asarray(self.statistic(*(unit[drawn] for unit in self.units))))
        return np.concatenate(values)


def share(right: ArrayLike, total: ArrayLike | None = None) -> Sample:
    """Return the share of right items.

    Args:
        right: Items that are right, shape (units,): booleans, or counts if a unit has several items.
        total: Items of each unit, shape (units,); 1 each if not given.
    """
    counts = np.asarray(right, dtype=np.float64)
    totals = np.ones_like(counts) if total is None else np.asarray(total, dtype=np.float64)
    return Sample(_share, (counts, totals))


def score(name: str, sample: Sample) -> Score:
    """Return a statistic in percent with its interval.

    Args:
        name: What is measured.
        sample: At least two units.

    Returns:
        The score. The interval of 0 or 100 percent has no width: resampling cannot show what the sample lacks.

    Raises:
        UsageError: If there are fewer than two units.
    """
    _check_size(name, sample)
    low, high = np.percentile(sample.resampled, _PERCENTILES)
    return Score(name, 100 * sample.value, 100 * float(low), 100 * float(high), len(sample))


def difference(name: str, base: Sample, tuned: Sample) -> Score:
    """Return tuned minus base in points, by the paired bootstrap: both are resampled with the same units.

    Args:
        name: What is measured.
        base: The sample of the encoder before.
        tuned: The sample of the encoder after, on the same units.

    Returns:
        The difference, with the two-sided p-value of "no difference": twice the share of resamples on the other
        side of 0 (Efron and Tibshirani, chapter 15). It cannot fall below 2 / (resamples + 1).

    Raises:
        UsageError: If there are fewer than two units, or not the same number in both.
    """
    _check_size(name, base)
    if len(base) != len(tuned):
        raise UsageError(f"{name}: {len(base)} units before and {len(tuned)} after; measure both on the same rows")
    resampled = tuned.resampled - base.resampled
    low, high = np.percentile(resampled, _PERCENTILES)
    tail = min(int((resampled <= 0).sum()), int((resampled >= 0).sum()))
    p_value = min(1.0, 2 * (tail + 1) / (RESAMPLES + 1))
    value = tuned.value - base.value
    return Score(name, 100 * value, 100 * float(low), 100 * float(high), len(base), p_value)


def _share(right: Floats, total: Floats) -> Floats:
    return right.sum(axis=-1) / total.sum(axis=-1)


def _check_size(name: str, sample: Sample) -> None:
    if len(sample) < 2:
        raise UsageError(f"{name}: {len(sample)} unit(s) are too few for an interval; evaluate a larger split")
