"""In-batch ranking over both sides of a group: negations are queries too, as an anchor is."""

from __future__ import annotations

import torch
from torch import Tensor

from hedge_hf.losses.in_batch_ranking import FourColumnRanking


class RoleReversalLoss(FourColumnRanking):
    """MultipleNegativesRankingLoss on two triplets that share their texts.

    The first is that of the paper: (anchor, hedge, negation). The second reverses the roles: (negation, another
    negation, anchor). Negations of one anchor are near-paraphrases of each other, so a negation learns what it means
    and not only that it differs. The hedge is no negative of the second triplet: "probably safe" lies between "safe"
    and "not safe"; pushed as far from the negation as the anchor is, it would end beside the anchor.

    Inputs:
        +----------------------------------------------------+---------+
        | Columns, in this order                             | Labels  |
        +====================================================+=========+
        | (anchor, negation, hedge, other_negation)          | none    |
        +----------------------------------------------------+---------+

        In a batch of n rows each query has 2n - 1 negatives. Four encodings carry two triplets.

    Relations:
        - :class:`ContrastPairLoss` on the same columns makes the hedge a hard negative of the negation, too.
        - :class:`GroupLoss` takes all hedges and negations of a group at once.
        - Wrap it in :class:`PreservationLoss` to keep the geometry of the base model.

    References:
        - Learning Robust Negation Text Representations, https://arxiv.org/abs/2507.12782

    Args:
        model: The model to train.
        scale: Inverse temperature: similarities are multiplied by it before the softmax.
        hardness: Weight of near negatives, see `in_batch_ranking`; 0 turns it off.
        gather_across_devices: Use the candidates of all ranks as negatives.

    Example:
        >>> rows = Dataset.from_dict({  # doctest: +SKIP
        ...     "anchor": ["It is safe in pregnancy."], "negation": ["It is not safe in pregnancy."],
        ...     "hedge": ["It may be safe in pregnancy."], "other_negation": ["It is unsafe in pregnancy."],
        ... })
        >>> SentenceTransformerTrainer(model=model, train_dataset=rows, loss=RoleReversalLoss(model))  # doctest: +SKIP
    """

    def compute_loss_from_embeddings(self, embeddings: list[Tensor], labels: Tensor) -> Tensor:
        """Return the loss, a scalar, of four embeddings of shape (rows, dimensions)."""
        if len(embeddings) != 4:
            raise ValueError(f"the columns are anchor, negation, hedge, other_negation; got {len(embeddings)} columns")
        anchor, negation, hedge, other_negation = embeddings
        triplets = [anchor, hedge, other_negation], [negation, other_negation, anchor]
        losses = [self.ranking.compute_loss_from_embeddings(triplet, labels) for triplet in triplets]
        return torch.stack(losses).mean()
