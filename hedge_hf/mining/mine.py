"""The algorithm: candidates from every source, a decision with its reason for each, negatives for each query."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hedge_hf.mining.decisions import Decision, Mined
from hedge_hf.mining.false_negatives import kept_suspects, suspects
from hedge_hf.mining.reading import Corpus, Queries
from hedge_hf.mining.settings import RANKED, Settings
from hedge_hf.mining.sources import Source
from hedge_hf.mining.vectors import Vectors

_QUERIES_AT_ONCE = 4096
_PAIRS_AT_ONCE = 8192


class Teacher(Protocol):
    """A model that judges pairs: another encoder's `Embeddings`, or a cross-encoder's `PairScores`."""

    def similarities(self, left: list[str], right: list[str], *, retrieval: bool = False) -> NDArray[np.float64]:
        """Return the score of each query with the passage beside it."""


def mine(
    queries: Queries,
    corpus: Corpus,
    sources: dict[str, Source],
    query_vectors: Vectors,
    vectors: Vectors,
    settings: Settings,
    teacher: Teacher | None = None,
    easiness: float = 0.0,
    advance: Callable[[int], None] = lambda rows: None,
) -> Iterator[Mined]:
    """Decide on the candidates of all queries, some thousands at a time.

    Args:
        queries: The queries and their positives.
        corpus: The passages.
        sources: A source for each name in the settings' `sources`.
        query_vectors: Embeddings of the queries.
        vectors: Embeddings of the passages.
        settings: What decides.
        teacher: Judges the candidates instead of the encoder. Their order stays that of the source: hard for the
            encoder, but no answer in the teacher's eyes.
        easiness: 0 takes the hardest of what fits, 1 the easiest, and 0.5 begins at the median.
        advance: Called with the number of queries that are done.
    """
    for start in range(0, len(queries), _QUERIES_AT_ONCE):
        rows = np.arange(start, min(start + _QUERIES_AT_ONCE, len(queries)))
        found = _candidates(rows, sources, queries, query_vectors, vectors, settings)
        _judge(found, queries, corpus, query_vectors, vectors, settings, teacher)
        _choose(found, settings, easiness)
        yield found
        advance(len(rows))


def _candidates(
    rows: NDArray[np.int64],
    sources: dict[str, Source],
    queries: Queries,
    query_vectors: Vectors,
    vectors: Vectors,
    settings: Settings,
) -> Mined:
    """Gather the candidates of all sources; those that rank behind the window are none."""
    parts = []
    for place, name in enumerate(settings.sources):
        found = sources[name].find(rows)
        decisions = _answers(rows, found.numbers, queries)
        ranks = np.broadcast_to(np.arange(1, found.numbers.shape[1] + 1), found.numbers.shape)
        numbers = found.numbers
        if name in RANKED:
            fit = decisions == Decision.SPARE
            among_fit = np.cumsum(fit, axis=1)
            decisions[fit & (among_fit <= settings.range_min)] = Decision.TOO_EARLY
            numbers = np.where(among_fit > settings.window, -1, numbers)
        scores = _cosines(rows, numbers, query_vectors, vectors) if found.scores is None else found.scores
        parts.append((numbers, ranks, np.full(numbers.shape, place, np.int8), scores, decisions))
    numbers, ranks, origins, scores, decisions = (
        np.concatenate(arrays, axis=1) for arrays in zip(*parts, strict=True)
    )
    decisions[_repeated(numbers) & (decisions == Decision.SPARE)] = Decision.REPEATED
    unknown = np.empty(len(rows), np.float32)
    return Mined(rows, numbers, ranks, origins, scores, scores.copy(), decisions, unknown)


def _answers(rows: NDArray[np.int64], numbers: NDArray[np.int64], queries: Queries) -> NDArray[np.int8]:
    """Return decisions that reject known positives and the query's own text, and leave the rest open."""
    decisions = np.full(numbers.shape, Decision.SPARE, np.int8)
    decisions[numbers == queries.own[rows][:, None]] = Decision.OWN_TEXT
    size = int(max(queries.positives.max(), numbers.max(initial=0))) + 1
    known = queries.owners * size + queries.positives
    decisions[(numbers >= 0) & np.isin(rows[:, None] * size + numbers, known)] = Decision.POSITIVE
    return decisions


def _repeated(numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which numbers stand further left in their row too."""
    order = np.argsort(numbers, axis=1, kind="stable")
    ascending = np.take_along_axis(numbers, order, 1)
    found = np.zeros(numbers.shape, bool)
    np.put_along_axis(found, order[:, 1:], ascending[:, 1:] == ascending[:, :-1], 1)
    return found


def _judge(
    found: Mined,
    queries: Queries,
    corpus: Corpus,
    query_vectors: Vectors,
    vectors: Vectors,
    settings: Settings,
    teacher: Teacher | None,
) -> None:
    """Reject by score and by closeness to the positive."""
    first, last = (np.searchsorted(queries.owners, found.rows, side) for side in ("left", "right"))
    owners, positives = queries.owners[first[0] : last[-1]], queries.positives[first[0] : last[-1]]
    if teacher is None:
        scores = _cosines(owners, positives[:, None], query_vectors, vectors)[:, 0]
    else:
        rows, columns = np.nonzero(_open(found))
        found.judged[rows, columns] = _taught(teacher, queries, corpus, found.rows[rows], found.numbers[rows, columns])
        scores = _taught(teacher, queries, corpus, owners, positives)
    found.positive_scores = np.minimum.reduceat(scores, first - first[0])
    if settings.max_score is not None:
        found.decisions[_open(found) & (found.judged > np.float32(settings.max_score))] = Decision.ABOVE_MAXIMUM
    if settings.min_score is not None:
        found.decisions[_open(found) & (found.judged < np.float32(settings.min_score))] = Decision.BELOW_MINIMUM
    suspect = _open(found) & suspects(found.judged, found.positive_scores, settings, teacher is not None)
    suspect &= np.isin(found.sources, [place for place, name in enumerate(settings.sources) if name in RANKED])
    found.decisions[suspect] = Decision.SUSPECT
    if settings.false_negatives == "down-weight":
        found.decisions[suspect & kept_suspects(found.numbers, found.rows, settings)] = Decision.KEPT_SUSPECT
    if settings.false_negatives == "relabel":
        found.decisions[suspect & (found.judged > found.positive_scores[:, None])] = Decision.RELABELLED


def _choose(found: Mined, settings: Settings, easiness: float) -> None:
    """Take each source's share of the fit candidates, then fill up short rows in the order of the sources."""
    fit = (found.numbers >= 0) & np.isin(found.decisions, (Decision.SPARE, Decision.KEPT_SUSPECT))
    taken = np.zeros(fit.shape, bool)
    for place, quota in enumerate(_quotas(found.rows, settings)):
        own = fit & (found.sources == place)
        skipped = np.round(easiness * np.maximum(0, own.sum(axis=1) - quota)).astype(np.int64)
        nth = np.cumsum(own, axis=1) - skipped[:, None]
        taken |= own & (nth >= 1) & (nth <= quota[:, None])
    left = fit & ~taken
    short = settings.negatives - taken.sum(axis=1)
    taken |= left & (np.cumsum(left, axis=1) <= short[:, None])
    found.decisions[fit & ~taken] = Decision.SPARE
    found.decisions[taken & (found.decisions == Decision.SPARE)] = Decision.NEGATIVE


def _quotas(rows: NDArray[np.int64], settings: Settings) -> NDArray[np.int64]:
    """Return how many negatives each source gives to each query, shape (sources, queries): in the mean its weight."""
    weights = np.array(list(settings.sources.values()))
    bounds = np.cumsum(weights) / weights.sum()
    offsets = np.random.default_rng([settings.seed, int(rows[0])]).random((len(rows), 1))
    places = (np.arange(settings.negatives) + offsets) / settings.negatives
    drawn = np.minimum(np.searchsorted(bounds, places, side="right"), np.flatnonzero(weights)[-1])
    return np.stack([(drawn == place).sum(axis=1) for place in range(len(weights))])


def _open(found: Mined) -> NDArray[np.bool_]:
    return (found.numbers >= 0) & (found.decisions == Decision.SPARE)


def _cosines(
    rows: NDArray[np.int64], numbers: NDArray[np.int64], queries: Vectors, vectors: Vectors
) -> NDArray[np.float32]:
    """Return the cosine similarities of queries (n,) with passages (n, candidates); -inf where there is none."""
    found = np.full(numbers.shape, -np.inf, np.float32)
    places = np.argwhere(numbers >= 0)
    for start in range(0, len(places), _PAIRS_AT_ONCE):
        row, column = places[start : start + _PAIRS_AT_ONCE].T
        left, right = queries.take(rows[row]), vectors.take(numbers[row, column])
        found[row, column] = np.einsum("ij,ij->i", left, right)
    return found


def _taught(
    teacher: Teacher, queries: Queries, corpus: Corpus, rows: NDArray[np.int64], numbers: NDArray[np.int64]
) -> NDArray[np.float32]:
    left = queries.texts.take(pa.array(rows)).to_pylist()
    right = corpus.texts.take(pa.array(numbers)).to_pylist()
    return teacher.similarities(left, right, retrieval=True).astype(np.float32) if left else np.empty(0, np.float32)
