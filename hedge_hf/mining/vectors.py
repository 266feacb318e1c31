"""Embeddings in a file, written as they are made and read in blocks: a corpus need not fit into memory."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from filelock import FileLock
from numpy.typing import NDArray

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.evaluation.embeddings import Embeddings, Encoder
from hedge_hf.evaluation.files import write
from hedge_hf.mining.reading import digest

_TEXTS_PER_WRITE = 2048
_BLOCK_ROWS = 4096
_LENGTH_ERROR = 1e-3


@dataclass(frozen=True)
class Vectors:
    """Normalised embeddings of texts, one after the other in a file of float32.

    Attributes:
        file: The file.
        rows: How many there are.
        dimensions: How long each is.
        identity: What they are embeddings of: the model's fingerprint and the texts' digest.
    """

    file: Path
    rows: int
    dimensions: int
    identity: dict[str, str]

    def blocks(self, rows: int = _BLOCK_ROWS) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Yield the number of the first row of each block with the block, shape (rows or fewer, dimensions)."""
        with self.file.open("rb") as file:
            for start in range(0, self.rows, rows):
                count = min(rows, self.rows - start) * self.dimensions
                yield start, np.fromfile(file, np.float32, count).reshape(-1, self.dimensions)

    def sound_rows(self) -> int:
        """Return how many are sound from the first on: a crash of the machine may leave zeros or noise in a file."""
        for start, block in self.blocks():
            unsound = ~(np.abs(np.einsum("ij,ij->i", block, block) - 1) < _LENGTH_ERROR)
            if unsound.any():
                return start + int(unsound.argmax())
        return self.rows

    def take(self, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the rows of those numbers, shape (numbers, dimensions)."""
        distinct, inverse = np.unique(numbers, return_inverse=True)
        size = 4 * self.dimensions
        found = np.empty((len(distinct), self.dimensions), np.float32)
        with self.file.open("rb", buffering=0) as file:
            for row, number in zip(found, distinct.tolist(), strict=True):
                if os.preadv(file.fileno(), [row.data], number * size) != size:
                    raise HedgeError(f"{self.file} is shorter than it was; encode the texts again")
        return found[inverse]


def embed(
    texts: pa.Array,
    encoder: Encoder,
    name: str,
    model: str,
    folder: Path,
    role: str,
    advance: Callable[[int], None] = lambda rows: None,
) -> Vectors:
    """Encode texts into a file; a killed call goes on from where it stopped, or from the first damaged embedding.

    Args:
        texts: The texts.
        encoder: The encoder.
        name: What to call it in messages.
        model: Its fingerprint.
        folder: Where the file is, or will be.
        role: "query" or "document".
        advance: Called with the number of texts that are done.

    Raises:
        UsageError: If the folder holds the embeddings of another model or of other texts.
        HedgeError: If an embedding is zero or not finite, or the disk is full.
    """
    file, note = folder / f"{role}.f32", folder / f"{role}.json"
    identity = {"model": model, "texts": digest(texts)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f"{role}.lock"):  # processes that mine the same texts share the folder
            dimensions = _known_dimensions(note, identity)
            done = file.stat().st_size // (4 * dimensions) if dimensions and file.exists() else 0
            done = Vectors(file, min(done, len(texts)), dimensions, identity).sound_rows() if done else 0
            with file.open("r+b" if done else "wb") as stream:
                stream.truncate(done * 4 * dimensions)
                stream.seek(0, os.SEEK_END)
                advance(done)
                for start in range(done, len(texts), _TEXTS_PER_WRITE):
                    chunk = texts[start : start + _TEXTS_PER_WRITE].to_pylist()
                    vectors = Embeddings(encoder, name).vectors(chunk, role)
                    if not dimensions:
                        dimensions = vectors.shape[1]
                        write(note, json.dumps(identity | {"dimensions": dimensions}).encode())
                    stream.write(vectors.tobytes())
                    stream.flush()
                    advance(len(chunk))
                os.fsync(stream.fileno())
    except OSError as error:
        raise HedgeError(
            f"{folder} cannot be written ({error.strerror}); free some space or give another --vectors folder"
        ) from error
    return Vectors(file, len(texts), dimensions, identity)


def _known_dimensions(note: Path, identity: dict[str, str]) -> int:
    """Return the dimensions of what the folder holds already, or 0 if it holds nothing."""
    if not note.is_file():
        return 0
    try:
        found = json.loads(note.read_text(encoding="utf-8"))
        dimensions = int(found["dimensions"])
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{note} is damaged; remove {note.parent}") from error
    for key, wanted in identity.items():
        if found.get(key) != wanted:
            what = "another model" if key == "model" else "other texts"
            raise UsageError(
                f"{note.parent} holds embeddings of {what} ({key} {str(found.get(key))[:12]} instead of "
                f"{wanted[:12]}); give another --vectors folder or remove it"
            )
    return dimensions
