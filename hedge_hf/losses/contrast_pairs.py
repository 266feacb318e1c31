"""In-batch ranking over contrast pairs: two queries, two documents, each right for one query only."""

from __future__ import annotations

import torch
from torch import Tensor

from hedge_hf.losses.in_batch_ranking import FourColumnRanking


class ContrastPairLoss(FourColumnRanking):
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

    def compute_loss_from_embeddings(self, embeddings: list[Tensor], labels: Tensor) -> Tensor:
        """Return the loss, a scalar, of four embeddings of shape (rows, dimensions)."""
        if len(embeddings) != 4:
            raise ValueError(f"contrast pairs have the columns q1, q2, doc1, doc2; got {len(embeddings)} columns")
        q1, q2, doc1, doc2 = embeddings
        return self.ranking.compute_loss_from_embeddings([torch.cat([q1, q2]), torch.cat([doc1, doc2])], labels)
