from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedge_hf.metrics.cannot import best_threshold, cannot_scores, pair_auc, pairs_judged_right

# few distinct values, all of them exact: ties are common, and sums and cubes make no new ones
PAIRS = st.lists(st.tuples(st.integers(-5, 5).map(float), st.integers(0, 1)), min_size=1, max_size=20)
PAIRS_OF_EITHER_LABEL = PAIRS.filter(lambda pairs: {label for _, label in pairs} == {0, 1})
THRESHOLDS = st.integers(-12, 12).map(lambda half: half / 2)


def columns(pairs: list[tuple[float, int]]) -> tuple[np.ndarray, np.ndarray]:
    similarities, labels = zip(*pairs, strict=True)
    return np.array(similarities), np.array(labels)


def auc_pair_by_pair(similarities: np.ndarray, labels: np.ndarray) -> float:
    points = [
        1.0 if paraphrase > negated else 0.5 if paraphrase == negated else 0.0
        for paraphrase in similarities[labels == 0]
        for negated in similarities[labels == 1]
    ]
    return sum(points) / len(points)


@pytest.mark.parametrize(
    ("similarities", "labels", "auc"),
    [
        pytest.param([0.9, 0.1], [0, 1], 1.0, id="one of each, right"),
        pytest.param([0.1, 0.9], [0, 1], 0.0, id="one of each, wrong"),
        pytest.param([0.5, 0.5], [0, 1], 0.5, id="a tie counts half"),
        pytest.param([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1], 0.0, id="all wrong"),
        pytest.param([0.8, 0.9, 0.1, 0.2], [0, 0, 1, 1], 1.0, id="all right"),
        # of four combinations, 0.9 beats 0.8 and 0.3, 0.7 beats 0.3
        pytest.param([0.9, 0.7, 0.8, 0.3], [0, 0, 1, 1], 3 / 4, id="three of four"),
        # 0.9 beats both, 0.8 beats 0.1 and ties with 0.8
        pytest.param([0.9, 0.8, 0.8, 0.1], [0, 0, 1, 1], 3.5 / 4, id="three and a half of four"),
        # 0.4 against 0.5, 0.4, 0.2: a loss, a tie, a win
        pytest.param([0.5, 0.4, 0.4, 0.2], [1, 1, 0, 1], 1.5 / 3, id="one paraphrase, three negations"),
        pytest.param([0.9, 0.1], [False, True], 1.0, id="labels as booleans"),
    ],
)
def test_pair_auc_by_hand(similarities: Any, labels: Any, auc: float) -> None:
    assert pair_auc(similarities, labels) == auc
    assert cannot_scores(similarities, labels) == {"pair_auc": auc}


@pytest.mark.parametrize(
    ("threshold", "right"),
    [
        pytest.param(0.0, [True, True, False, False], id="all paraphrases"),
        pytest.param(0.5, [True, True, False, True], id="between"),
        pytest.param(0.7, [True, True, False, True], id="at the threshold is a paraphrase"),
        pytest.param(0.8, [True, False, False, True], id="a negated pair at the threshold is wrong"),
        pytest.param(0.85, [True, False, True, True], id="above the negated pairs"),
        pytest.param(1.0, [False, False, True, True], id="all negated"),
        pytest.param(-math.inf, [True, True, False, False], id="minus infinity"),
        pytest.param(math.inf, [False, False, True, True], id="infinity"),
    ],
)
def test_the_pairs_judged_right_by_hand(threshold: float, right: list[bool]) -> None:
    similarities, labels = [0.9, 0.7, 0.8, 0.3], [0, 0, 1, 1]

    assert pairs_judged_right(similarities, labels, threshold).tolist() == right
    assert cannot_scores(similarities, labels, threshold) == {"pair_auc": 0.75, "accuracy": sum(right) / 4}


def test_a_threshold_of_zero_is_a_threshold() -> None:
    assert cannot_scores([0.5, -0.5], [0, 1], threshold=0) == {"pair_auc": 1.0, "accuracy": 1.0}


@pytest.mark.parametrize(
    ("similarities", "labels", "threshold"),
    [
        pytest.param([0.75, 0.25], [0, 1], 0.5, id="separable"),
        pytest.param([0.25, 0.75, 0.5], [1, 0, 0], 0.375, id="in any order"),
        pytest.param([0.75, 0.75, 0.25], [0, 0, 1], 0.5, id="equal similarities"),
        # 0.5 and 0.75 both judge two of three right
        pytest.param([0.25, 0.625, 0.875], [1, 0, 1], 0.4375, id="the lowest of several"),
        pytest.param([0.25, 0.75], [0, 1], math.nextafter(0.25, -1), id="inverted: one right at either end"),
        pytest.param([0.5, 0.5], [0, 1], math.nextafter(0.5, 0), id="tied"),
        pytest.param([0.5], [0], math.nextafter(0.5, 0), id="one paraphrase"),
        pytest.param([0.5], [1], math.nextafter(0.5, 1), id="one negation"),
        pytest.param([0.25, 0.75], [1, 1], math.nextafter(0.75, 1), id="negations only"),
        pytest.param([0.5, math.nextafter(0.5, 1)], [1, 0], math.nextafter(0.5, 1), id="adjacent floats"),
        pytest.param([0.0, 5e-324], [1, 0], 5e-324, id="adjacent to 0"),
        pytest.param([1e308, 1.5e308], [1, 0], 1.25e308, id="huge"),
    ],
)
def test_the_best_threshold_by_hand(similarities: Any, labels: Any, threshold: float) -> None:
    assert best_threshold(similarities, labels) == threshold


@given(PAIRS_OF_EITHER_LABEL)
def test_pair_auc_agrees_with_a_count_of_all_combinations(pairs: list[tuple[float, int]]) -> None:
    similarities, labels = columns(pairs)

    assert pair_auc(similarities, labels) == pytest.approx(auc_pair_by_pair(similarities, labels))


@given(PAIRS_OF_EITHER_LABEL)
def test_turning_the_labels_or_the_sign_turns_pair_auc(pairs: list[tuple[float, int]]) -> None:
    similarities, labels = columns(pairs)
    turned = pytest.approx(1 - pair_auc(similarities, labels))

    assert pair_auc(similarities, 1 - labels) == turned
    assert pair_auc(-similarities, labels) == turned


@given(PAIRS_OF_EITHER_LABEL, st.integers(1, 9), st.integers(-9, 9), st.randoms())
def test_neither_a_monotone_transform_nor_the_order_changes_pair_auc(
    pairs: list[tuple[float, int]], scale: int, shift: int, random: Any
) -> None:
    before = pair_auc(*columns(pairs))
    random.shuffle(pairs)
    similarities, labels = columns(pairs)

    assert pair_auc(scale * similarities**3 + shift, labels) == before


@given(PAIRS, THRESHOLDS)
def test_no_threshold_judges_more_pairs_right_than_the_best(pairs: list[tuple[float, int]], other: float) -> None:
    similarities, labels = columns(pairs)
    best = best_threshold(similarities, labels)
    most = pairs_judged_right(similarities, labels, best).sum()

    assert math.isfinite(best)
    assert pairs_judged_right(similarities, labels, other).sum() <= most
    # the first of equals: whatever judges as many right separates no lower
    if pairs_judged_right(similarities, labels, other).sum() == most:
        assert (similarities < other).sum() >= (similarities < best).sum()


@given(PAIRS, THRESHOLDS)
def test_a_pair_is_right_under_one_label_and_wrong_under_the_other(
    pairs: list[tuple[float, int]], threshold: float
) -> None:
    similarities, labels = columns(pairs)
    right = pairs_judged_right(similarities, labels, threshold)

    assert (right ^ pairs_judged_right(similarities, 1 - labels, threshold)).all()


@pytest.mark.parametrize(
    ("similarities", "labels", "message"),
    [
        pytest.param([], [], "similarities is empty", id="empty"),
        pytest.param([0.1, 0.2], [], "labels is empty", id="no labels"),
        pytest.param([0.1, 0.2], [1], "2 similarities but 1 labels", id="lengths"),
        pytest.param([0.1, math.nan], [0, 1], "similarities holds NaN or infinity, first in pair 1", id="NaN"),
        pytest.param([math.inf, 0.1], [0, 1], "similarities holds NaN or infinity, first in pair 0", id="infinity"),
        pytest.param([0.1, 0.2], [0, math.nan], "labels holds NaN or infinity, first in pair 1", id="NaN label"),
        pytest.param([0.1, 0.2], [0, 2], r"0 \(paraphrase\) or 1 \(negated\), not 2 as in pair 1", id="label 2"),
        pytest.param([0.1, 0.2], [-1, 1], "not -1 as in pair 0", id="label -1"),
        pytest.param([0.1, 0.2], [0, 0.5], "not 0.5 as in pair 1", id="half a label"),
        pytest.param([0.1, 0.2], ["no", "yes"], "labels must be numbers", id="words"),
        pytest.param([[0.1, 0.2]], [0, 1], r"shape \(pairs,\), not \(1, 2\)", id="matrix"),
    ],
)
@pytest.mark.parametrize(
    "function",
    [
        pair_auc,
        best_threshold,
        cannot_scores,
        pytest.param(lambda similarities, labels: pairs_judged_right(similarities, labels, 0.5), id="judged"),
    ],
)
def test_bad_pairs_are_refused(
    function: Callable[[Any, Any], Any], similarities: Any, labels: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        function(similarities, labels)


@pytest.mark.parametrize(("labels", "missing"), [([0, 0], "no 1 .negated."), ([1, 1], "no 0 .paraphrase.")])
@pytest.mark.parametrize("function", [pair_auc, cannot_scores])
def test_pair_auc_wants_both_labels(function: Callable[[Any, Any], Any], labels: list[int], missing: str) -> None:
    with pytest.raises(ValueError, match=missing):
        function([0.1, 0.2], labels)


@pytest.mark.parametrize(
    ("threshold", "message"),
    [
        pytest.param(math.nan, "threshold is NaN", id="NaN"),
        pytest.param("high", "threshold must be one number", id="word"),
        pytest.param([0.1, 0.2], "threshold must be one number", id="list"),
    ],
)
def test_bad_thresholds_are_refused(threshold: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pairs_judged_right([0.1, 0.2], [0, 1], threshold)


def test_the_evaluate_module_gives_the_same_numbers_and_errors(
    run_as_space: Callable[[str, str], Any],
) -> None:
    code = """
similarities, labels = [0.9, 0.7, 0.8, 0.3, 0.8], [0, 0, 1, 1, 0]
at_once = metric.compute(predictions=similarities, references=labels, threshold=0.5)
metric.add_batch(predictions=similarities[:2], references=labels[:2])
metric.add_batch(predictions=similarities[2:], references=labels[2:])
in_batches = metric.compute(threshold=0.5)
without = metric.compute(predictions=similarities, references=labels)
errors = []
for bad in ([0, 0, 1, 1, 0.5], [0, 0, 0, 0, 0]):
    try:
        metric.compute(predictions=similarities, references=bad)
    except ValueError as error:
        errors.append(str(error))
result = [at_once, in_batches, without, *errors]
"""
    at_once, in_batches, without, half_a_label, one_label = run_as_space("cannot", code)

    similarities, labels = [0.9, 0.7, 0.8, 0.3, 0.8], [0, 0, 1, 1, 0]
    assert at_once == in_batches == cannot_scores(similarities, labels, 0.5)
    assert without == cannot_scores(similarities, labels)
    assert "not 0.5 as in pair 4" in half_a_label
    assert "no 1 (negated)" in one_label
