"""Nearest passages: exactly, streamed from the file of embeddings, or with an approximate FAISS index over it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hedge_hf.errors import HedgeError, UsageError, require
from hedge_hf.evaluation.files import write
from hedge_hf.mining.vectors import Vectors

KINDS = ("flat", "ivf", "hnsw")
WANTED_RECALL = 0.98
_PASSAGES_AT_ONCE = 16_384
_NEIGHBOURS_PER_NODE = 32
_POINTS_PER_LIST = 39  # FAISS warns below
_QUERIES_FOR_RECALL = 256
_EFFORTS = {"ivf": (1, 2, 4, 8, 16, 32, 64, 128, 256, 512), "hnsw": (32, 64, 128, 256, 512, 1024)}

Advance = Callable[[int], None]


@dataclass(frozen=True)
class Neighbours:
    """The passages nearest to each query, best first; of equal scores the lower number comes first.

    Attributes:
        numbers: Passages, shape (queries, k); -1 where there are no more.
        scores: Their cosine similarities, shape (queries, k).
    """

    numbers: NDArray[np.int64]
    scores: NDArray[np.float32]


class FlatIndex:
    """Exact search with FAISS. It keeps no second copy of the embeddings: they are read in blocks."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors
        self.recall: float | None = 1.0

    def search(self, queries: NDArray[np.float32], k: int, advance: Advance = lambda rows: None) -> Neighbours:
        """Return the k nearest passages of each query, shape (queries, dimensions).

        Args:
            queries: Normalised embeddings.
            k: How many.
            advance: Called with the number of passages that are done.

        Raises:
            UsageError: If the queries have other dimensions than the passages.
        """
        faiss: Any = require("faiss", "mining")
        _check_dimensions(queries, self.vectors)
        best = faiss.ResultHeap(len(queries), k, keep_max=True)
        for start, block in self.vectors.blocks(_PASSAGES_AT_ONCE):
            scores, numbers = faiss.knn(queries, block, min(k, len(block)), metric=faiss.METRIC_INNER_PRODUCT)
            best.add_result(scores, numbers + start)
            advance(len(block))
            del block  # before the next one is read
        best.finalize()
        return _ordered(best.I, best.D)


class ApproximateIndex:
    """An inverted file (IVF) or a graph (HNSW); how hard it looks is set by the recall measured on some queries."""

    def __init__(self, kind: str, vectors: Vectors, index: Any) -> None:
        self.kind = kind
        self.vectors = vectors
        self.recall: float | None = None
        self._index = index

    def search(self, queries: NDArray[np.float32], k: int, advance: Advance = lambda rows: None) -> Neighbours:
        """Return about the k nearest passages of each query; arguments and errors as for `FlatIndex`."""
        _check_dimensions(queries, self.vectors)
        if self.recall is None:
            self.recall = self._look_harder_until_it_finds(queries, k)
        scores, numbers = self._index.search(queries, k)
        advance(self.vectors.rows)
        return _ordered(numbers, scores)

    def _look_harder_until_it_finds(self, queries: NDArray[np.float32], k: int) -> float:
        sample = queries[:: max(1, len(queries) // _QUERIES_FOR_RECALL)][:_QUERIES_FOR_RECALL]
        missing = min(_QUERIES_FOR_RECALL - len(sample), self.vectors.rows)
        if missing > 0:  # one query says little about the next: passages stand in for queries
            places = np.linspace(0, self.vectors.rows - 1, missing).astype(np.int64)
            sample = np.concatenate([sample, self.vectors.take(places)])
        exact = FlatIndex(self.vectors).search(sample, k).numbers
        found = 0.0
        for effort in _EFFORTS[self.kind]:
            if self.kind == "ivf":
                self._index.nprobe = effort
            else:
                self._index.hnsw.efSearch = max(effort, k)
            found = recall(self._index.search(sample, k)[1], exact)
            if found >= WANTED_RECALL:
                break
        return found


def recall(found: NDArray[np.int64], exact: NDArray[np.int64]) -> float:
    """Return the share of the exact neighbours, shape (queries, k), that were found."""
    there = exact >= 0
    hits = [np.isin(right[keep], left).sum() for left, right, keep in zip(found, exact, there, strict=True)]
    return float(sum(hits) / max(1, there.sum()))


def check_kind(kind: str) -> None:
    """Check that there can be an index of this kind, before a corpus is encoded for it.

    Raises:
        UsageError: If there is no such kind.
        HedgeError: If FAISS is not installed.
    """
    if kind not in KINDS:
        raise UsageError(f"index is {kind!r}; take {', '.join(KINDS)}")
    require("faiss", "mining")


def open_index(kind: str, vectors: Vectors, keep: bool = True) -> FlatIndex | ApproximateIndex:
    """Return an index over the embeddings; an approximate one is kept beside their file and used again.

    Args:
        kind: One of `KINDS`.
        vectors: The embeddings of the passages.
        keep: Keep the index on disk.

    Raises:
        UsageError: If the kept index is of other embeddings.
        HedgeError: If the disk is full.
    """
    if kind == "flat":
        return FlatIndex(vectors)
    faiss: Any = require("faiss", "mining")
    file = vectors.file.with_name(f"{vectors.file.stem}.{kind}.faiss")
    note = file.with_suffix(".json")
    identity: dict[str, Any] = vectors.identity | {"dimensions": vectors.dimensions, "rows": vectors.rows}
    if note.is_file():
        return ApproximateIndex(kind, vectors, _read(file, note, identity, faiss))
    index = _build(kind, vectors, faiss)
    if keep:
        temporary = file.with_suffix(".tmp")
        try:
            faiss.write_index(index, str(temporary))
            os.replace(temporary, file)
        except (OSError, RuntimeError) as error:
            temporary.unlink(missing_ok=True)
            raise HedgeError(f"{file} cannot be written; free some space or give another --vectors folder") from error
        write(note, json.dumps(identity).encode())
    return ApproximateIndex(kind, vectors, index)


def _build(kind: str, vectors: Vectors, faiss: Any) -> Any:
    if kind == "hnsw":
        index = faiss.IndexHNSWFlat(vectors.dimensions, _NEIGHBOURS_PER_NODE, faiss.METRIC_INNER_PRODUCT)
    else:
        lists = max(1, min(int(vectors.rows**0.5), vectors.rows // _POINTS_PER_LIST))
        index = faiss.IndexIVFFlat(
            faiss.IndexFlatIP(vectors.dimensions), vectors.dimensions, lists, faiss.METRIC_INNER_PRODUCT
        )
        points = min(vectors.rows, lists * _POINTS_PER_LIST)
        index.train(vectors.take(np.linspace(0, vectors.rows - 1, points).astype(np.int64)))
    for _, block in vectors.blocks():
        index.add(block)
    return index


def _read(file: Path, note: Path, identity: dict[str, Any], faiss: Any) -> Any:
    try:
        found = json.loads(note.read_text(encoding="utf-8"))
        index = faiss.read_index(str(file))
    except (ValueError, OSError, RuntimeError) as error:
        raise UsageError(f"{file} is damaged; remove {file} and {note}") from error
    for key, wanted in identity.items():
        if found.get(key) != wanted:
            raise UsageError(
                f"{file} is an index of other embeddings ({key} {found.get(key)!r} instead of {wanted!r}); "
                "give another --vectors folder or remove it"
            )
    return index


def _check_dimensions(queries: NDArray[np.float32], vectors: Vectors) -> None:
    if queries.shape[1] != vectors.dimensions:
        raise UsageError(
            f"{vectors.file} holds embeddings of {vectors.dimensions} dimensions, the queries have "
            f"{queries.shape[1]}; encode both with the same model"
        )


def _ordered(numbers: NDArray[np.int64], scores: NDArray[np.float32]) -> Neighbours:
    """Order equal scores by number, and mark the places without a passage."""
    scores = np.where(numbers < 0, -np.inf, scores)
    order = np.lexsort((numbers, -scores), axis=1)
    return Neighbours(np.take_along_axis(numbers, order, 1), np.take_along_axis(scores, order, 1).astype(np.float32))
