"""Embeddings on disk: one folder per model, named by the hash of its weights; append-only and memory-mapped."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from huggingface_hub import constants
from numpy.typing import NDArray

from hedge_hf.errors import HedgeError, require

Key = tuple[str | None, str]

_DIGEST = 20


def default_folder() -> Path:
    """Return the folder of all caches, beside those of the Hugging Face libraries."""
    return Path(constants.HF_HOME) / "hedge_hf" / "embeddings"


def fingerprint(encoder: Any) -> str:
    """Return a hash of all that decides a `SentenceTransformer`'s embeddings: weights, modules, tokens, prompts."""
    torch = require("torch", "train")
    digest = hashlib.sha256()
    for name, tensor in sorted(encoder.state_dict().items()):
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode())
        digest.update(tensor.detach().cpu().contiguous().flatten().view(torch.uint8).numpy())
    settings = {
        "modules": str(encoder),
        "tokenizer": _tokenization(encoder),
        "prompts": encoder.prompts,
        "default_prompt": encoder.default_prompt_name,
        "truncate_dim": encoder.truncate_dim,
        "max_seq_length": encoder.max_seq_length,
    }
    digest.update(json.dumps(settings, sort_keys=True, default=str).encode())
    return digest.hexdigest()[:32]


def _tokenization(encoder: Any) -> dict[str, Any]:
    """Return how a fast tokenizer splits texts, without the limits that each call sets anew."""
    tokenizer = getattr(getattr(encoder, "tokenizer", None), "backend_tokenizer", None)
    found = json.loads(tokenizer.to_str()) if tokenizer else {}
    return {name: value for name, value in found.items() if name not in ("truncation", "padding")}


class EmbeddingCache:
    """The embeddings of one model, by the digest of prompt role and text.

    Vectors are written before their digests, so a killed process leaves at most vectors without digests, which
    the next writer cuts off. Several processes may write; a text written twice is read once.
    """

    def __init__(self, folder: Path) -> None:
        """Open the cache, or make an empty one.

        Args:
            folder: Folder of this model, such as `default_folder() / fingerprint(encoder)`.

        Raises:
            HedgeError: If the folder cannot be written.
        """
        self._folder = folder
        self._keys, self._values = folder / "digests.bin", folder / "vectors.f32"
        self._dimensions_note = folder / "dimensions"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(folder / "lock")
            self._keys.touch()
            self._values.touch()
        except OSError as error:
            raise self._unwritable(error) from error
        self._rows: dict[bytes, int] = {}
        self._read = 0
        self._read_digests()

    def __len__(self) -> int:
        return len(self._rows)

    def read(self, keys: Iterable[Key]) -> dict[Key, NDArray[np.float32]]:
        """Return the vectors of the keys that are there."""
        wanted = {key: self._rows[digest] for key in keys if (digest := _digest(key)) in self._rows}
        if not wanted:
            return {}
        size = self._dimensions()
        whole = self._values.stat().st_size // (4 * size)
        vectors = np.memmap(self._values, dtype=np.float32, mode="r", shape=(whole, size))
        return {key: np.array(vectors[row]) for key, row in wanted.items()}

    def append(self, keys: list[Key], vectors: NDArray[np.float32]) -> None:
        """Keep vectors of shape (keys, dimensions).

        Raises:
            HedgeError: If the disk is full, or the folder cannot be written any more.
        """
        try:
            with self._lock:
                rows = self._keys.stat().st_size // _DIGEST
                if not rows:
                    self._dimensions_note.write_text(str(vectors.shape[1]), encoding="utf-8")
                _write_at(self._values, rows * 4 * self._dimensions(), vectors.tobytes())
                _write_at(self._keys, rows * _DIGEST, b"".join(map(_digest, keys)))
        except OSError as error:
            raise self._unwritable(error) from error
        self._read_digests()

    def _unwritable(self, error: OSError) -> HedgeError:
        return HedgeError(f"{self._folder} cannot be written ({error.strerror}); use --no-cache")

    def _dimensions(self) -> int:
        return int(self._dimensions_note.read_text(encoding="utf-8"))

    def _read_digests(self) -> None:
        with self._keys.open("rb") as file:
            file.seek(self._read * _DIGEST)
            content = file.read()
        whole = len(content) // _DIGEST
        for row in range(whole):
            self._rows[content[row * _DIGEST : (row + 1) * _DIGEST]] = self._read + row
        self._read += whole


def _digest(key: Key) -> bytes:
    return hashlib.sha256(f"{key[0] or ''}\0{key[1]}".encode("utf-8", "surrogatepass")).digest()[:_DIGEST]


def _write_at(path: Path, offset: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.truncate(offset)
        file.seek(offset)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
