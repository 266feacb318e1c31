"""Rows from easy to hard: first those whose right and wrong text the base model already tells apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
from datasets import Dataset, DatasetDict
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.sampler import DefaultBatchSampler

from hedge_hf.errors import UsageError
from hedge_hf.train.contrast_rows import COLUMNS


class InOrder(DefaultBatchSampler):
    """Batches in the order of the rows, the same in every epoch."""

    def __iter__(self) -> Iterator[list[int]]:
        """Yield the indices of one batch after the other."""
        rows: Any = self.sampler
        for start in range(0, len(rows), self.batch_size):
            batch = list(range(start, min(start + self.batch_size, len(rows))))
            if len(batch) == self.batch_size or not self.drop_last:
                yield batch


def easy_to_hard(rows: Dataset | DatasetDict, base: SentenceTransformer) -> Dataset | DatasetDict:
    """Sort rows by the similarity of a right and a wrong text under the base model; each dataset by itself.

    Args:
        rows: Contrast pairs, triplets, n-tuples or whole groups.
        base: The model before training.

    Returns:
        The same rows, those with the least similar texts first. Of rows that come several times, each gets another
        pass from easy to hard, so that no batch holds a row twice.

    Raises:
        UsageError: If the rows have no wrong text.

    References:
        - Curriculum learning, https://dl.acm.org/doi/10.1145/1553374.1553380
    """
    if isinstance(rows, DatasetDict):
        return DatasetDict({name: _sorted(dataset, base) for name, dataset in rows.items()})
    return _sorted(rows, base)


def _sorted(rows: Dataset, base: SentenceTransformer) -> Dataset:
    texts = rows[:]
    columns = list(texts)
    if len(columns) < 3:
        raise UsageError("a curriculum needs rows with negatives; leave it out")
    right = columns[2] if columns == COLUMNS else columns[1]
    one, other = (base.encode(list(texts[name]), normalize_embeddings=True) for name in (right, columns[-1]))
    seen: Counter[tuple[str, ...]] = Counter()
    passes = []
    for row in zip(*texts.values(), strict=True):
        passes.append(seen[row])
        seen[row] += 1
    return rows.select(np.lexsort([(one * other).sum(axis=1), passes]))
