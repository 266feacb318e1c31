"""Turns feedback into training rows: votes are counted, conflicts resolved, and each query's documents compared.

Of one query and document: where anything was said (up, down, not_this), clicks do not count; they come from position
as much as from interest. A user has one vote, the latest. The majority decides; of a draw, the latest vote.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from datasets import Dataset, DatasetDict

from hedge_hf.errors import UsageError
from hedge_hf.feedback.events import DISLIKED, LIKED, Event
from hedge_hf.feedback.store import FeedbackStore

logger = logging.getLogger(__name__)

POSITIVES, NEGATIVES, EXCLUSION = "feedback_positives", "feedback_negatives", "feedback_exclusion"
_COLUMNS = {
    POSITIVES: ("anchor", "positive"),
    NEGATIVES: ("anchor", "positive", "negative"),
    EXCLUSION: ("q1", "q2", "doc1", "doc2"),
}


@dataclass(frozen=True)
class Judgement:
    """What the users think of a document as an answer to a query.

    Attributes:
        query: The query, as it was written last.
        document_id: The document.
        liked: Whether it answers the query.
        excluded: Whether it is disliked, and at least half of those who dislike it say "not this".
        votes: How many votes for and against it counted.
    """

    query: str
    document_id: str
    liked: bool
    excluded: bool
    votes: tuple[int, int]

    @property
    def conflict(self) -> bool:
        """Whether the votes that counted disagreed."""
        return min(self.votes) > 0


def judge(events: Iterable[Event]) -> list[Judgement]:
    """Decide about every pair of a query and a document; queries that differ in case or spaces are one.

    Args:
        events: Events in the order of their times.

    Returns:
        One judgement per pair, in the order of their first events.
    """
    pairs: dict[tuple[str, str], list[Event]] = defaultdict(list)
    written = {}
    for event in events:
        query = _folded(event.query)
        written[query] = event.query
        pairs[query, event.document_id].append(event)
    return [_judgement(written[query], document, found) for (query, document), found in pairs.items()]


def feedback_rows(store: FeedbackStore) -> DatasetDict:
    """Return the training rows in a store, each kind in the columns of its loss.

    Returns:
        `feedback_positives` (anchor, positive): each query with each document that answers it, where no document is
        known that does not. `feedback_negatives` (anchor, positive, negative): where one is, every two of them.
        `feedback_exclusion` (q1, q2, doc1, doc2): a query with the document that answers it and one that it excludes,
        and another query that the excluded one answers. Kinds without rows are left out.

    Raises:
        UsageError: If no query has a document that answers it.
    """
    liked, disliked, excluded = (defaultdict[str, list[str]](list) for _ in range(3))
    judgements = judge(store.events())
    texts = store.documents()  # read last: another process may add events with their documents at any time
    conflicts = sum(judgement.conflict for judgement in judgements)
    if conflicts:
        logger.warning(
            "%s: users disagree about %d pairs of query and document; their majority decided, and "
            "`hedge-hf feedback export` lists them",
            store.path,
            conflicts,
        )
    for judgement in judgements:
        text = texts[judgement.document_id]
        (liked if judgement.liked else disliked)[judgement.query].append(text)
        if judgement.excluded:
            excluded[judgement.query].append(text)
    rows: dict[str, list[tuple[str, ...]]] = {
        POSITIVES: [(query, text) for query, found in liked.items() if query not in disliked for text in found],
        NEGATIVES: [
            (query, *pair)
            for query, found in disliked.items()
            for pair in product(liked[query], found)
            if len({*pair}) == 2  # a text may have two ids
        ],
        EXCLUSION: _exclusion(liked, excluded),
    }
    if not any(rows.values()):
        raise UsageError(f"{store.path}: no query has a document that answers it; add clicks or thumbs up")
    return DatasetDict({kind: _dataset(kind, found) for kind, found in rows.items() if found})


def _judgement(query: str, document: str, events: list[Event]) -> Judgement:
    said = [event for event in events if event.label != "click"]
    votes = list({event.user or number: event for number, event in enumerate(said or events)}.values())
    against = [event for event in votes if event.label in DISLIKED]
    balance = len(votes) - 2 * len(against)
    last = max(votes, key=lambda event: event.time)
    liked = balance > 0 or (balance == 0 and last.label in LIKED)
    labels = Counter(event.label for event in against)
    excluded = not liked and labels["not_this"] >= labels["down"]
    return Judgement(query, document, liked, excluded, (len(votes) - len(against), len(against)))


def _exclusion(liked: dict[str, list[str]], excluded: dict[str, list[str]]) -> list[tuple[str, ...]]:
    asking: dict[str, list[str]] = defaultdict(list)
    for query, found in liked.items():
        for text in found:
            asking[text].append(query)
    return [
        (query, other, own, unwanted)
        for query, found in excluded.items()
        for own, unwanted in product(liked[query], found)
        for other in asking[unwanted]
        if own not in liked[other]
    ]


def _dataset(kind: str, rows: list[tuple[str, ...]]) -> Dataset:
    columns = zip(*rows, strict=True)
    return Dataset.from_dict({name: list(column) for name, column in zip(_COLUMNS[kind], columns, strict=True)})


def _folded(query: str) -> str:
    return " ".join(query.casefold().split())
