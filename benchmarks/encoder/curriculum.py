"""Whole groups from easy to hard: first those whose hedge and negation the base model already tells apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from datasets import load_dataset
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.sampler import DefaultBatchSampler

import hedge_hf  # noqa: F401  registers hedgetriple
from hedge_hf.train.base import load_base
from hedge_hf.train.trainer import HedgeTripleTrainer, HedgeTripleTrainingArguments


class InOrder(DefaultBatchSampler):
    """Batches in the order of the rows."""

    def __iter__(self) -> Iterator[list[int]]:
        """Yield the indices of one batch after the other."""
        rows: Any = self.sampler
        for start in range(0, len(rows), self.batch_size):
            yield list(range(start, min(start + self.batch_size, len(rows))))


def easy_to_hard(output: Path) -> SentenceTransformer:
    """Train as the row "whole groups alone" does, but in the order of the base model's similarities.

    Curriculum learning: https://dl.acm.org/doi/10.1145/1553374.1553380
    """
    model = load_base("all-MiniLM-L6-v2")
    rows = load_dataset("hedgetriple", "groups-flat", split="train")
    rows = rows.select_columns([name for name in rows.column_names if not name.endswith("_type")])
    hedges, negations = (
        model.encode(list(rows[name]), normalize_embeddings=True) for name in ("positive_1", "negative_4")
    )
    rows = rows.select(np.argsort((hedges * negations).sum(axis=1), kind="stable"))
    arguments = HedgeTripleTrainingArguments(
        output_dir=str(output),
        per_device_train_batch_size=16,
        learning_rate=3e-4,
        preservation=0,
        seed=0,
        save_strategy="no",
        batch_sampler=InOrder,
    )
    HedgeTripleTrainer(model, arguments, rows).train()
    return model
