"""Similarities under one encoder; every text is encoded once, and can be kept on disk for the next run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from rich.progress import Progress

from hedge_hf.errors import HedgeError
from hedge_hf.evaluation.embedding_cache import EmbeddingCache

_TEXTS_PER_CALL = 512
_SHOWN_CHARACTERS = 60
_PROMPTS = {"query": ("query",), "document": ("document", "passage", "corpus")}

Key = tuple[str | None, str]


class Encoder(Protocol):
    """Anything that turns texts into vectors, such as a `SentenceTransformer`."""

    def encode(self, inputs: list[str], /, *, show_progress_bar: bool | None = ...) -> Any:
        """Return vectors of shape (texts, dimensions)."""


@dataclass
class Usage:
    """What a task asked of a model.

    Attributes:
        texts: The distinct texts.
        encoded: How many of them the model had to run on.
    """

    texts: set[str] = field(default_factory=set)
    encoded: int = 0


class Embeddings:
    """The normalised embeddings of the texts seen so far; a `Scorer` for tasks.

    A model with prompts for queries or documents gets them where a task is a retrieval task.
    """

    def __init__(
        self,
        encoder: Encoder,
        name: str,
        progress: Progress | None = None,
        cache: EmbeddingCache | None = None,
    ) -> None:
        """Start without texts.

        Args:
            encoder: The encoder.
            name: What to call it in messages.
            progress: Where to draw a bar while encoding.
            cache: Where to look for embeddings and keep them.
        """
        self._encoder = encoder
        self.name = name
        self._progress = progress or Progress(disable=True)
        self._cache = cache
        self._vectors: dict[Key, NDArray[np.float32]] = {}
        self.usage = Usage()

    def add(self, texts: Iterable[str], role: str | None = None) -> None:
        """Encode the texts that are new, longest first so that the texts of a batch need little padding.

        Args:
            texts: Texts.
            role: "query" or "document" in retrieval.

        Raises:
            HedgeError: If the encoder returns an embedding that is zero, not finite or of another shape.
        """
        distinct = set(texts)
        self.usage.texts |= distinct
        role = self._prompted(role)
        new = sorted(
            (text for text in distinct if (role, text) not in self._vectors), key=lambda text: (-len(text), text)
        )
        if self._cache is not None:
            found = self._cache.read([(role, text) for text in new])
            self._vectors.update(found)
            new = [text for text in new if (role, text) not in found]
        if not new:
            return
        self.usage.encoded += len(new)
        task = self._progress.add_task(f"Encoding with {self.name}", total=len(new))
        for start in range(0, len(new), _TEXTS_PER_CALL):
            chunk = new[start : start + _TEXTS_PER_CALL]
            keys = [(role, text) for text in chunk]
            vectors = self._encode(chunk, role)
            if self._cache is not None:
                self._cache.append(keys, vectors)
            self._vectors.update(zip(keys, vectors, strict=True))
            self._progress.advance(task, len(chunk))
        self._progress.remove_task(task)

    def vectors(self, texts: list[str], role: str | None = None) -> NDArray[np.float32]:
        """Return the embeddings, shape (texts, dimensions).

        Raises:
            HedgeError: As for `add`.
        """
        self.add(texts, role)
        role = self._prompted(role)
        return np.stack([self._vectors[role, text] for text in texts])

    def similarities(self, left: list[str], right: list[str], *, retrieval: bool = False) -> NDArray[np.float64]:
        """Return the cosine similarity of each left text with the right one beside it, shape (texts,).

        Args:
            left: Texts.
            right: As many texts.
            retrieval: The left texts are queries and the right ones documents.

        Raises:
            HedgeError: As for `add`.
        """
        one, other = self._both(left, right, retrieval)
        return np.einsum("ij,ij->i", one, other, dtype=np.float64)

    def matrix(self, queries: list[str], documents: list[str]) -> NDArray[np.float32]:
        """Return the cosine similarity of every query with every document, shape (queries, documents).

        Raises:
            HedgeError: As for `add`.
        """
        one, other = self._both(queries, documents, retrieval=True)
        return one @ other.T

    def truncated(self, texts: Iterable[str]) -> float:
        """Return the percentage of texts with more tokens than the encoder reads; 0 if it does not tell."""
        tokenizer, limit = getattr(self._encoder, "tokenizer", None), getattr(self._encoder, "max_seq_length", None)
        texts = list(texts)
        if tokenizer is None or not limit or not texts:
            return 0.0
        tokens = tokenizer(texts, truncation=False, verbose=False)["input_ids"]
        return 100 * sum(len(ids) > limit for ids in tokens) / len(texts)

    def _both(self, left: list[str], right: list[str], retrieval: bool) -> tuple[NDArray[Any], NDArray[Any]]:
        if not retrieval:
            self.add([*left, *right])
        roles = ("query", "document") if retrieval else (None, None)
        return self.vectors(left, roles[0]), self.vectors(right, roles[1])

    def _prompted(self, role: str | None) -> str | None:
        return role if role and self._prompt_name(role) else None

    def _prompt_name(self, role: str) -> str | None:
        prompts = getattr(self._encoder, "prompts", None) or {}
        return next((name for name in _PROMPTS[role] if prompts.get(name)), None)

    def _encode(self, texts: list[str], role: str | None) -> NDArray[np.float32]:
        encode = getattr(self._encoder, f"encode_{role}") if role else self._encoder.encode
        # a SentenceTransformer always has a prompt "document", if only an empty one, and takes it before "passage"
        name = self._prompt_name(role) if role else None
        options = {"prompt_name": name} if name != role else {}
        vectors = np.asarray(encode(texts, show_progress_bar=False, **options), dtype=np.float64)
        if vectors.ndim != 2 or len(vectors) != len(texts):
            raise HedgeError(f"{self.name}: encode returned shape {vectors.shape} for {len(texts)} texts")
        lengths = np.linalg.norm(vectors, axis=1)
        unusable = ~np.isfinite(lengths) | (lengths == 0)
        if unusable.any():
            first = int(unusable.argmax())
            raise HedgeError(
                f"{self.name}: the embedding of {_shortened(texts[first])!r} is "
                f"{'zero' if lengths[first] == 0 else 'not finite'}; the weights are damaged, or the text has no "
                "token that the model knows"
            )
        return (vectors / lengths[:, None]).astype(np.float32)


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 3] + "..."
