"""The tasks: each takes rows and embeddings and returns outcomes by score name. A new task is a new function."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import product

import numpy as np

from hedge_hf.evaluation.bootstrap import Outcomes
from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.evaluation.rows import Row, Rows
from hedge_hf.metrics.excluir import queries_ranked_right
from hedge_hf.metrics.nevir import pairs_ranked_right
from hedge_hf.taxonomy import HEDGE_TYPE_NAMES, NEGATION_TYPE_NAMES

Task = Callable[[Rows, Embeddings], dict[str, Outcomes]]


def contrast(rows: Rows, embeddings: Embeddings) -> dict[str, Outcomes]:
    """Does each query of a contrast pair rank its own document first? One unit per pair."""
    queries = [row[query] for row in rows.contrast for query in ("q1", "q1", "q2", "q2")]
    documents = [row[document] for row in rows.contrast for document in ("doc1", "doc2", "doc1", "doc2")]
    scores = embeddings.similarities(queries, documents).reshape(-1, 2, 2)
    return {
        "contrast_paired_accuracy": Outcomes.of(pairs_ranked_right(scores)),
        "contrast_q1_accuracy": Outcomes.of(queries_ranked_right(scores[:, 0, 0], scores[:, 0, 1])),
        "contrast_q2_accuracy": Outcomes.of(queries_ranked_right(scores[:, 1, 1], scores[:, 1, 0])),
    }


def exclusion(rows: Rows, embeddings: Embeddings) -> dict[str, Outcomes]:
    """Does an exclusion query rank the excluded document last, and its counter-query rank it first?

    A model that ignores exclusion may still be right on one of the two; the paired accuracy needs both.
    """
    query, including, positive, negative = (
        [row[column] for row in rows.exclusion] for column in ("query", "query_including", "positive", "negative")
    )
    right = queries_ranked_right(embeddings.similarities(query, positive), embeddings.similarities(query, negative))
    counter_right = queries_ranked_right(
        embeddings.similarities(including, negative), embeddings.similarities(including, positive)
    )
    return {
        "exclusion_right_rank": Outcomes.of(right),
        "inclusion_right_rank": Outcomes.of(counter_right),
        "exclusion_paired_accuracy": Outcomes.of(right & counter_right),
    }


def triplets(rows: Rows, embeddings: Embeddings) -> dict[str, Outcomes]:
    """Is an anchor nearer to its hedges than to its negations? One unit per anchor; a tie is wrong."""
    return {"triplet_accuracy": _triplets(rows.groups, embeddings, HEDGE_TYPE_NAMES, NEGATION_TYPE_NAMES)}


def triplets_by_type(rows: Rows, embeddings: Embeddings) -> dict[str, Outcomes]:
    """Return `triplets` for one negation type or one hedge type at a time; types without rows are left out."""
    by_type = {
        f"negation_{name}": _triplets(rows.groups, embeddings, HEDGE_TYPE_NAMES, [name])
        for name in NEGATION_TYPE_NAMES
    } | {f"hedge_{name}": _triplets(rows.groups, embeddings, [name], NEGATION_TYPE_NAMES) for name in HEDGE_TYPE_NAMES}
    return {name: outcomes for name, outcomes in by_type.items() if len(outcomes.total)}


SCORES: tuple[Task, ...] = (contrast, exclusion, triplets)
BREAKDOWNS: tuple[Task, ...] = (triplets_by_type,)


def _triplets(
    groups: list[Row], embeddings: Embeddings, hedge_types: Collection[str], negation_types: Collection[str]
) -> Outcomes:
    rows = [
        (owner, (group["anchor"], hedge["text"], negation["text"]))
        for owner, group in enumerate(groups)
        for hedge, negation in product(group["hedges"], group["negations"])
        if hedge["type"] in hedge_types and negation["type"] in negation_types
    ]
    anchors, hedges, negations = ([texts[column] for _, texts in rows] for column in range(3))
    right = embeddings.similarities(anchors, hedges) > embeddings.similarities(anchors, negations)
    owners = np.array([owner for owner, _ in rows], dtype=np.int64)
    total = np.bincount(owners).astype(np.float64)
    right_per_owner = np.bincount(owners, weights=right).astype(np.float64)
    return Outcomes(right_per_owner[total > 0], total[total > 0])
