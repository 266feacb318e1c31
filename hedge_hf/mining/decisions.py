"""What became of each candidate, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class Decision(IntEnum):
    """What became of a candidate, and why."""

    NEGATIVE = 0
    KEPT_SUSPECT = 1
    RELABELLED = 2
    SPARE = 3
    POSITIVE = 4
    OWN_TEXT = 5
    REPEATED = 6
    TOO_EARLY = 7
    ABOVE_MAXIMUM = 8
    BELOW_MINIMUM = 9
    SUSPECT = 10


REASONS = {
    Decision.NEGATIVE: ("negative", "taken"),
    Decision.KEPT_SUSPECT: ("negative", "within the margin of the positive, kept by down-weight"),
    Decision.RELABELLED: ("positive", "the teacher scores it above a known positive"),
    Decision.SPARE: ("spare", "fit, but the row has enough negatives"),
    Decision.POSITIVE: ("rejected", "known positive, or its text under another id"),
    Decision.OWN_TEXT: ("rejected", "the text of the query itself"),
    Decision.REPEATED: ("rejected", "already a candidate from another source"),
    Decision.TOO_EARLY: ("rejected", "rank below range_min"),
    Decision.ABOVE_MAXIMUM: ("rejected", "score above max_score"),
    Decision.BELOW_MINIMUM: ("rejected", "score below min_score"),
    Decision.SUSPECT: ("rejected", "within the margin of the positive"),
}


@dataclass
class Mined:
    """Candidates of some queries, with the decision on each.

    Arrays have the shape (queries, candidates) where nothing else is said.

    Attributes:
        rows: The number of each query, shape (queries,).
        numbers: Passages; -1 where there is no candidate.
        ranks: Place in the source's list, from 1.
        sources: Place of the source among the settings' sources.
        scores: Cosine similarities under the encoder.
        judged: The scores that decided: the teacher's, where there is one and it was asked.
        decisions: Values of `Decision`.
        positive_scores: The lowest score of each query's positives, shape (queries,).
    """

    rows: NDArray[np.int64]
    numbers: NDArray[np.int64]
    ranks: NDArray[np.int64]
    sources: NDArray[np.int64]
    scores: NDArray[np.float32]
    judged: NDArray[np.float32]
    decisions: NDArray[np.int8]
    positive_scores: NDArray[np.float32]

    def negatives(self, count: int) -> NDArray[np.int64]:
        """Return the negatives of each query, shape (queries, count); -1 where there are too few."""
        taken = self.decisions <= Decision.KEPT_SUSPECT
        taken &= self.numbers >= 0
        missing = max(0, count - taken.shape[1])
        order = np.argsort(~taken, axis=1, kind="stable")[:, :count]
        found = np.where(np.take_along_axis(taken, order, 1), np.take_along_axis(self.numbers, order, 1), -1)
        return np.pad(found, ((0, 0), (0, missing)), constant_values=-1)

    def relabelled(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the queries, as places in `rows`, and passages that a teacher has made positives."""
        places, columns = np.nonzero(self.decisions == Decision.RELABELLED)
        return places, self.numbers[places, columns]
