"""sentence-transformers' in-batch ranking as the losses of this package use it."""

from __future__ import annotations

from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss


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
