"""Where in texts something lies: the share of the most frequent fifth."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hedge_hf.evaluation.bootstrap import Sample

_EDGES = np.linspace(0, 1, 6)


def fifths(numbers: ArrayLike, lengths: ArrayLike) -> NDArray[np.float64]:
    """Say in which fifth of a text a part of it lies, by the part's number.

    A part that crosses the border of two fifths is divided between them, so that parts spread evenly over texts of
    any length are spread evenly over the fifths.

    Args:
        numbers: Numbers of the parts (words, sentences), counted from 0, shape (n,).
        lengths: How many parts their texts have, shape (n,).

    Returns:
        Shares of shape (n, 5); each row sums to 1.
    """
    length = np.asarray(lengths, dtype=np.float64)[:, None]
    start = np.asarray(numbers, dtype=np.float64)[:, None] / length
    inside = np.minimum(start + 1 / length, _EDGES[1:]) - np.maximum(start, _EDGES[:-1])
    return np.clip(inside, 0, None) * length


def most_frequent(shares: NDArray[np.float64], owners: ArrayLike) -> Sample:
    """Return the share of the most frequent fifth.

    Args:
        shares: Output of `fifths`, shape (n, 5).
        owners: Number of the unit that each part belongs to, shape (n,).
    """
    units = np.unique(owners, return_inverse=True)[1]
    return Sample(_largest_share, tuple(np.bincount(units, column).astype(np.float64) for column in shares.T))


def _largest_share(*sums: NDArray[np.float64]) -> NDArray[np.float64]:
    totals = np.stack([one.sum(axis=-1) for one in sums])
    return totals.max(axis=0) / totals.sum(axis=0)
