"""Pushes a text from its full negation, on top of another loss."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
import torch.nn.functional as functional
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn

from hedge_hf.losses.merged_forward import encode_columns


def dissimilarity(texts: Tensor, negations: Tensor, margin: float = 0.0) -> Tensor:
    """Return by how much the cosine of each text with its negation exceeds the margin, shape (rows,)."""
    return (functional.cosine_similarity(texts, negations, dim=-1) - margin).clamp_min(0)


class DissimilarityLoss(nn.Module):
    """Add to a ranking loss the cosine of texts with their negations.

    A ranking loss only asks that a negation is less similar than a positive. This term asks that it is not similar at
    all: weight x progress x mean(max(0, cosine(text, negation))). `progress`, which rises from 0 to 1 in the course of
    the training, keeps the term out until the ranking is learned; :class:`HedgeTripleTrainer` sets it.

    Inputs: those of the wrapped loss.

    Relations:
        - Wraps any loss with `compute_loss_from_embeddings` that gives a scalar; wrap the result in
          :class:`PreservationLoss`.

    References:
        - Towards Effective Negation Modeling in Joint Audio-Text Models for Music, section on the dissimilarity-based
          contrastive loss, https://arxiv.org/abs/2601.13931

    Args:
        model: The model to train.
        loss: The ranking loss.
        opposites: Pairs of columns, by position, that are negations of each other, such as (0, 3).
        weight: Weight of the term at the end of the training.
    """

    def __init__(
        self,
        model: SentenceTransformer,
        loss: nn.Module,
        opposites: tuple[tuple[int, int], ...],
        weight: float = 1.0,
    ) -> None:
        super().__init__()
        if weight <= 0:
            raise ValueError(f"weight is {weight}; it must be above 0 (without dissimilarity use the loss alone)")
        if not opposites:
            raise ValueError("opposites is empty; name at least one pair of columns")
        self.model = model
        self.loss: Any = loss
        self.opposites = opposites
        self.weight = weight
        self.progress = 1.0

    def forward(self, sentence_features: Iterable[dict[str, Tensor]], labels: Tensor) -> Tensor:
        """Return the loss, a scalar, of tokenised columns."""
        return self.compute_loss_from_embeddings(encode_columns(self.model, list(sentence_features)), labels)

    def compute_loss_from_embeddings(self, embeddings: list[Tensor], labels: Tensor | None) -> Tensor:
        """Return the loss, a scalar, of one embedding of shape (rows, dimensions) per column."""
        texts, negations = (torch.cat([embeddings[pair[side]] for pair in self.opposites]) for side in (0, 1))
        ranking = self.loss.compute_loss_from_embeddings(embeddings, labels)
        return ranking + self.weight * self.progress * dissimilarity(texts, negations).mean()

    def get_config_dict(self) -> dict[str, Any]:
        """Return the settings that the model card shows."""
        return {"loss": type(self.loss).__name__, "opposites": self.opposites, "weight": self.weight}
