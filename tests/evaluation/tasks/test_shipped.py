from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hand_made import HandMade, HandMadePairs, Prompted, angles, by_role, contrast_rows, exclusion_rows, groups, values
from hypothesis import given
from hypothesis import strategies as st

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.evaluation.pair_scores import PairScores
from hedge_hf.evaluation.tasks.shipped import contrast, exclusion, hedging, read, shipped_tasks, triplets
from hedge_hf.evaluation.tasks.task import Measures, Row, Task

Measure = Callable[[Any, Any], Measures]
MEASURES = {contrast: contrast_rows, exclusion: exclusion_rows, triplets: groups, hedging: groups}
# few distinct values: ties are common
SIMILARITIES = st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=1, max_size=8)

each_measure = pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.__name__)


def measured(measure: Measure, encoder: HandMade, rows: list[Row] | None = None) -> Measures:
    return measure(MEASURES[measure]() if rows is None else rows, Embeddings(encoder, "model"))


def all_values(measures: Measures) -> set[float]:
    return set(values(measures.scores).values()) | set(values(measures.by_category).values())


@each_measure
def test_a_perfect_model_gets_everything_right(measure: Measure, perfect: HandMade) -> None:
    assert all_values(measured(measure, perfect)) == {1.0}


@each_measure
def test_a_model_without_opinion_ties_and_gets_nothing_right(measure: Measure, useless: HandMade) -> None:
    assert all_values(measured(measure, useless)) == {0.0}


@each_measure
def test_a_model_that_has_it_all_the_wrong_way_round(measure: Measure) -> None:
    wrong = angles(
        q1=0, doc1=90, q2=90, doc2=0, query=0, positive=90, including=90, negative=0, anchor=0, hedge=90, negation=30
    )

    assert all_values(measured(measure, wrong)) == {0.0}


@each_measure
def test_one_unit_is_measured_too(measure: Measure, perfect: HandMade) -> None:
    measures = measured(measure, perfect, MEASURES[measure](1))

    assert values(measures.scores) == dict.fromkeys(measures.scores, 1.0)
    assert {len(sample) for sample in measures.scores.values()} == {1}


def test_always_the_same_document_is_no_paired_accuracy() -> None:
    found = measured(contrast, by_role(q1=[1, 0], q2=[1, 0], doc1=[1, 0], doc2=[0, 1]))

    assert values(found.scores) == {"paired_accuracy": 0.0, "q1_accuracy": 1.0, "q2_accuracy": 0.0}


def test_an_exclusion_ignored_is_found_out_by_the_counter_query() -> None:
    found = measured(exclusion, by_role(query=[1, 0], including=[1, 0], positive=[0, 1], negative=[1, 0]))

    assert values(found.scores) == {
        "paired_accuracy": 0.0,
        "exclusion_right_rank": 0.0,
        "inclusion_right_rank": 1.0,
    }


def test_the_pairs_are_told_apart(perfect: HandMade) -> None:
    swapped = {"q1 0": "q2 0", "q1 3": "q2 3", "q2 3": "q1 3"}
    found = measured(contrast, HandMade(lambda text: perfect.vector(swapped.get(text, text)))).scores

    assert found["paired_accuracy"].units[0].tolist() == [0, 1, 1, 0]
    assert found["q1_accuracy"].units[0].tolist() == [0, 1, 1, 0]
    assert found["q2_accuracy"].units[0].tolist() == [1, 1, 1, 0]


@given(SIMILARITIES)
def test_the_two_sides_of_a_contrast_pair_can_be_swapped(similarities: list[list[int]]) -> None:
    rows = contrast_rows(len(similarities))
    order = ("q1", "doc1"), ("q1", "doc2"), ("q2", "doc1"), ("q2", "doc2")
    table = {
        (row[query], row[document]): value
        for row, four in zip(rows, similarities, strict=True)
        for (query, document), value in zip(order, four, strict=True)
    }
    scorer = PairScores(HandMadePairs(lambda *pair: table[pair]), "table")
    swapped = [{"q1": row["q2"], "q2": row["q1"], "doc1": row["doc2"], "doc2": row["doc1"]} for row in rows]
    before, after = (values(contrast(either, scorer).scores) for either in (rows, swapped))

    assert before["paired_accuracy"] == after["paired_accuracy"]
    assert (before["q1_accuracy"], before["q2_accuracy"]) == (after["q2_accuracy"], after["q1_accuracy"])
    assert before["paired_accuracy"] <= min(before["q1_accuracy"], before["q2_accuracy"])
    assert before["paired_accuracy"] == np.mean([one > two and four > three for one, two, three, four in similarities])


def test_the_categories_of_contrast_pairs_are_what_tells_their_documents_apart() -> None:
    documents = [("The dog barks.", "The dog does not bark."), ("It is safe.", "It is unsafe.")]
    rows = [{"q1": "q1", "q2": "q2", "doc1": one, "doc2": two} for one, two in documents * 2]
    rows.append({"q1": "q1", "q2": "q2", "doc1": "Nobody came.", "doc2": "Somebody came."})
    here = {"q1", "The dog barks."}
    found = measured(contrast, HandMade(lambda text: [1, 0] if text in here else [0, 1]), rows)

    assert values(found.by_category) == {"negation_affixal": 0.0, "negation_verbal": 1.0}


def test_retrieval_tasks_use_prompts_and_the_others_do_not() -> None:
    for measure, prompted in ((contrast, True), (exclusion, True), (triplets, False), (hedging, False)):
        encoder = Prompted(lambda text: [len(text), 1])
        measured(measure, encoder)
        assert {text.startswith(("q: ", "d: ")) for text in encoder.encoded} == {prompted}


@pytest.mark.parametrize(
    ("hedge", "right"),
    [
        pytest.param(30, (1, 1), id="between anchor and negation"),
        pytest.param(-30, (0, 1), id="near the anchor, but not between"),
        pytest.param(89, (1, 1), id="between, near the negation"),
        pytest.param(90, (0, 0), id="a tie"),
        pytest.param(100, (0, 0), id="beyond the negation"),
    ],
)
def test_a_hedge_lies_between_its_anchor_and_a_negation(hedge: float, right: tuple[int, int]) -> None:
    encoder = angles(anchor=0, hedge=hedge, negation=90)

    assert tuple(values(measured(hedging, encoder).scores).values()) == right
    assert values(measured(triplets, encoder).scores)["accuracy"] == right[1]


@pytest.mark.parametrize(("hedge", "right"), [(84, 1), (85, 0), (89, 0)])
def test_the_margin_is_a_tenth_of_a_cosine(hedge: float, right: int) -> None:
    scores = values(measured(triplets, angles(anchor=0, hedge=hedge, negation=90)).scores)

    assert scores == {"accuracy": 1, "accuracy_with_margin": right}


def test_triplets_are_counted_per_anchor_and_type() -> None:
    def vector(text: str) -> list[float]:
        if text.startswith("hedge"):
            return [2, 1]
        if text.startswith("negation"):
            return [1, 0] if text.endswith("affixal") or text == "negation 0 lexical" else [0, 1]
        return [1, 0]

    found = measured(triplets, HandMade(vector))
    right, total = ({name: sample.units[n].tolist() for name, sample in found.by_category.items()} for n in (0, 1))

    assert [unit.tolist() for unit in found.scores["accuracy"].units] == [[4, 6, 6, 6, 6, 6], [8] * 6]
    assert right["negation_verbal"] == total["negation_verbal"] == [2] * 6
    assert right["negation_affixal"] == [0] * 6
    assert right["negation_lexical"] == [0, 2, 2, 2, 2, 2]
    assert right["hedge_single"] == [2, 3, 3, 3, 3, 3]
    assert total["hedge_single"] == [4] * 6
    assert found.scores["accuracy"].value == 34 / 48


def test_anchors_without_a_type_are_no_units_of_it(perfect: HandMade) -> None:
    rows = groups()
    for group in rows:
        group["negations"] = [one for one in group["negations"] if one["type"] != "lexical"]
    rows[1]["negations"] = []
    found = measured(triplets, perfect, rows)

    assert "negation_lexical" not in found.by_category
    assert found.by_category["negation_verbal"].units[1].tolist() == [2] * 5
    assert len(found.scores["accuracy"]) == 5


def test_the_tasks_read_their_split() -> None:
    tasks = shipped_tasks("test[:5]")

    assert [task.name for task in tasks] == [
        "HedgeTriple-Contrast",
        "HedgeTriple-Exclusion",
        "HedgeTriple-Triplet",
        "HedgeTriple-Hedging",
    ]
    assert [len(task.load()) for task in tasks] == [5] * 4


@pytest.mark.parametrize("task", shipped_tasks("test[:5]"), ids=lambda task: task.name)
def test_the_main_score_comes_first(task: Task, scattered: HandMade) -> None:
    found = task.measure(task.load(), Embeddings(scattered, "model"))

    assert next(iter(found.scores)) == task.main
    assert all(0 <= value <= 1 for value in all_values(found))


@pytest.mark.parametrize("split", ["tset", "test[:", "test[:x]", "test[:0]"])
@pytest.mark.parametrize("config", ["contrast", "groups"])
def test_a_split_without_rows_is_named(config: str, split: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(config, split)
    assert repr(split) in str(caught.value)
    assert "\n" not in str(caught.value)
