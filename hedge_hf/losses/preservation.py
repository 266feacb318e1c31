"""Keeps a model near its base while another loss changes what it must."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
import torch.nn.functional as functional
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn

from hedge_hf.losses.merged_forward import encode_columns


class PreservationLoss(nn.Module):
    """Add to a ranking loss the distance of the embeddings from those of a frozen base model.

    Fine-tuning on negation alone moves all of the space and costs general ability; tying texts to where the
    base model put them lets the ranking move only what it needs. It is cosine distillation from the model
    itself: weight x mean(1 - cosine(student, base)).

    Inputs: those of the wrapped loss.

    Relations:
        - Wraps any loss with `compute_loss_from_embeddings`: :class:`ContrastPairLoss`, :class:`GroupLoss`,
          sentence_transformers' MultipleNegativesRankingLoss.
        - :class:`CachedLoss` goes around it, for large batches.

    References:
        - Learning without Forgetting, https://arxiv.org/abs/1606.09282

    Args:
        model: The model to train.
        loss: The ranking loss.
        base: The model to stay near; it is frozen.
        weight: Weight of the distance against the ranking loss.
        columns: Which columns are tied, by position: (0, 1) ties anchors and positives of triplets and leaves
            the negatives free. None ties all, () none: several datasets in one distributed training need losses
            with the same terms, as sentence-transformers gathers them by name.
        dtype: Precision of the base model's forward pass; bfloat16 is run under autocast.
    """

    model: SentenceTransformer
    base: SentenceTransformer
    loss: Any

    def __init__(
        self,
        model: SentenceTransformer,
        loss: nn.Module,
        base: SentenceTransformer,
        weight: float = 3.0,
        columns: tuple[int, ...] | None = None,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        super().__init__()
        if not hasattr(loss, "compute_loss_from_embeddings"):
            raise ValueError(
                f"{type(loss).__name__} has no compute_loss_from_embeddings; wrap a loss that has, "
                "such as MultipleNegativesRankingLoss"
            )
        if weight <= 0:
            raise ValueError(f"weight is {weight}; it must be above 0 (without preservation use the loss alone)")
        self.model = model
        self.loss = loss
        self.weight = weight
        self.columns = columns
        self.dtype = dtype
        # not a submodule: the base has no part in checkpoints, gradients or distributed wrappers
        self.__dict__["base"] = base.requires_grad_(False).eval()

    def forward(self, sentence_features: Iterable[dict[str, Tensor]], labels: Tensor) -> dict[str, Tensor]:
        """Return the two terms, `ranking` and `preservation`, whose sum is the loss."""
        columns = list(sentence_features)
        base_embeddings = self.base_embeddings(columns)
        return self.compute_loss_from_embeddings(encode_columns(self.model, columns), base_embeddings)

    def compute_loss_from_embeddings(self, embeddings: list[Tensor], labels: Tensor | None) -> dict[str, Tensor]:
        """Return the two terms of embeddings; `labels` are the `base_embeddings` of the same columns."""
        ranking = self.loss.compute_loss_from_embeddings(embeddings, None)
        if labels is None:
            return {"ranking": ranking, "preservation": torch.zeros_like(ranking)}
        tied = torch.cat([embeddings[position] for position in self._tied(len(embeddings))])
        cosines = functional.cosine_similarity(tied, labels, dim=-1)
        return {"ranking": ranking, "preservation": self.weight * (1 - cosines.mean())}

    def base_embeddings(self, columns: list[dict[str, Tensor]]) -> Tensor | None:
        """Return where the base model puts the tied columns, shape (columns x rows, dimensions); None if none is."""
        tied = [columns[position] for position in self._tied(len(columns))]
        if not tied:
            return None
        device = tied[0]["attention_mask"].device
        with (
            torch.no_grad(),
            torch.autocast(device.type, dtype=torch.bfloat16, enabled=self.dtype == torch.bfloat16),
        ):
            return torch.cat(encode_columns(self.base.to(device), tied)).float()

    def _tied(self, columns: int) -> tuple[int, ...]:
        return tuple(range(columns)) if self.columns is None else self.columns

    def get_config_dict(self) -> dict[str, Any]:
        """Return the settings that the model card shows."""
        return {"loss": type(self.loss).__name__, "weight": self.weight, "columns": self.columns}
