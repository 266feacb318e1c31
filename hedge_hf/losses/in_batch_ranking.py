"""sentence-transformers' in-batch ranking as the losses of this package use it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from torch import Tensor, nn

from hedge_hf.losses.merged_forward import encode_columns


def in_batch_ranking(
    model: SentenceTransformer, scale: float = 20.0, hardness: float = 0.0, gather_across_devices: bool = False
) -> MultipleNegativesRankingLoss:
    """Return a MultipleNegativesRankingLoss.

    Args:
        model: The model to train.
        scale: Inverse temperature: cosines are multiplied by it before the softmax.
        hardness: The logit of each negative rises by so many times its cosine, which makes the near ones count more
            (https://arxiv.org/abs/2503.04812); 0 turns it off.
        gather_across_devices: Use the candidates of all ranks as negatives.
    """
    return MultipleNegativesRankingLoss(
        model,
        scale=scale,
        gather_across_devices=gather_across_devices,
        hardness_mode="all_negatives" if hardness else None,
        hardness_strength=hardness,
    )


class FourColumnRanking(nn.Module):
    """Base of the losses that rank four columns of texts, each in its own way."""

    def __init__(
        self,
        model: SentenceTransformer,
        scale: float = 20.0,
        hardness: float = 0.0,
        gather_across_devices: bool = False,
    ) -> None:
        super().__init__()
        self.model = model
        self.ranking = in_batch_ranking(model, scale, hardness, gather_across_devices)

    def forward(self, sentence_features: Iterable[dict[str, Tensor]], labels: Tensor) -> Tensor:
        """Return the loss, a scalar, of four tokenised columns."""
        return self.compute_loss_from_embeddings(encode_columns(self.model, list(sentence_features)), labels)

    def compute_loss_from_embeddings(self, embeddings: list[Tensor], labels: Tensor) -> Tensor:
        """Return the loss, a scalar, of four embeddings of shape (rows, dimensions)."""
        raise NotImplementedError

    def get_config_dict(self) -> dict[str, Any]:
        """Return the settings that the model card shows."""
        return {
            "scale": self.ranking.scale,
            "hardness": self.ranking.hardness_strength,
            "gather_across_devices": self.ranking.gather_across_devices,
        }
