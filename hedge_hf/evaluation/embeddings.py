"""Similarities under one encoder; every text is encoded once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from rich.progress import Progress

from hedge_hf.errors import HedgeError

_TEXTS_PER_CALL = 256
_SHOWN_CHARACTERS = 60


class Encoder(Protocol):
    """Anything that turns texts into vectors, such as a `SentenceTransformer`."""

    def encode(self, inputs: list[str], /, *, show_progress_bar: bool | None = ...) -> Any:
        """Return vectors of shape (texts, dimensions)."""


class Embeddings:
    """The normalised embeddings of the texts seen so far."""

    def __init__(self, encoder: Encoder, name: str, progress: Progress | None = None) -> None:
        """Start without texts.

        Args:
            encoder: The encoder.
            name: What to call it in messages.
            progress: Where to draw a bar while encoding.
        """
        self._encoder = encoder
        self.name = name
        self._progress = progress or Progress(disable=True)
        self._vectors: dict[str, NDArray[np.float64]] = {}

    def add(self, texts: Iterable[str]) -> None:
        """Encode the texts that are new, longest first so that the texts of a batch need little padding.

        Raises:
            HedgeError: If the encoder returns an embedding that is zero, not finite or of another shape.
        """
        new = sorted(set(texts) - self._vectors.keys(), key=lambda text: (-len(text), text))
        if not new:
            return
        task = self._progress.add_task(f"Encoding with {self.name}", total=len(new))
        for start in range(0, len(new), _TEXTS_PER_CALL):
            chunk = new[start : start + _TEXTS_PER_CALL]
            self._vectors.update(zip(chunk, self._encode(chunk), strict=True))
            self._progress.advance(task, len(chunk))

    def similarities(self, left: list[str], right: list[str]) -> NDArray[np.float64]:
        """Return the cosine similarity of each left text with the right one beside it, shape (texts,).

        Raises:
            HedgeError: As for `add`.
        """
        self.add([*left, *right])
        pairs = zip(left, right, strict=True)
        return np.array([np.dot(self._vectors[one], self._vectors[other]) for one, other in pairs])

    def _encode(self, texts: list[str]) -> NDArray[np.float64]:
        vectors = np.asarray(self._encoder.encode(texts, show_progress_bar=False), dtype=np.float64)
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
        return vectors / lengths[:, None]


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 3] + "..."
