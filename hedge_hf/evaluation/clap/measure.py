"""Both protocols of arXiv 2601.13931, from similarities of clips and captions."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hedge_hf.evaluation.bootstrap import Sample, score, share
from hedge_hf.evaluation.results import Score

CUTOFFS = (1, 5, 10)
PAIRS = (("original", "part"), ("original", "full"), ("part", "full"), ("true denial", "false denial"))
"""Which of two texts has to be nearer to a clip: the first one. Of the captions, the one with fewer negators is always
right, whatever the clip; of the two denials, only the clip tells."""

_FIRST = 10

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Retrieval:
    """How a level of captions finds its clips.

    Attributes:
        recall: Recall@k by k, in percent: how often the clip is among the first k.
        median_rank: Rank of the clip in the middle case, with its 95% interval, not in percent.
    """

    recall: dict[int, Score]
    median_rank: Score


def retrieval(captions: Floats, clips: Floats) -> Retrieval:
    """Measure the search for the clip of each caption among all clips.

    Args:
        captions: Unit vectors, shape (rows, dimensions).
        clips: Unit vectors of the clips of the same rows, shape (rows, dimensions).
    """
    similarities = captions @ clips.T
    own = np.diagonal(similarities)[:, None]
    ranks = ((similarities > own).sum(axis=1) + (similarities >= own).sum(axis=1) + 1) / 2  # ties at their middle
    found = score("median_rank", Sample(lambda ranks: np.median(ranks, axis=-1), (ranks.astype(np.float64),)))
    low, high = (end if end is None else end / 100 for end in (found.low, found.high))  # `score` gives percent
    median = replace(found, value=found.value / 100, low=low, high=high)
    return Retrieval({k: score(f"recall_at_{k}", share(ranks <= k)) for k in CUTOFFS}, median)


@dataclass(frozen=True)
class Binary:
    """Which of its captions a clip is nearer to; chance is 50, and 16.7 for the order of all three.

    Attributes:
        accuracy: By pair, such as "original > full", and "original > part > full".
        by_tag: "original > part" by what the partial negation denies.
    """

    accuracy: dict[str, Score]
    by_tag: dict[str, Score]


def binary(captions: dict[str, Floats], clips: Floats, denied: list[tuple[str, ...]]) -> Binary:
    """Compare each clip with its own captions.

    Args:
        captions: Unit vectors by level, each of shape (rows, dimensions).
        clips: Unit vectors, shape (rows, dimensions).
        denied: What the partial negation of each row denies.
    """
    near = {level: (vectors * clips).sum(axis=1) for level, vectors in captions.items()}
    right = {f"{first} > {second}": near[first] > near[second] for first, second in PAIRS}
    right["original > part > full"] = right["original > part"] & right["part > full"]
    tags = sorted({name for names in denied for name in names})
    masks = {tag: np.array([tag in names for names in denied]) for tag in tags}
    part = right["original > part"]
    return Binary(
        {name: score(name, share(values)) for name, values in right.items()},
        {tag: score(tag, share(part[mask])) for tag, mask in masks.items() if mask.sum() > 1},
    )


@dataclass(frozen=True)
class Search:
    """How queries such as "piano without drums" are answered.

    Attributes:
        precision_at_10: Share of the first 10 clips that a query is true of, in percent.
        excluded_at_10: Share of the first 10 clips that have what the query excludes, in percent.
        chance: What `precision_at_10` is for clips in random order, in percent.
    """

    precision_at_10: Score
    excluded_at_10: Score
    chance: Score


def search(queries: Floats, clips: Floats, truth: NDArray[np.bool_], excluded: NDArray[np.bool_]) -> Search | None:
    """Search with each query among all clips.

    Args:
        queries: Unit vectors, shape (queries, dimensions).
        clips: Unit vectors, shape (clips, dimensions).
        truth: Whether each query is true of each clip, shape (queries, clips).
        excluded: Whether each clip has what each query excludes, shape (queries, clips).

    Returns:
        The scores of the queries that are true of ten clips or more; None if there are not two.
    """
    asked = truth.sum(axis=1) >= _FIRST
    if asked.sum() < 2:
        return None
    truth, excluded = truth[asked], excluded[asked]
    first = np.argsort(-(queries[asked] @ clips.T), axis=1, kind="stable")[:, :_FIRST]
    tens = np.full(len(first), _FIRST)
    return Search(
        score("precision_at_10", share(np.take_along_axis(truth, first, axis=1).sum(axis=1), tens)),
        score("excluded_at_10", share(np.take_along_axis(excluded, first, axis=1).sum(axis=1), tens)),
        score("chance", share(truth.sum(axis=1), np.full(len(first), truth.shape[1]))),
    )
