"""The best of a stream: the k highest scores of each query over blocks of passages."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray


class RunningTop:
    """Keeps the k highest scores of each query.

    After the first blocks few scores of a block are above the lowest that is kept, so only those are looked at: the
    multiplication is what a search costs.

    Attributes:
        numbers: Passages, shape (queries, k), in no order; -1 while there are fewer.
        scores: Their scores, -inf while there are fewer.
    """

    def __init__(self, queries: int, k: int) -> None:
        self.numbers = np.full((queries, k), -1, np.int64)
        self.scores = np.full((queries, k), -np.inf, np.float32)

    def add(self, part: slice, scores: NDArray[np.float32], first: int) -> None:
        """Take the scores of some queries with a block of passages.

        Args:
            part: Which queries.
            scores: Shape (those queries, passages).
            first: The number of the block's first passage.
        """
        kept = self.scores[part]
        k = kept.shape[1]
        if np.isneginf(kept).all() and scores.shape[1] >= k:
            best = torch.topk(torch.from_numpy(scores), k, sorted=False)
            self.scores[part], self.numbers[part] = best.values.numpy(), best.indices.numpy() + first
            return
        flat = np.flatnonzero(scores > kept.min(axis=1)[:, None])
        if not len(flat):
            return
        rows, columns = np.divmod(flat, scores.shape[1])
        bounds = np.searchsorted(rows, np.arange(len(kept) + 1))
        places = k + np.arange(len(rows)) - bounds[rows]
        width = k + int(np.diff(bounds).max())
        joined_scores = np.full((len(kept), width), -np.inf, np.float32)
        joined_numbers = np.full((len(kept), width), -1, np.int64)
        joined_scores[:, :k], joined_numbers[:, :k] = kept, self.numbers[part]
        joined_scores[rows, places], joined_numbers[rows, places] = scores.ravel()[flat], columns + first
        best = torch.topk(torch.from_numpy(joined_scores), k, sorted=False)
        self.scores[part] = best.values.numpy()
        self.numbers[part] = np.take_along_axis(joined_numbers, best.indices.numpy(), 1)
