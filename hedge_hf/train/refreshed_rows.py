"""Rows whose positive and negatives are looked up at the very step that trains on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import torch
from datasets import Dataset
from numpy.typing import NDArray
from torch import Tensor

from hedge_hf.errors import UsageError
from hedge_hf.mining.decisions import REASONS, Mined
from hedge_hf.mining.folder import pairs
from hedge_hf.mining.reading import Corpus, Queries


class RefreshedRows:
    """One row per query and known positive; the passages stand in a memory-mapped array of their numbers.

    The dataset holds the anchors and, as the label, the row number. The trainer looks the passages up when it computes
    the loss, in the main process. So no worker of the dataloader, which works ahead, can hold negatives that are out
    of date, and a resumed run sees what an uninterrupted one does.

    Attributes:
        dataset: Columns anchor and label.
        columns: The columns that the loss gets.
        numbers: Passages, shape (rows, 1 + negatives): the positive, the negatives; None before the first mining.
    """

    def __init__(self, queries: Queries, corpus: Corpus, negatives: int) -> None:
        anchors = queries.texts.take(pa.array(queries.owners)).cast(pa.string())
        self.dataset = Dataset(pa.table({"anchor": anchors, "label": pa.array(np.arange(len(anchors)))}))
        self.columns = ["anchor", "positive", *(f"negative_{number}" for number in range(1, negatives + 1))]
        self.numbers: NDArray[np.int64] | None = None
        self._texts = corpus.texts

    def load(self, file: Path) -> None:
        """Take the passages of a file that `passages_of_rows` has filled."""
        self.numbers = np.load(file, mmap_mode="r", allow_pickle=False)

    def features(self, model: Any, labels: Tensor) -> list[dict[str, Tensor]]:
        """Return the tokenised positive and negatives of rows.

        Args:
            model: The encoder that is trained.
            labels: Row numbers, shape (rows,).
        """
        if self.numbers is None:
            raise RuntimeError("no negatives are mined yet; train with the callback RefreshNegatives")
        columns = []
        for numbers in np.asarray(self.numbers[labels.cpu().numpy()]).T:
            tokens = model.preprocess(self._texts.take(pa.array(numbers)).to_pylist())
            columns.append({name: _moved(value, labels.device) for name, value in tokens.items()})
        return columns


def passages_of_rows(
    batches: Iterable[Mined], queries: Queries, negatives: int, seed: int
) -> tuple[NDArray[np.int64], Counter[str]]:
    """Return the positive and the negatives of each row, and how many candidates met which fate.

    Args:
        batches: What `Miner.mine` yields.
        queries: The queries.
        negatives: How many each row gets.
        seed: Seed of the draw among a query's positives, if a teacher has relabelled passages.

    Raises:
        UsageError: If the corpus has too few passages for a query.
    """
    rows = np.empty((len(queries.owners), 1 + negatives), np.int64)
    rows[:, 0] = queries.positives
    counts: Counter[str] = Counter()
    for mined in batches:
        found = mined.negatives(negatives)
        short = (found < 0).any(axis=1)
        if short.any():
            query = queries.texts[int(mined.rows[short.argmax()])].as_py()
            raise UsageError(
                f"query {query[:60]!r} finds fewer than {negatives} negatives in the corpus; add passages, or lower "
                "negatives_per_row or the margin"
            )
        first, last = np.searchsorted(queries.owners, [mined.rows[0], mined.rows[-1] + 1])
        rows[first:last, 1:] = found[queries.owners[first:last] - mined.rows[0]]
        _draw_positives(rows[first:last], mined, queries, seed)
        for decision, (_, reason) in REASONS.items():
            counts[reason] += int(((mined.decisions == decision) & (mined.numbers >= 0)).sum())
    return rows, counts


def _draw_positives(rows: NDArray[np.int64], mined: Mined, queries: Queries, seed: int) -> None:
    """Give the rows of a query whose candidates were relabelled one of its positives, old or new."""
    relabelled = np.unique(mined.relabelled()[0])
    places, positives = pairs(mined, queries)
    first = np.searchsorted(queries.owners, mined.rows[0])
    owners = queries.owners[first : first + len(rows)] - mined.rows[0]
    for place in relabelled:
        own, choice = np.flatnonzero(owners == place), positives[places == place]
        rows[own, 0] = np.random.default_rng([seed, int(mined.rows[place])]).choice(choice, len(own))


def _moved(value: Any, device: torch.device) -> Any:
    return value.to(device) if isinstance(value, Tensor) else value
