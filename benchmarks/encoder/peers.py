"""What others do with the same encoder: plain triplets, CANNOT, and two heads that leave its weights alone."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset, concatenate_datasets, load_dataset
from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import Dense
from torch import nn

import hedge_hf  # noqa: F401  registers hedgetriple
from hedge_hf.losses import ContrastPairLoss
from hedge_hf.train.base import load_base
from hedge_hf.train.contrast_rows import COLUMNS, DrawGroups, contrast_rows
from hedge_hf.train.defaults import has_bfloat16

BASE = "all-MiniLM-L6-v2"
SEED = 0


def plain_triplets(output: Path) -> SentenceTransformer:
    """Fine-tune on HedgeTriple's triplets with sentence-transformers alone, as arXiv 2507.12782 does."""
    rows = load_dataset("hedgetriple", "triplets", split="train").select_columns(["anchor", "positive", "negative"])
    return _fine_tuned(rows, output, epochs=1)


def cannot_triplets(output: Path) -> SentenceTransformer:
    """Fine-tune on CANNOT as NegMPNet does (arXiv 2307.13989): a sentence, itself, its negation.

    The public train files have negated pairs only, so the positive is the sentence under another dropout mask.
    """
    pairs = load_dataset("tum-nlp/cannot-dataset", split="train").filter(
        lambda label: label == 1, input_columns="label"
    )
    columns = {"anchor": pairs["premise"], "positive": pairs["premise"], "negative": pairs["hypothesis"]}
    return _fine_tuned(Dataset.from_dict({name: list(texts) for name, texts in columns.items()}), output, epochs=1)


def _fine_tuned(rows: Dataset, output: Path, epochs: int) -> SentenceTransformer:
    model = load_base(BASE)
    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(output),
        per_device_train_batch_size=32,
        learning_rate=5e-5,
        warmup_steps=0.1,
        num_train_epochs=epochs,
        bf16=has_bfloat16(),
        use_cpu=not torch.accelerator.is_available(),
        save_strategy="no",
        report_to="none",
        seed=SEED,
    )
    SentenceTransformerTrainer(model, arguments, rows, loss=MultipleNegativesRankingLoss(model)).train()
    return model


def linear_head(output: Path) -> SentenceTransformer:
    """Put a linear layer on the frozen encoder, trained on the rows and with the loss of our recipe."""
    return _with_head(nn.Parameter(torch.eye(_dimensions())), lambda weight: weight)


def reweighting(output: Path) -> SentenceTransformer:
    """Weight the dimensions of the frozen embeddings, after arXiv 2504.00584, by what tells our rows apart."""
    return _with_head(nn.Parameter(torch.ones(_dimensions())), torch.diag)


@functools.cache
def _frozen_rows() -> list[torch.Tensor]:
    draws = contrast_rows(DrawGroups(SEED))
    rows = concatenate_datasets(
        [Dataset.from_dict(dict(zip(COLUMNS, kind[:].values(), strict=True))) for kind in draws.values()]
    )
    model = load_base(BASE)
    return [torch.tensor(model.encode(list(rows[name]), show_progress_bar=True)) for name in COLUMNS]


def _dimensions() -> int:
    return load_base(BASE).get_embedding_dimension()


def _with_head(parameter: nn.Parameter, matrix: Any, epochs: int = 5) -> SentenceTransformer:
    torch.manual_seed(SEED)
    model, frozen = load_base(BASE), _frozen_rows()
    loss = ContrastPairLoss(model)
    rows = len(frozen[0])
    steps = epochs * (rows // 64)
    optimizer = torch.optim.AdamW([parameter], lr=1e-3, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, steps)
    for _ in range(epochs):
        for batch in torch.randperm(rows).split(64)[: rows // 64]:
            columns = [texts[batch] @ matrix(parameter).T for texts in frozen]
            loss.compute_loss_from_embeddings(columns, None).backward()
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
    head = Dense(len(parameter), len(parameter), bias=False, activation_function=nn.Identity())
    with torch.no_grad():
        head.linear.weight.copy_(matrix(parameter))
    return SentenceTransformer(modules=[*model, head])
