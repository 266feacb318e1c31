"""Pairwise ranking over contrast pairs for cross-encoders: both queries must rank their own document first."""

from __future__ import annotations

from typing import Any

import torch
from sentence_transformers import CrossEncoder
from sentence_transformers.util import batch_to_device
from torch import Tensor, nn
from torch.nn.functional import softplus


class ContrastRankingLoss(nn.Module):
    """RankNet over the four pairs of a contrast pair, along queries and along documents.

    Of the scores of both queries with both documents, each right pair must beat the two wrong ones in its row and
    column: its query with the other document, and its document with the other query. A score that looks at only
    one of the two texts cannot do both. Documents of other rows are added as easy negatives, so that the
    scores also rank what is off the topic.

    Inputs:
        +-------------------------------+---------+-------------------------------+
        | Columns, in this order        | Labels  | Number of model output labels |
        +===============================+=========+===============================+
        | (q1, q2, doc1, doc2)          | none    | 1                             |
        +-------------------------------+---------+-------------------------------+

        doc1 answers q1 and doc2 answers q2, as for :class:`ContrastPairLoss`. Batches need two rows
        or more for in-batch negatives.

    Relations:
        - sentence-transformers' RankNetLoss on two rows (query, [own, other]) is the part along queries.
        - :class:`ContrastPairLoss` is the loss for sentence encoders on the same columns.

    References:
        - RankNet, https://icml.cc/Conferences/2015/wp-content/uploads/2015/06/icml_ranking.pdf
        - Contrast pairs: NevIR, https://arxiv.org/abs/2305.07614

    Args:
        model: The cross-encoder to train.
        in_batch_negatives: Documents of other rows that one query of each row is compared with; fewer if the batch
            has fewer rows.
        mini_batch_size: Pairs per forward.

    Example:
        >>> CrossEncoderTrainer(  # doctest: +SKIP
        ...     model=model, train_dataset=contrast_rows(None)["contrast"], loss=ContrastRankingLoss(model)
        ... ).train()
    """

    def __init__(self, model: CrossEncoder, in_batch_negatives: int = 1, mini_batch_size: int = 32) -> None:
        super().__init__()
        if model.num_labels != 1:
            raise ValueError(f"the model gives {model.num_labels} numbers per pair; ranking needs one")
        if in_batch_negatives < 0:
            raise ValueError(f"in_batch_negatives is {in_batch_negatives}; it must be 0 or above")
        self.model = model
        self.in_batch_negatives = in_batch_negatives
        self.mini_batch_size = mini_batch_size

    def forward(
        self, inputs: list[list[str]], labels: Tensor | None, prompt: str | None = None, task: str | None = None
    ) -> Tensor:
        """Return the loss, a scalar, of four columns of texts."""
        if len(inputs) != 4:
            raise ValueError(f"contrast pairs have the columns q1, q2, doc1, doc2; got {len(inputs)} columns")
        queries, documents = [*inputs[0], *inputs[1]], [*inputs[2], *inputs[3]]
        rows = len(inputs[0])
        asking, others = self._easy(rows)
        pairs = list(zip(queries, documents, strict=True))
        pairs += zip(queries, [*inputs[3], *inputs[2]], strict=True)
        pairs += [(queries[query], documents[other]) for query, other in zip(asking, others, strict=True)]
        scores = self._scores(pairs, prompt, task)
        right, other_document, easy = scores.split([2 * rows, 2 * rows, len(asking)])
        other_query = other_document.roll(rows)
        loss = softplus(other_document - right).mean() + softplus(other_query - right).mean()
        return loss + softplus(easy - right[asking]).mean() if asking else loss

    def get_config_dict(self) -> dict[str, Any]:
        """Return the settings that the model card shows."""
        return {"in_batch_negatives": self.in_batch_negatives, "mini_batch_size": self.mini_batch_size}

    def _easy(self, rows: int) -> tuple[list[int], list[int]]:
        """Draw one query of each row, and for it documents of other rows."""
        asking, others = [], []
        for row in range(rows):
            query = row + rows * int(torch.randint(2, ()))
            for shift in 1 + torch.randperm(rows - 1)[: self.in_batch_negatives]:
                asking.append(query)
                others.append((row + int(shift)) % rows + rows * int(torch.randint(2, ())))
        return asking, others

    def _scores(self, pairs: list[tuple[str, str]], prompt: str | None, task: str | None) -> Tensor:
        """Return the scores of pairs; those of like length go through the model together and need little padding."""
        order = sorted(range(len(pairs)), key=lambda number: len(pairs[number][0]) + len(pairs[number][1]))
        found = []
        for start in range(0, len(order), self.mini_batch_size):
            chunk = [pairs[number] for number in order[start : start + self.mini_batch_size]]
            features = batch_to_device(self.model.preprocess(chunk, prompt=prompt, task=task), self.model.device)
            found.append(self.model(features)["scores"].view(-1).float())
        places = torch.tensor(order, device=found[0].device).argsort()
        return torch.cat(found)[places]
