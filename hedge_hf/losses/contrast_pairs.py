"""In-batch ranking over contrast pairs: two queries, two documents, each right for one query only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn

from hedge_hf.losses.in_batch_ranking import in_batch_ranking
from hedge_hf.losses.merged_forward import encode_columns


class ContrastPairLoss(nn.Module):
    """MultipleNegativesRankingLoss with hard negatives, for rows that are contrast pairs.

    A triplet (query, positive, negative) says that the query prefers the positive. A contrast pair also says
    which query prefers the negative, so that neither document wins by itself and "pick the text that
    overlaps less" does not work as a shortcut. Both queries share the two documents: four texts carry what
    would take two triplets of six texts.

    Inputs:
        +-------------------------------+---------+
        | Columns, in this order        | Labels  |
        +===============================+=========+
        | (q1, q2, doc1, doc2)          | none    |
        +-------------------------------+---------+

        doc1 answers q1 and doc2 answers q2. In a batch of n rows each query has 2n - 1 negatives; the other
        document of its own row is the hard one.

    Relations:
        - With q2 and doc2 left out it is MultipleNegativesRankingLoss on pairs.
        - :class:`RoleReversalLoss` is the one for groups, where a hedge is not as far from a negation as its anchor.
        - Wrap it in :class:`PreservationLoss` to keep the geometry of the base model.

    References:
        - Learning Robust Negation Text Representations, https://arxiv.org/abs/2507.12782
        - Contrast pairs: NevIR, https://arxiv.org/abs/2305.07614

    Args:
        model: The model to train.
        scale: Inverse temperature: similarities are multiplied by it before the softmax.
        hardness: Weight of near negatives, see `in_batch_ranking`; 0 turns it off.
        gather_across_devices: Use the documents of all ranks as negatives.

    Example:
        >>> from datasets import Dataset
        >>> rows = Dataset.from_dict({
        ...     "q1": ["safe in pregnancy"], "q2": ["not safe in pregnancy"],
        ...     "doc1": ["It may be safe in pregnancy."], "doc2": ["It is unsafe in pregnancy."],
        ... })
        >>> SentenceTransformerTrainer(  # doctest: +SKIP
        ...     model=model, train_dataset=rows, loss=ContrastPairLoss(model)
        ... ).train()
    """

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
        if len(embeddings) != 4:
            raise ValueError(f"contrast pairs have the columns q1, q2, doc1, doc2; got {len(embeddings)} columns")
        q1, q2, doc1, doc2 = embeddings
        return self.ranking.compute_loss_from_embeddings([torch.cat([q1, q2]), torch.cat([doc1, doc2])], labels)

    def get_config_dict(self) -> dict[str, Any]:
        """Return the settings that the model card shows."""
        return {
            "scale": self.ranking.scale,
            "hardness": self.ranking.hardness_strength,
            "gather_across_devices": self.ranking.gather_across_devices,
        }
