"""Scores of a cross-encoder, which reads two texts at once and has no embeddings."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.progress import Progress

from hedge_hf.errors import HedgeError
from hedge_hf.evaluation.embeddings import Usage

_PAIRS_PER_CALL = 512


class PairScores:
    """The scores of the pairs seen so far; a `Scorer` for tasks."""

    def __init__(self, encoder: Any, name: str, progress: Progress | None = None) -> None:
        """Start without pairs.

        Args:
            encoder: A `CrossEncoder` with one output per pair.
            name: What to call it in messages.
            progress: Where to draw a bar.
        """
        self._encoder = encoder
        self.name = name
        self._progress = progress or Progress(disable=True)
        self._scores: dict[tuple[str, str], float] = {}
        self.usage = Usage()

    def similarities(self, left: list[str], right: list[str], *, retrieval: bool = False) -> NDArray[np.float64]:
        """Return the score of each left text with the right one beside it, shape (texts,).

        Raises:
            HedgeError: If the cross-encoder gives several numbers per pair, or one that is not finite.
        """
        pairs = list(zip(left, right, strict=True))
        self.usage.texts |= {*left, *right}
        new = sorted(set(pairs) - self._scores.keys(), key=lambda pair: (-len(pair[0]) - len(pair[1]), pair))
        self.usage.encoded += len(new)
        task = self._progress.add_task(f"Scoring with {self.name}", total=len(new), visible=bool(new))
        for start in range(0, len(new), _PAIRS_PER_CALL):
            chunk = new[start : start + _PAIRS_PER_CALL]
            self._scores.update(zip(chunk, self._predict(chunk), strict=True))
            self._progress.advance(task, len(chunk))
        self._progress.remove_task(task)
        return np.array([self._scores[pair] for pair in pairs])

    def truncated(self, texts: Any) -> float:
        """Return 0: a cross-encoder shortens pairs, not texts."""
        return 0.0

    def _predict(self, pairs: list[tuple[str, str]]) -> list[float]:
        scores = np.asarray(self._encoder.predict(pairs, show_progress_bar=False), dtype=np.float64)
        if scores.shape != (len(pairs),):
            raise HedgeError(
                f"{self.name}: predict returned shape {scores.shape} for {len(pairs)} pairs; a classifier with "
                "several labels gives no ranking"
            )
        if not np.isfinite(scores).all():
            raise HedgeError(f"{self.name}: a score is not finite; the weights are damaged")
        return scores.tolist()
