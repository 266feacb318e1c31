"""A miner: queries, a corpus and settings, ready to mine with any encoder, and with the same one as it learns."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from rich.progress import Progress

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.embeddings import Encoder
from hedge_hf.mining.decisions import Mined
from hedge_hf.mining.index import check_kind, open_index
from hedge_hf.mining.mine import Teacher, mine
from hedge_hf.mining.reading import Corpus, Queries
from hedge_hf.mining.settings import Settings
from hedge_hf.mining.sources import Bm25, Dense, InGroup, Random, Source
from hedge_hf.mining.vectors import Vectors, embed


class Miner:
    """Mines negatives; what does not depend on the encoder is made once.

    Attributes:
        seconds: How long the last call encoded, built the index, and searched and decided.
        recall: The share of the exact neighbours that the last call's index found, measured on some queries.
    """

    def __init__(
        self,
        queries: Queries,
        corpus: Corpus,
        settings: Settings,
        index: str = "flat",
        teacher: Teacher | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Check that the parts fit together.

        Args:
            queries: The queries and their positives.
            corpus: The passages.
            settings: What decides.
            index: Kind of the dense index, one of `KINDS`.
            teacher: Judges the candidates.
            progress: Where to draw bars.

        Raises:
            UsageError: If the index is unknown, the policy has no effect, or a source lacks its data.
            HedgeError: If FAISS is needed and not installed.
        """
        if "dense" in settings.sources:
            check_kind(index)
        elif index != "flat":
            raise UsageError(f"index {index} has no effect without the source dense")
        settings.check_effect(teacher is not None)
        self.queries, self.corpus, self.settings = queries, corpus, settings
        self.index, self.teacher = index, teacher
        self.seconds: dict[str, float] = {}
        self.recall: float | None = None
        self._progress = progress or Progress(disable=True)
        self._fixed: dict[str, Source] = {}
        if "in-group" in settings.sources:
            self._fixed["in-group"] = InGroup(corpus, queries)
        if "random" in settings.sources:
            self._fixed["random"] = Random(corpus, settings.negatives, settings.seed)

    def mine(
        self, encoder: Encoder, name: str, model: str, folder: Path, easiness: float = 0.0, keep_index: bool = True
    ) -> Iterator[Mined]:
        """Encode, index, search and decide.

        Args:
            encoder: The encoder.
            name: What to call it in messages.
            model: Its fingerprint.
            folder: Where embeddings and index are kept; a killed call goes on there.
            easiness: As for `hedge_hf.mining.mine.mine`.
            keep_index: Keep an approximate index for the next call.

        Raises:
            UsageError: If the folder holds embeddings of another model or of other texts.
            HedgeError: If an embedding is not finite, or the disk is full.
        """
        self.seconds = {"encode": 0.0, "index": 0.0, "search": 0.0}
        with self._timed("encode"):
            vectors = self._embed(self.corpus, encoder, name, model, folder, "document")
            query_vectors = self._embed(self.queries, encoder, name, model, folder, "query")
        with self._timed("index"):
            sources = self._sources(vectors, query_vectors, keep_index)
        with self._timed("search"):
            task = self._progress.add_task("Mining", total=len(self.queries))
            yield from mine(
                self.queries, self.corpus, sources, query_vectors, vectors, self.settings, self.teacher, easiness,
                advance=lambda rows: self._progress.advance(task, rows),
            )  # fmt: skip
            self._progress.remove_task(task)
        dense = sources.get("dense")
        self.recall = dense.recall if isinstance(dense, Dense) else None

    def _embed(
        self, texts: Corpus | Queries, encoder: Encoder, name: str, model: str, folder: Path, role: str
    ) -> Vectors:
        task = self._progress.add_task(f"Encoding: {role}s", total=len(texts))
        found = embed(texts.texts, encoder, name, model, folder, role, lambda rows: self._progress.advance(task, rows))
        self._progress.remove_task(task)
        return found

    def _sources(self, vectors: Vectors, query_vectors: Vectors, keep_index: bool) -> dict[str, Source]:
        sources = dict(self._fixed)
        if "bm25" in self.settings.sources:
            sources["bm25"] = self._bm25
        if "dense" in self.settings.sources:
            task = self._progress.add_task(f"Index: {self.index}", total=None)
            index = open_index(self.index, vectors, keep_index)
            self._progress.remove_task(task)
            sources["dense"] = Dense(index, query_vectors, self._depth)
        return sources

    @cached_property
    def _bm25(self) -> Bm25:
        return Bm25(self.corpus, self.queries, self._depth)

    @cached_property
    def _depth(self) -> int:
        """How many candidates a ranking must give: the window, and room for what is rejected as an answer."""
        answers = int(self.queries.positives_per_query.max()) + int((self.queries.own >= 0).any())
        return min(len(self.corpus), self.settings.window + answers)

    @contextmanager
    def _timed(self, part: str) -> Iterator[None]:
        started = time.monotonic()
        try:
            yield
        finally:
            self.seconds[part] += time.monotonic() - started
