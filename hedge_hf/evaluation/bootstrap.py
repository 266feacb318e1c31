"""Scores with 95% percentile bootstrap intervals, for shares whose items may come in clusters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hedge_hf.errors import UsageError, require
from hedge_hf.evaluation.results import Score

RESAMPLES = 10_000
SEED = 42
_LEVEL = 0.95
_VALUES_AT_ONCE = 1_000_000


@dataclass(frozen=True)
class Outcomes:
    """How often each unit was right: a pair once, an anchor once for each of its triplets.

    Units are independent of each other and are resampled whole; the items of one unit are not.

    Attributes:
        right: Items ranked right, shape (units,).
        total: Items, shape (units,), none of them 0.
    """

    right: NDArray[np.float64]
    total: NDArray[np.float64]

    @classmethod
    def of(cls, right: ArrayLike) -> Outcomes:
        """Return the outcomes of units with one item each, from booleans of shape (units,)."""
        values = np.asarray(right, dtype=np.float64)
        return cls(values, np.ones_like(values))


def score(name: str, outcomes: Outcomes) -> Score:
    """Return the share of right items in percent.

    Args:
        name: What the share measures.
        outcomes: At least two units.

    Returns:
        The share and its interval. The interval of 0 or 100 percent has no width: resampling cannot show what
        the sample lacks.

    Raises:
        UsageError: If there are fewer than two units.
    """
    low, high = interval(name, _share, (outcomes.right, outcomes.total))
    return Score(name, 100 * float(_share(outcomes.right, outcomes.total)), 100 * low, 100 * high, len(outcomes.right))


def difference(name: str, base: Outcomes, tuned: Outcomes) -> Score:
    """Return tuned minus base in points, by the paired bootstrap: both are resampled with the same units.

    Args:
        name: What the shares measure.
        base: Outcomes of the encoder before.
        tuned: Outcomes of the encoder after, on the same units.

    Raises:
        UsageError: If there are fewer than two units.
    """
    return score(name, Outcomes(tuned.right - base.right, base.total))


def interval(
    name: str,
    statistic: Callable[..., Any],
    samples: tuple[NDArray[np.float64], ...],
    resamples: int = RESAMPLES,
) -> tuple[float, float]:
    """Return the 95% percentile bootstrap interval of a statistic.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13; `scipy.stats.bootstrap`.

    Args:
        name: What is measured, for the error message.
        statistic: Takes the samples and `axis`, and returns one number for each row of a batch.
        samples: Arrays of shape (units,), resampled together.
        resamples: Number of resamples.

    Raises:
        UsageError: If there are fewer than two units.
    """
    units = len(samples[0])
    if units < 2:
        raise UsageError(f"{name}: {units} unit(s) are too few for an interval; evaluate a larger split")
    result = require("scipy.stats", "train").bootstrap(
        samples,
        statistic,
        n_resamples=resamples,
        batch=max(1, _VALUES_AT_ONCE // units),
        vectorized=True,
        paired=True,
        confidence_level=_LEVEL,
        method="percentile",
        rng=np.random.default_rng(SEED),
    )
    return float(result.confidence_interval.low), float(result.confidence_interval.high)


def _share(right: NDArray[np.float64], total: NDArray[np.float64], axis: int = -1) -> NDArray[np.float64]:
    return right.sum(axis=axis) / total.sum(axis=axis)
