"""Contrastive loss over whole groups: an anchor with all its hedges and all its negations in one row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
import torch.nn.functional as functional
from sentence_transformers import SentenceTransformer
from sentence_transformers.util import all_gather_with_grad
from torch import Tensor, nn

from hedge_hf.losses.merged_forward import encode_columns


class GroupLoss(nn.Module):
    """Multi-positive InfoNCE over the two sides of a group.

    The affirmed side of a group is its anchor and hedges, the negated side its negations. Every text is a query
    once; its positives are the other texts of its side, each against all texts that are not of its side: the
    other side of its own group (hard negatives, always in) and all other groups. The other positives are left out of
    the denominator, so no positive is pushed away as another one's negative.

    With `role_reversal` the negated texts are queries too: negations of one anchor are near-paraphrases of each
    other, so they learn what negated text means and not only that it differs.

    Seven encodings carry what eight triplets need 24 for, and n-tuples 12.

    Inputs:
        +-------------------------------------------------------------+---------+
        | Columns, in this order                                      | Labels  |
        +=============================================================+=========+
        | (anchor, positive_1, ..., negative_1, ...), as groups-flat  | none    |
        +-------------------------------------------------------------+---------+

    Requirements:
        - Rows of one batch must not mean the same; `batch_sampler="no_duplicates"` keeps equal texts apart.

    Relations:
        - MultipleNegativesRankingLoss on triplets compares anchors with positives and negatives; here every text of
          a side is compared with every text that is not of it.
        - Supervised contrastive learning with the sides as classes, https://arxiv.org/abs/2004.11362, but for the
          masked positives.
        - Wrap it in :class:`PreservationLoss` to keep the geometry of the base model.

    References:
        - Learning Robust Negation Text Representations, https://arxiv.org/abs/2507.12782

    Args:
        model: The model to train.
        positives: Number of positive columns.
        scale: Inverse temperature: cosines are multiplied by it before the softmax.
        role_reversal: Let negations be queries, with each other as positives.
        gather_across_devices: Use the texts of all ranks as negatives.

    Example:
        >>> rows = load_dataset("hedgetriple", "groups-flat", split="train")  # doctest: +SKIP
        >>> HedgeTripleTrainer(model, args, rows, loss=GroupLoss(model)).train()  # doctest: +SKIP
    """

    def __init__(
        self,
        model: SentenceTransformer,
        positives: int = 2,
        scale: float = 20.0,
        role_reversal: bool = True,
        gather_across_devices: bool = False,
    ) -> None:
        super().__init__()
        if positives < 1:
            raise ValueError(f"positives is {positives}; a group needs at least one positive column")
        self.model = model
        self.positives = positives
        self.scale = scale
        self.role_reversal = role_reversal
        self.gather_across_devices = gather_across_devices

    def forward(self, sentence_features: Iterable[dict[str, Tensor]], labels: Tensor) -> Tensor:
        """Return the loss, a scalar, of tokenised columns."""
        return self.compute_loss_from_embeddings(encode_columns(self.model, list(sentence_features)), labels)

    def compute_loss_from_embeddings(self, embeddings: list[Tensor], labels: Tensor) -> Tensor:
        """Return the loss, a scalar, of one embedding of shape (rows, dimensions) per column."""
        affirmed = 1 + self.positives
        if len(embeddings) <= affirmed:
            raise ValueError(
                f"groups have an anchor, {self.positives} positive and at least one negative columns; "
                f"got {len(embeddings)} columns"
            )
        texts = functional.normalize(torch.stack(embeddings), dim=-1)
        side = torch.arange(len(embeddings), device=texts.device) >= affirmed
        queries = texts if self.role_reversal else texts[:affirmed]
        candidates = self._gathered(texts)
        first = torch.distributed.get_rank() * texts.shape[1] if candidates is not texts else 0
        similarities = self.scale * torch.einsum("qgd,chd->qgch", queries, candidates)
        same_group = torch.eye(candidates.shape[1], dtype=torch.bool, device=texts.device)
        same_group = same_group[first : first + texts.shape[1]]
        same_side = side[: len(queries), None] == side
        same_text = torch.eye(len(embeddings), dtype=torch.bool, device=texts.device)[: len(queries)]
        own_side = same_side[:, None, :, None] & same_group[None, :, None, :]
        positive = own_side & ~same_text[:, None, :, None]
        against = similarities.masked_fill(own_side, -torch.inf).flatten(2).logsumexp(dim=2)
        losses = functional.softplus(against[:, :, None, None] - similarities)
        return losses[positive].mean()

    def _gathered(self, texts: Tensor) -> Tensor:
        if not (self.gather_across_devices and torch.distributed.is_initialized()):
            return texts
        gathered = all_gather_with_grad(texts.transpose(0, 1).contiguous())
        if gathered.requires_grad:  # the backward pass of all_gather under gloo misreads strided gradients
            gathered.register_hook(Tensor.contiguous)
        return gathered.transpose(0, 1)

    def get_config_dict(self) -> dict[str, Any]:
        """Return the settings that the model card shows."""
        return {
            "positives": self.positives,
            "scale": self.scale,
            "role_reversal": self.role_reversal,
            "gather_across_devices": self.gather_across_devices,
        }
