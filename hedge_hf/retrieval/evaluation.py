"""What each stage of a retriever finds, and how long it takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.bootstrap import Sample, score, share
from hedge_hf.evaluation.results import Score
from hedge_hf.retrieval.two_stage import Hit, TwoStage


@dataclass(frozen=True)
class StageScores:
    """What one stage achieves; the second includes the first.

    Attributes:
        scores: `recall_at_1`, `mrr_at_10` and `recall_at_candidates`, in percent with 95% bootstrap intervals.
        median_ms: Median time of one query, in milliseconds.
        p95_ms: What 95% of the queries stay below, in milliseconds.
    """

    scores: dict[str, Score]
    median_ms: float
    p95_ms: float


def measure(
    retriever: TwoStage,
    queries: Sequence[str],
    relevant: Sequence[Collection[str]],
    advance: Callable[[], None] = lambda: None,
) -> dict[str, StageScores]:
    """Search for one query after the other, as a user does, and measure both stages.

    Args:
        retriever: The retriever.
        queries: Queries, at least two.
        relevant: The ids of the passages that answer each query.
        advance: Called after each query.

    Returns:
        "encoder" and "encoder + reranker". A query counts as found at the rank of its first relevant passage.

    Raises:
        UsageError: If there are fewer than two queries, not as many answers, or one that the index does not have.
    """
    if len(queries) != len(relevant):
        raise UsageError(f"there are {len(queries)} queries and {len(relevant)} answers; give one per query")
    if any(isinstance(answers, str) for answers in relevant):
        raise UsageError("an answer is a text; give a list of ids for each query")
    known = set(retriever.index.ids.to_pylist())
    for number, answers in enumerate(relevant):
        if not answers:
            raise UsageError(f"query {number} has no answer; leave it out")
        if unknown := set(answers) - known:
            raise UsageError(
                f"query {number}: {min(unknown)!r} is no id of the index; of passages with one text the first counts"
            )
    if len(queries) < 2:
        raise UsageError("give at least two queries; an interval needs them")
    retriever.search_batch([queries[0]], k=1)
    ranks = np.empty((2, len(queries)))
    seconds = np.empty((2, len(queries)))
    for number, (query, answers) in enumerate(zip(queries, relevant, strict=True)):
        started = time.perf_counter()
        found = retriever.find([query])
        between = time.perf_counter()
        ordered = retriever.rerank([query], found)
        seconds[:, number] = between - started, time.perf_counter() - started
        ranks[:, number] = _rank(found[0], answers), _rank(ordered[0], answers)
        advance()
    names = ("encoder", "encoder + reranker")
    return {name: _stage(name, *both) for name, *both in zip(names, ranks, seconds, strict=True)}


def _rank(hits: list[Hit], answers: Collection[str]) -> float:
    return next((float(rank) for rank, hit in enumerate(hits, 1) if hit.id in answers), np.inf)


def _stage(name: str, ranks: np.ndarray, seconds: np.ndarray) -> StageScores:
    samples: dict[str, Sample] = {
        "recall_at_1": share(ranks == 1),
        "mrr_at_10": share(np.where(ranks <= 10, 1 / ranks, 0)),
        "recall_at_candidates": share(np.isfinite(ranks)),
    }
    median, p95 = 1000 * np.quantile(seconds, [0.5, 0.95])
    scores = {key: score(f"{name} {key}", sample) for key, sample in samples.items()}
    return StageScores(scores, float(median), float(p95))
