"""The tasks on HedgeTriple itself: contrast pairs, exclusion queries, triplets and hedging; nothing to download."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
from datasets import load_dataset
from numpy.typing import NDArray

from hedge_hf.errors import UsageError, one_line
from hedge_hf.evaluation.bootstrap import share
from hedge_hf.evaluation.tasks.categories import category_of
from hedge_hf.evaluation.tasks.task import Measures, Row, Scorer, Task, by_category, share_by_unit
from hedge_hf.metrics.excluir import queries_ranked_right
from hedge_hf.metrics.hedging import certainty_ordered, ordered

_PAPER = "https://arxiv.org/abs/2507.12782"
_MARGIN = 0.1
_NEVIR = "https://arxiv.org/abs/2305.07614"


def shipped_tasks(split: str = "test") -> list[Task]:
    """Return the tasks on a split of HedgeTriple.

    Args:
        split: "test", "validation", "train" or a slice such as "validation[:50%]".
    """
    return [
        Task(
            name="HedgeTriple-Contrast",
            kind="negation",
            main="paired_accuracy",
            question="Do both queries of a contrast pair rank their own passage first?",
            reference=_NEVIR,
            dataset="hedgetriple",
            load=lambda: read("contrast", split),
            measure=contrast,
        ),
        Task(
            name="HedgeTriple-Exclusion",
            kind="negation",
            main="paired_accuracy",
            question="Does a query rank the excluded passage last, and the query that wants it first?",
            reference="https://arxiv.org/abs/2404.17288",
            dataset="hedgetriple",
            load=lambda: read("exclusion", split),
            measure=exclusion,
        ),
        Task(
            name="HedgeTriple-Triplet",
            kind="negation",
            main="accuracy",
            question="Is an anchor nearer to its hedges than to its negations?",
            reference=_PAPER,
            dataset="hedgetriple",
            load=lambda: read("groups", split),
            measure=triplets,
        ),
        Task(
            name="HedgeTriple-Hedging",
            kind="negation",
            main="certainty_ordering",
            question="Does a hedge lie between its anchor and a negation?",
            reference=_PAPER,
            dataset="hedgetriple",
            load=lambda: read("groups", split),
            measure=hedging,
        ),
    ]


def read(config: str, split: str) -> list[Row]:
    """Return the rows of one config of the shipped HedgeTriple.

    Raises:
        UsageError: If there is no such split.
    """
    try:
        return load_dataset("hedgetriple", config, split=split).to_list()
    except (ValueError, AssertionError) as error:
        raise UsageError(f"split {split!r} of hedgetriple cannot be read: {one_line(error)}") from error


def contrast(rows: list[Row], scorer: Scorer) -> Measures:
    """Rank the two documents of each contrast pair for both of its queries. One unit per pair.

    The categories are the negation types that tell the two documents apart.
    """
    q1_right = _first_wins(rows, scorer, "q1", "doc1", "doc2")
    q2_right = _first_wins(rows, scorer, "q2", "doc2", "doc1")
    both = q1_right & q2_right
    types = [f"negation_{category_of(row['doc1'], row['doc2'])}" for row in rows]
    return Measures(
        {"paired_accuracy": share(both), "q1_accuracy": share(q1_right), "q2_accuracy": share(q2_right)},
        by_category(types, lambda mask: share(both[mask])),
    )


def exclusion(rows: list[Row], scorer: Scorer) -> Measures:
    """Rank the two documents for the exclusion query and for its counter-query, which wants the excluded thing.

    A model that ignores exclusion may still be right on one of the two; the paired accuracy needs both.
    """
    right = _first_wins(rows, scorer, "query", "positive", "negative")
    counter_right = _first_wins(rows, scorer, "query_including", "negative", "positive")
    return Measures(
        {
            "paired_accuracy": share(right & counter_right),
            "exclusion_right_rank": share(right),
            "inclusion_right_rank": share(counter_right),
        }
    )


def triplets(rows: list[Row], scorer: Scorer) -> Measures:
    """Compare each hedge with each negation of an anchor, also with a margin of 0.1 in cosine.

    One unit per anchor; a tie is wrong.
    """
    rules = {
        "accuracy": lambda near, far, _: ordered(near, far),
        "accuracy_with_margin": lambda near, far, _: ordered(near - _MARGIN, far),
    }
    return _over_triplets(rows, scorer, rules)


def hedging(rows: list[Row], scorer: Scorer) -> Measures:
    """Place each hedge between its anchor and a negation. One unit per anchor."""
    return _over_triplets(
        rows, scorer, {"certainty_ordering": certainty_ordered, "ordering": lambda near, far, _: ordered(near, far)}
    )


def _first_wins(rows: list[Row], scorer: Scorer, query: str, first: str, second: str) -> NDArray[np.bool_]:
    queries, own, other = ([row[column] for row in rows] for column in (query, first, second))
    scores = scorer.similarities([*queries, *queries], [*own, *other], retrieval=True)
    return queries_ranked_right(*np.split(scores, 2))


def _over_triplets(rows: list[Row], scorer: Scorer, rules: dict[str, Callable[..., NDArray[np.bool_]]]) -> Measures:
    triplets = [
        (unit, row["anchor"], hedge, negation)
        for unit, row in enumerate(rows)
        for hedge, negation in product(row["hedges"], row["negations"])
    ]
    units = np.array([unit for unit, _, _, _ in triplets])
    anchors = [anchor for _, anchor, _, _ in triplets]
    hedges = [hedge["text"] for _, _, hedge, _ in triplets]
    negations = [negation["text"] for _, _, _, negation in triplets]
    cosines = np.split(scorer.similarities([*anchors, *anchors, *hedges], [*hedges, *negations, *negations]), 3)
    rights = {name: rule(*cosines) for name, rule in rules.items()}
    main = next(iter(rights.values()))
    categories = [f"hedge_{hedge['type']}" for _, _, hedge, _ in triplets]
    categories += [f"negation_{negation['type']}" for _, _, _, negation in triplets]
    return Measures(
        {name: share_by_unit(units, right) for name, right in rights.items()},
        by_category(categories, lambda mask: share_by_unit(*_under(mask, units, main))),
    )


def _under(mask: NDArray[np.bool_], units: NDArray[np.int64], right: NDArray[np.bool_]) -> tuple[Any, Any]:
    """Return the units and outcomes under a mask over the hedge types and then the negation types of all triplets."""
    kept = mask[: len(units)] | mask[len(units) :]
    return units[kept], right[kept]
