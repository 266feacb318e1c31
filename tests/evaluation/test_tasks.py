from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hedge_hf.evaluation import Rows
from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.evaluation.tasks import BREAKDOWNS, SCORES, Task, contrast, exclusion, triplets, triplets_by_type

ALL_TASKS = pytest.mark.parametrize("task", SCORES + BREAKDOWNS, ids=lambda task: task.__name__)


def shares(task: Task, rows: Rows, encoder: Any) -> dict[str, float]:
    found = task(rows, Embeddings(encoder, "model"))
    return {name: outcomes.right.sum() / outcomes.total.sum() for name, outcomes in found.items()}


@ALL_TASKS
def test_a_perfect_model_gets_everything_right(task: Task, rows: Rows, perfect: Any) -> None:
    assert set(shares(task, rows, perfect).values()) == {1.0}


@ALL_TASKS
def test_a_model_without_opinion_ties_and_gets_nothing_right(task: Task, rows: Rows, useless: Any) -> None:
    assert set(shares(task, rows, useless).values()) == {0.0}


def test_always_the_same_document_is_no_paired_accuracy(rows: Rows, by_role: Callable[..., Any]) -> None:
    encoder = by_role(q1=[1, 0], q2=[1, 0], doc1=[1, 0], doc2=[0, 1])

    assert shares(contrast, rows, encoder) == {
        "contrast_paired_accuracy": 0.0,
        "contrast_q1_accuracy": 1.0,
        "contrast_q2_accuracy": 0.0,
    }


def test_an_exclusion_ignored_is_found_out_by_the_counter_query(rows: Rows, by_role: Callable[..., Any]) -> None:
    encoder = by_role(query=[1, 0], including=[1, 0], positive=[0, 1], negative=[1, 0])

    assert shares(exclusion, rows, encoder) == {
        "exclusion_right_rank": 0.0,
        "inclusion_right_rank": 1.0,
        "exclusion_paired_accuracy": 0.0,
    }


def test_the_pairs_are_told_apart(rows: Rows, perfect: Any, encoder: Any) -> None:
    swapped = {"q1 0": "q2 0", "q1 3": "q2 3", "q2 3": "q1 3"}
    found = contrast(rows, Embeddings(encoder(lambda text: perfect.vector(swapped.get(text, text))), "model"))

    assert found["contrast_paired_accuracy"].right.tolist() == [0, 1, 1, 0]
    assert found["contrast_q1_accuracy"].right.tolist() == [0, 1, 1, 0]
    assert found["contrast_q2_accuracy"].right.tolist() == [1, 1, 1, 0]


def test_triplets_are_counted_per_anchor_and_type(rows: Rows, encoder: Any) -> None:
    def vector(text: str) -> list[float]:
        if text.startswith("hedge"):
            return [2, 1]
        if text.startswith("negation"):
            return [1, 0] if text.endswith("affixal") or text == "negation 0 lexical" else [0, 1]
        return [1, 0]

    embeddings = Embeddings(encoder(vector), "model")
    found = triplets(rows, embeddings)["triplet_accuracy"]
    by_type = triplets_by_type(rows, embeddings)

    assert found.total.tolist() == [8] * 6
    assert found.right.tolist() == [4, 6, 6, 6, 6, 6]
    assert by_type["negation_verbal"].right.tolist() == [2] * 6
    assert by_type["negation_affixal"].right.tolist() == [0] * 6
    assert by_type["negation_lexical"].right.tolist() == [0, 2, 2, 2, 2, 2]
    assert by_type["hedge_single"].total.tolist() == [4] * 6


def test_anchors_without_a_type_are_no_units_of_it(rows: Rows, perfect: Any) -> None:
    for group in rows.groups:
        group["negations"] = [one for one in group["negations"] if one["type"] != "lexical"]
    rows.groups[1]["negations"] = []
    by_type = triplets_by_type(rows, Embeddings(perfect, "model"))

    assert "negation_lexical" not in by_type
    assert by_type["negation_verbal"].total.tolist() == [2] * 5
    assert np.isfinite(by_type["hedge_multi"].right / by_type["hedge_multi"].total).all()


def test_no_triplets_at_all(rows: Rows, perfect: Any) -> None:
    assert triplets_by_type(replace(rows, groups=[]), Embeddings(perfect, "model")) == {}
