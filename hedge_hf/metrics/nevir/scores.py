"""Paired accuracy of NevIR: both queries of a contrast pair must rank their own document first."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def paired_accuracy(scores: ArrayLike) -> dict[str, float]:
    """Score a model on contrast pairs.

    A model that always prefers one document gets half of the queries right and no pair; a random one gets a
    quarter of the pairs. Source: Weller et al., NevIR, https://arxiv.org/abs/2305.07614.

    Args:
        scores: Similarities of shape (pairs, 2, 2): `scores[i, j, k]` is that of query j with document k of
            pair i. Query 0 is answered by document 0 only, query 1 by document 1 only.

    Returns:
        `paired_accuracy`, `q1_accuracy` and `q2_accuracy`, fractions from 0 to 1.

    Raises:
        ValueError: If `scores` has another shape, is empty or holds NaN.
    """
    q1_right, q2_right = _queries_ranked_right(scores)
    return {
        "paired_accuracy": float((q1_right & q2_right).mean()),
        "q1_accuracy": float(q1_right.mean()),
        "q2_accuracy": float(q2_right.mean()),
    }


def pairs_ranked_right(scores: ArrayLike) -> NDArray[np.bool_]:
    """Tell which pairs have both queries right, for instance to bootstrap an interval.

    Args:
        scores: As for `paired_accuracy`.

    Returns:
        Booleans of shape (pairs,); their mean is the paired accuracy.

    Raises:
        ValueError: If `scores` has another shape, is empty or holds NaN.
    """
    q1_right, q2_right = _queries_ranked_right(scores)
    return q1_right & q2_right


def _queries_ranked_right(scores: ArrayLike) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return for query 0 and for query 1 which pairs it ranks right; a tie is wrong."""
    checked = _checked(scores)
    return checked[:, 0, 0] > checked[:, 0, 1], checked[:, 1, 1] > checked[:, 1, 0]


def _checked(scores: ArrayLike) -> NDArray[np.float64]:
    try:
        checked = np.asarray(scores, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"scores must be numbers of shape (pairs, 2, 2): {error}") from error
    if checked.size == 0:
        raise ValueError("scores is empty: give at least one pair")
    if checked.ndim != 3 or checked.shape[1:] != (2, 2):
        raise ValueError(f"scores must have shape (pairs, 2, 2), not {checked.shape}")
    if np.isnan(checked).any():
        pair = int(np.isnan(checked).any(axis=(1, 2)).argmax())
        raise ValueError(f"scores holds NaN, first in pair {pair}: remove that pair or mend the model")
    return checked
