"""Suspects: candidates so close to the known positive that they may answer the query too."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hedge_hf.mining.settings import Settings

_DRAW = 0x5AFE


def suspects(
    scores: NDArray[np.float32], positive_scores: NDArray[np.float32], settings: Settings, has_teacher: bool
) -> NDArray[np.bool_]:
    """Tell which candidates are within a margin of the positive.

    A teacher without a margin suspects what it scores above the positive, as the guide of GISTEmbed does
    (https://arxiv.org/abs/2402.16829).

    Args:
        scores: Of the candidates, shape (queries, candidates).
        positive_scores: The lowest score of each query's positives, shape (queries,).
        settings: The margins.
        has_teacher: Whether the scores are a teacher's.
    """
    positive = positive_scores[:, None]
    found = np.zeros(scores.shape, bool)
    if settings.absolute_margin is not None:
        found |= scores + np.float32(settings.absolute_margin) > positive
    if settings.relative_margin is not None:
        found |= scores > positive - np.abs(positive) * np.float32(settings.relative_margin)
    if has_teacher and not settings.has_margin:
        found |= scores > positive
    return found


def kept_suspects(numbers: NDArray[np.int64], rows: NDArray[np.int64], settings: Settings) -> NDArray[np.bool_]:
    """Draw the suspects that down-weighting keeps; the draw of a candidate depends on the seed, query and passage.

    Args:
        numbers: Passages, shape (queries, candidates).
        rows: The number of each query.
        settings: The share and the seed.
    """
    state = (numbers.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    state ^= (rows.astype(np.uint64)[:, None] + np.uint64(_DRAW + settings.seed)) * np.uint64(0xC2B2AE3D27D4EB4F)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):  # splitmix64
        state = (state ^ (state >> np.uint64(shift))) * np.uint64(factor)
    state ^= state >> np.uint64(31)
    return state < np.uint64(min(settings.suspect_share, 1 - 2**-32) * 2**64)
