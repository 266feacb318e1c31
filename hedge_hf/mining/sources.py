"""Where candidates come from: the dense index, BM25, the positive's own group, and chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hedge_hf.errors import UsageError, require
from hedge_hf.mining.index import Advance, ApproximateIndex, FlatIndex
from hedge_hf.mining.reading import Corpus, Queries
from hedge_hf.mining.vectors import Vectors

_DRAWS_PER_NEGATIVE = 4
_TEXTS_PER_BATCH = 32_768

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Found:
    """Candidates of some queries.

    Attributes:
        numbers: Passages in the source's order, shape (queries, candidates); -1 where there are no more.
        scores: Their cosine similarities under the encoder, or None where the source does not know them.
    """

    numbers: Numbers
    scores: NDArray[np.float32] | None = None


class Source(Protocol):
    """One kind of candidates."""

    def find(self, rows: Numbers) -> Found:
        """Return candidates of the queries with these numbers."""


class Dense:
    """The passages nearest under the encoder."""

    def __init__(
        self, index: FlatIndex | ApproximateIndex, queries: Vectors, depth: int, advance: Advance = lambda rows: None
    ) -> None:
        self._index, self._queries, self._depth, self._advance = index, queries, depth, advance

    @property
    def recall(self) -> float | None:
        """The share of the exact neighbours that the index finds, as far as it was measured."""
        return self._index.recall

    def find(self, rows: Numbers) -> Found:
        """Return the nearest passages."""
        neighbours = self._index.search(self._queries.take(rows), self._depth, self._advance)
        return Found(neighbours.numbers, neighbours.scores)


class Bm25:
    """The passages that share words with the query; "not" and "without" are words, no stop word is dropped."""

    def __init__(self, corpus: Corpus, queries: Queries, depth: int) -> None:
        self._bm25s: Any = require("bm25s", "mining")
        self._texts, self._depth = queries.texts, min(depth, len(corpus))
        self._retriever = self._bm25s.BM25()
        tokens = self._tokens(corpus.texts)
        if not any(tokens.vocab):
            raise UsageError("source bm25: no passage of the corpus has a word of two letters; leave the source out")
        self._retriever.index(tokens, show_progress=False)

    def find(self, rows: Numbers) -> Found:
        """Return the passages with the highest BM25 scores above 0."""
        numbers, scores = self._retriever.retrieve(
            self._tokens(self._texts.take(pa.array(rows))), k=self._depth, show_progress=False
        )
        return Found(np.where(scores > 0, numbers.astype(np.int64), -1))

    def _tokens(self, texts: pa.Array) -> Any:
        return self._bm25s.tokenize(texts.to_pylist(), stopwords=[], show_progress=False)


class InGroup:
    """The other passages of the groups that the query's positives come from, such as an anchor's negations.

    Of a group only the known positives answer the query: that is what makes it a group. So the rest are negatives
    by construction, however close to the positive, and no suspects.
    """

    def __init__(self, corpus: Corpus, queries: Queries) -> None:
        if corpus.groups is None:
            raise UsageError("source in-group needs a corpus with a column 'group'; add the column or leave it out")
        self._groups, self._queries = corpus.groups, queries
        self._order = np.argsort(corpus.groups, kind="stable")
        self._sorted = corpus.groups[self._order]

    def find(self, rows: Numbers) -> Found:
        """Return the members of the groups."""
        first, last = (np.searchsorted(self._queries.owners, rows, side) for side in ("left", "right"))
        members = [self._members(start, stop) for start, stop in zip(first, last, strict=True)]
        return Found(_padded(members))

    def _members(self, start: int, stop: int) -> Numbers:
        groups = np.unique(self._groups[self._queries.positives[start:stop]])
        bounds = [np.searchsorted(self._sorted, groups[groups >= 0], side) for side in ("left", "right")]
        return np.concatenate([self._order[left:right] for left, right in zip(*bounds, strict=True)] or [_NONE])


class Random:
    """Passages drawn by the seed; the draw of a query does not depend on the other queries.

    They are no suspects: it would be a rare chance that one of them answers the query.
    """

    def __init__(self, corpus: Corpus, negatives: int, seed: int) -> None:
        self._size, self._count, self._seed = len(corpus), min(len(corpus), _DRAWS_PER_NEGATIVE * negatives), seed

    def find(self, rows: Numbers) -> Found:
        """Return passages in the order of the draw."""
        draws = [np.random.default_rng([self._seed, row]) for row in rows.tolist()]
        return Found(np.stack([draw.choice(self._size, self._count, replace=False) for draw in draws]))


_NONE: Numbers = np.empty(0, np.int64)


def _padded(lists: list[Numbers]) -> Numbers:
    found = np.full((len(lists), max(map(len, lists), default=0)), -1, np.int64)
    for row, numbers in zip(found, lists, strict=True):
        row[: len(numbers)] = numbers
    return found
