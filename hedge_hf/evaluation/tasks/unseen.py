"""Generalisation: patterns of negation that a run can leave out of training, and constructions never trained on."""

from __future__ import annotations

import numpy as np

from hedge_hf.evaluation.tasks.shipped import read
from hedge_hf.evaluation.tasks.task import Measures, Row, Scorer, Task, by_category, share_by_unit
from hedge_hf.metrics.hedging import ordered
from hedge_hf.taxonomy import pattern_names_of


def unseen_tasks(split: str = "test") -> list[Task]:
    """Return the tasks.

    Args:
        split: Split of HedgeTriple for the patterns; the constructions have only one.
    """
    return [
        Task(
            name="HedgeTriple-Patterns",
            kind="negation",
            main="accuracy",
            question="Is an anchor nearer to its hedges than to a negation of a pattern that training can leave out?",
            reference="https://arxiv.org/abs/2507.12782",
            dataset="hedgetriple",
            load=lambda: of_patterns(read("groups", split)),
            measure=_patterns,
        ),
        Task(
            name="HedgeTriple-Constructions",
            kind="negation",
            main="accuracy",
            question="In constructions that training never has, is a text nearer to one that means the same?",
            reference="https://doi.org/10.1017/9781316423530",
            dataset="hedgetriple",
            load=lambda: read("constructions", "test"),
            measure=_constructions,
        ),
    ]


def of_patterns(groups: list[Row]) -> list[Row]:
    """Return one row per anchor, hedge, negation and pattern of the negation."""
    return [
        {"anchor": group["anchor"], "hedge": hedge["text"], "negation": negation["text"], "pattern": pattern}
        for group in groups
        for negation in group["negations"]
        for pattern in sorted(pattern_names_of(negation))
        for hedge in group["hedges"]
    ]


def _patterns(rows: list[Row], scorer: Scorer) -> Measures:
    return _nearer(rows, scorer, "hedge", "negation", "pattern")


def _constructions(rows: list[Row], scorer: Scorer) -> Measures:
    return _nearer(rows, scorer, "same", "opposite", "construction")


def _nearer(rows: list[Row], scorer: Scorer, near: str, far: str, category: str) -> Measures:
    anchors = [row["anchor"] for row in rows]
    others = [row[column] for column in (near, far) for row in rows]
    right = ordered(*np.split(scorer.similarities([*anchors, *anchors], others), 2))
    units = np.unique([row["anchor"] for row in rows], return_inverse=True)[1]
    return Measures(
        {"accuracy": share_by_unit(units, right)},
        by_category([row[category] for row in rows], lambda mask: share_by_unit(units[mask], right[mask])),
    )
