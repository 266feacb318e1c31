"""Passages with their embeddings: built once, saved as Parquet and safetensors, searched by any index of mining."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from hedge_hf.errors import HedgeError, one_line
from hedge_hf.evaluation.embedding_cache import fingerprint
from hedge_hf.mining.index import ApproximateIndex, FlatIndex, Neighbours, check_kind, open_index
from hedge_hf.mining.reading import Corpus, digest
from hedge_hf.mining.vectors import Vectors, embed

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

TEXTS, VECTORS, NOTE = "passages.parquet", "vectors.safetensors", "index.json"
_NAME = "vectors"
_BLOCK_ROWS = 16_384


class _SavedVectors(Vectors):
    """Embeddings in a safetensors file, read in blocks."""

    def blocks(self, rows: int = _BLOCK_ROWS) -> Iterator[tuple[int, NDArray[np.float32]]]:
        with safe_open(self.file, "numpy") as file:
            vectors = file.get_slice(_NAME)
            for start in range(0, self.rows, rows):
                yield start, vectors[start : min(start + rows, self.rows)]

    def take(self, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        with safe_open(self.file, "numpy") as file:
            vectors = file.get_slice(_NAME)
            return np.concatenate([vectors[number : number + 1] for number in numbers.tolist()])


@dataclass(frozen=True)
class PassageIndex:
    """Passages that can be searched by the embeddings of one encoder.

    Attributes:
        ids: Their ids.
        texts: Their texts.
        vectors: Their embeddings, with the fingerprint of the encoder.
        kind: "flat" (exact), "ivf" or "hnsw".
    """

    ids: pa.Array
    texts: pa.Array
    vectors: Vectors
    kind: str = "flat"

    def __post_init__(self) -> None:
        check_kind(self.kind)

    @classmethod
    def build(
        cls, corpus: Corpus, encoder: SentenceTransformer, folder: str | Path, kind: str = "flat"
    ) -> PassageIndex:
        """Encode a corpus into a folder; a killed call goes on from where it stopped.

        Args:
            corpus: What `hedge_hf.mining.reading.read_corpus` returned; passages with one text are one, under the
                first id.
            encoder: The encoder.
            folder: Where the embeddings are kept.
            kind: "flat", "ivf" or "hnsw".

        Raises:
            UsageError: If there is no such kind, or the folder holds embeddings of another model or corpus.
            HedgeError: If FAISS is not installed, an embedding is zero or not finite, or the disk is full.
        """
        check_kind(kind)
        vectors = embed(corpus.texts, encoder, "the encoder", fingerprint(encoder), Path(folder), "document")
        return cls(corpus.ids, corpus.texts, vectors, kind)

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def encoder_fingerprint(self) -> str:
        """The fingerprint of the encoder that the embeddings come from."""
        return self.vectors.identity["model"]

    def nearest(self, queries: NDArray[np.float32], k: int) -> Neighbours:
        """Return the k passages nearest to each normalised embedding, shape (queries, dimensions)."""
        return self._index.search(queries, min(k, len(self)))

    def save(self, folder: str | Path) -> None:
        """Write the passages and embeddings into a folder; the embeddings must fit into memory once.

        Raises:
            HedgeError: If the folder cannot be written.
        """
        folder = Path(folder)
        vectors = np.concatenate([block for _, block in self.vectors.blocks()])
        note = {"kind": self.kind, "identity": self.vectors.identity}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            pq.write_table(pa.table({"id": self.ids, "text": self.texts}), folder / TEXTS)
            save_file({_NAME: vectors}, folder / VECTORS)
            (folder / NOTE).write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")
        except (OSError, SafetensorError) as error:
            raise HedgeError(f"{folder} cannot be written ({one_line(error)}); free some space") from error

    @classmethod
    def load(cls, folder: str | Path) -> PassageIndex:
        """Read what `save` wrote.

        Raises:
            HedgeError: If a file is missing or damaged, or they do not belong together.
        """
        folder = Path(folder)
        try:
            note: dict[str, Any] = json.loads((folder / NOTE).read_text(encoding="utf-8"))
            table = pq.read_table(folder / TEXTS, columns=["id", "text"])
            with safe_open(folder / VECTORS, "numpy") as file:
                rows, dimensions = file.get_slice(_NAME).get_shape()
            ids, texts = (table[name].combine_chunks() for name in ("id", "text"))
            if (rows, digest(texts)) != (len(texts), note["identity"]["texts"]):
                raise ValueError("the embeddings are not those of the passages")
            vectors = _SavedVectors(folder / VECTORS, rows, dimensions, note["identity"])
            if vectors.sound_rows() < rows:
                raise ValueError(f"the embedding of passage {ids[vectors.sound_rows()].as_py()!r} is damaged")
            return cls(ids, texts, vectors, note["kind"])
        except (OSError, ValueError, KeyError, TypeError, SafetensorError, pa.ArrowException) as error:
            raise HedgeError(f"{folder}: no index, or a damaged one ({one_line(error)}); build it again") from error

    @cached_property
    def _index(self) -> FlatIndex | ApproximateIndex:
        return open_index(self.kind, self.vectors, keep=False)
