"""What others do with the same encoder: plain triplets, CANNOT, and three ways that leave its weights alone."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import numpy as np
import torch
from datasets import Dataset, concatenate_datasets, load_dataset
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import Dense
from torch import nn

import hedge_hf  # noqa: F401  registers hedgetriple
from hedge_hf.losses import ContrastPairLoss
from hedge_hf.train.base import load_base
from hedge_hf.train.contrast_rows import COLUMNS, DrawGroups, contrast_rows
from hedge_hf.train.trainer import has_bfloat16

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
    return _fine_tuned(Dataset.from_dict({name: list(texts) for name, texts in columns.items()}), output, epochs=2)


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
    rows = concatenate_datasets([Dataset.from_dict(kind[:]) for kind in draws.values()])
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


_EXCLUDES = re.compile(
    r"[,;.:]?\s*\b(?:excluding|excludes?|except(?:ing)?(?: for)?|without(?: mentioning| any| touching)?|other than|"
    r"apart from|aside from|beyond|but not|not counting|not including|not about|leav(?:e|ing) (?:out|aside)|"
    r"ignor(?:e|ing)|omit(?:ting)?|skip(?:ping)?|and not|rather than|instead of|no(?:thing)? (?:about|on)|"
    r"(?:do not|don't|not) (?:want|need|include|mention)(?: anything| to (?:hear|read|know))?(?: about| on)?)\b\s*",
    re.IGNORECASE,
)


class OptimisedQueries:
    """Moves a query's embedding towards what it wants and from what it excludes, after DEO (arXiv 2603.09185).

    DEO has a language model take the query apart; here the words that exclude do it, so a query without one of them
    stays as it is. Steps and weights were chosen on 300 exclusion queries of HedgeTriple's training split.
    """

    def __init__(self, steps: int = 20, rate: float = 0.1, stay: float = 0.03, scale: float = 2.0) -> None:
        self.encoder = load_base(BASE)
        self.prompts = {"query": "a query is optimised, a document is not"}
        self.steps, self.rate, self.stay, self.scale = steps, rate, stay, scale

    def encode(self, texts: list[str], show_progress_bar: bool | None = None) -> NDArray[np.float32]:
        """Encode documents, shape (texts, dimensions)."""
        return self.encoder.encode(texts, show_progress_bar=show_progress_bar, normalize_embeddings=True)

    def encode_query(self, texts: list[str], show_progress_bar: bool | None = None) -> NDArray[np.float32]:
        """Encode queries, shape (texts, dimensions)."""
        found = self.encode(texts)
        parts = {place: _EXCLUDES.split(text, maxsplit=1) for place, text in enumerate(texts)}
        places = [place for place, part in parts.items() if len(part) == 2 and all(words.strip() for words in part)]
        if places:
            wanted, excluded = (torch.tensor(self.encode([parts[place][side] for place in places])) for side in (0, 1))
            found[places] = self._moved(torch.tensor(found[places]), wanted, excluded).numpy()
        return found

    def _moved(self, start: torch.Tensor, wanted: torch.Tensor, excluded: torch.Tensor) -> torch.Tensor:
        query = start.clone().requires_grad_()
        optimizer = torch.optim.Adam([query], lr=self.rate)
        for _ in range(self.steps):
            unit = nn.functional.normalize(query, dim=-1)
            margin = ((unit * excluded).sum(1) - (unit * wanted).sum(1)) * self.scale
            loss = nn.functional.softplus(margin) + self.stay * (unit - start).square().sum(1)
            optimizer.zero_grad()
            loss.sum().backward()
            optimizer.step()
        return nn.functional.normalize(query.detach(), dim=-1)
