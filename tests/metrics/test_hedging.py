from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hedge_hf.metrics.hedging import certainty_ordered, confused, cosine_columns, hedging_scores, ordered

# anchor-hedge, anchor-negation, hedge-negation
BETWEEN = [0.875, 0.5, 0.625]
BEYOND_THE_ANCHOR = [0.75, 0.5, 0.375]
NEARER_NEGATION = [0.5, 0.625, 0.75]
TIED = [0.5, 0.5, 0.75]
TIED_WITH_THE_ANCHOR = [0.75, 0.5, 0.5]

# eighths: ties are common, and differences are exact
COSINES = arrays(
    np.float64,
    st.tuples(st.integers(1, 20), st.just(3)),
    elements=st.integers(-8, 8).map(lambda eighth: eighth / 8),
)


@pytest.mark.parametrize(
    ("cosines", "ordering", "certainty", "gap"),
    [
        pytest.param([BETWEEN], 1.0, 1.0, 0.375, id="one triplet, right"),
        pytest.param([NEARER_NEGATION], 0.0, 0.0, -0.125, id="one triplet, wrong"),
        pytest.param([BEYOND_THE_ANCHOR], 1.0, 0.0, 0.25, id="the anchor lies between"),
        pytest.param([TIED], 0.0, 0.0, 0.0, id="a tie of hedge and negation is wrong"),
        pytest.param([TIED_WITH_THE_ANCHOR], 1.0, 0.0, 0.25, id="a tie of hedge and anchor is wrong"),
        pytest.param([[1.0, 1.0, 1.0]], 0.0, 0.0, 0.0, id="all alike"),
        pytest.param([BETWEEN, BETWEEN], 1.0, 1.0, 0.375, id="all right"),
        pytest.param([NEARER_NEGATION, TIED], 0.0, 0.0, -0.0625, id="all wrong"),
        # gaps 0.375, 0.25, -0.125, 0.25
        pytest.param(
            [BETWEEN, BEYOND_THE_ANCHOR, NEARER_NEGATION, TIED_WITH_THE_ANCHOR], 0.75, 0.25, 0.1875, id="mixed"
        ),
    ],
)
def test_known_cases(cosines: list[list[float]], ordering: float, certainty: float, gap: float) -> None:
    assert hedging_scores(*zip(*cosines, strict=True)) == {
        "ordering": ordering,
        "certainty_ordering": certainty,
        "mean_gap": gap,
    }


@pytest.mark.parametrize(
    ("threshold", "confusion"),
    [
        pytest.param(0.9, 0.0, id="above all"),
        pytest.param(0.875, 0.25, id="at the threshold is a duplicate"),
        pytest.param(0.75, 0.75, id="three of four"),
        pytest.param(0.0, 1.0, id="0 is a threshold"),
        pytest.param(math.inf, 0.0, id="infinity"),
    ],
)
def test_confusion_by_hand(threshold: float, confusion: float) -> None:
    cosines = zip(BETWEEN, BEYOND_THE_ANCHOR, NEARER_NEGATION, TIED_WITH_THE_ANCHOR, strict=True)

    assert hedging_scores(*cosines, threshold=threshold) == {
        "ordering": 0.75,
        "certainty_ordering": 0.25,
        "mean_gap": 0.1875,
        "confusion": confusion,
    }


def test_the_triplets_are_told_apart() -> None:
    triplets = [BETWEEN, BEYOND_THE_ANCHOR, NEARER_NEGATION, TIED, TIED_WITH_THE_ANCHOR]
    anchor_hedge, anchor_negation, hedge_negation = cosine_columns(triplets)

    assert ordered(anchor_hedge, anchor_negation).tolist() == [True, True, False, False, True]
    assert certainty_ordered(anchor_hedge, anchor_negation, hedge_negation).tolist() == [
        True,
        False,
        False,
        False,
        False,
    ]
    assert confused(anchor_hedge, 0.75).tolist() == [True, True, False, False, True]


@given(COSINES, st.integers(-9, 9))
def test_the_triplets_average_to_the_scores(cosines: np.ndarray, eighth: int) -> None:
    hedge, negation, between = cosine_columns(cosines)
    result = hedging_scores(hedge, negation, between, eighth / 8)

    assert result["ordering"] == ordered(hedge, negation).mean()
    assert result["certainty_ordering"] == certainty_ordered(hedge, negation, between).mean()
    assert result["confusion"] == confused(hedge, eighth / 8).mean()
    assert result["certainty_ordering"] <= result["ordering"]


@given(COSINES)
def test_a_hedge_lies_between_where_anchor_and_negation_are_the_farthest_two(cosines: np.ndarray) -> None:
    hedge, negation, between = cosine_columns(cosines)
    farthest = [sorted(row)[0] == row[1] and sorted(row)[1] != row[1] for row in cosines.tolist()]

    assert certainty_ordered(hedge, negation, between).tolist() == farthest
    # between is between from either end: anchor and negation can change places
    assert certainty_ordered(between, negation, hedge).tolist() == farthest


@given(COSINES)
def test_at_most_one_of_the_three_lies_between(cosines: np.ndarray) -> None:
    hedge, negation, between = cosine_columns(cosines)
    orders = [
        certainty_ordered(hedge, negation, between),
        certainty_ordered(hedge, between, negation),
        certainty_ordered(negation, hedge, between),
    ]

    assert (np.sum(orders, axis=0) <= 1).all()


@given(COSINES, st.integers(-9, 9), st.integers(1, 9), st.integers(-9, 9))
def test_a_linear_transform_scales_the_gap_and_leaves_the_shares(
    cosines: np.ndarray, eighth: int, scale: int, shift: int
) -> None:
    before = hedging_scores(*cosine_columns(cosines), threshold=eighth / 8)
    after = hedging_scores(*cosine_columns(scale * cosines + shift), threshold=scale * eighth / 8 + shift)

    assert after == pytest.approx(before | {"mean_gap": scale * before["mean_gap"]})


@given(COSINES, st.integers(-9, 9), st.integers(0, 9))
def test_a_higher_threshold_confuses_no_more_triplets(cosines: np.ndarray, eighth: int, more: int) -> None:
    hedge = cosines[:, 0]

    assert (confused(hedge, (eighth + more) / 8) <= confused(hedge, eighth / 8)).all()


@pytest.mark.parametrize(
    ("anchor_hedge", "anchor_negation", "message"),
    [
        pytest.param([], [], "anchor_hedge is empty", id="empty"),
        pytest.param([0.1, 0.2], [0.1], r"lengths differ \(2 anchor_hedge, 1 anchor_negation", id="lengths"),
        pytest.param([0.1, math.nan], [0.1, 0.2], "anchor_hedge holds NaN or infinity, first in triplet 1", id="NaN"),
        pytest.param([0.1], [math.inf], "anchor_negation holds NaN or infinity, first in triplet 0", id="infinity"),
        pytest.param([[0.1]], [[0.2]], r"shape \(triplets,\), not \(1, 1\)", id="matrix"),
        pytest.param(["near"], [0.1], "anchor_hedge must be numbers", id="word"),
    ],
)
@pytest.mark.parametrize(
    "function",
    [
        ordered,
        pytest.param(lambda hedge, negation: certainty_ordered(hedge, negation, [0.1, 0.2]), id="certainty"),
        pytest.param(lambda hedge, negation: hedging_scores(hedge, negation, [0.1, 0.2]), id="scores"),
    ],
)
def test_bad_cosines_are_refused(
    function: Callable[[Any, Any], Any], anchor_hedge: Any, anchor_negation: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        function(anchor_hedge, anchor_negation)


@pytest.mark.parametrize(
    ("hedge_negation", "message"),
    [
        pytest.param([0.1], "1 hedge_negation", id="length"),
        pytest.param([0.1, math.nan], "hedge_negation holds NaN or infinity, first in triplet 1", id="NaN"),
    ],
)
@pytest.mark.parametrize("function", [certainty_ordered, hedging_scores])
def test_bad_cosines_of_hedge_and_negation_are_refused(
    function: Callable[[Any, Any, Any], Any], hedge_negation: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        function([0.3, 0.3], [0.2, 0.2], hedge_negation)


@pytest.mark.parametrize(
    ("anchor_hedge", "threshold", "message"),
    [
        pytest.param([], 0.5, "anchor_hedge is empty", id="empty"),
        pytest.param([math.nan], 0.5, "anchor_hedge holds NaN", id="NaN"),
        pytest.param([0.5], math.nan, "threshold is NaN", id="NaN threshold"),
        pytest.param([0.5], "high", "threshold must be one number", id="word"),
        pytest.param([0.5], [0.1, 0.2], "threshold must be one number", id="list"),
    ],
)
def test_confused_refuses_bad_input(anchor_hedge: Any, threshold: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        confused(anchor_hedge, threshold)


@pytest.mark.parametrize(
    ("cosines", "message"),
    [
        pytest.param([], "cosines is empty", id="empty"),
        pytest.param(np.zeros((0, 3)), "cosines is empty", id="no triplets"),
        pytest.param(BETWEEN, r"shape \(triplets, 3\), not \(3,\)", id="one triplet without the triplet axis"),
        pytest.param([[0.1, 0.2]], r"not \(1, 2\)", id="two cosines"),
        pytest.param([BETWEEN, [0.1]], "must be numbers of shape", id="ragged"),
    ],
)
def test_bad_rows_are_refused(cosines: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        cosine_columns(cosines)


def test_the_evaluate_module_gives_the_same_numbers_and_errors(
    run_as_space: Callable[[str, str], Any],
) -> None:
    cosines = np.random.default_rng(0).random((7, 3)).tolist()
    code = f"""
cosines = {cosines!r}
at_once = metric.compute(predictions=cosines, threshold=0.5)
metric.add_batch(predictions=cosines[:3])
metric.add_batch(predictions=cosines[3:])
in_batches = metric.compute(threshold=0.5)
without = metric.compute(predictions=cosines)
errors = []
for bad in ([], [[0.1, 0.2]], [[0.1, 0.2, float("nan")]]):
    try:
        metric.compute(predictions=bad)
    except ValueError as error:
        errors.append(str(error))
result = [at_once, in_batches, without, *errors]
"""
    at_once, in_batches, without, empty, two_cosines, nan = run_as_space("hedging", code)

    assert at_once == in_batches == hedging_scores(*zip(*cosines, strict=True), threshold=0.5)
    assert without == hedging_scores(*zip(*cosines, strict=True))
    assert "empty" in empty
    assert "(1, 2)" in two_cosines
    assert "hedge_negation holds NaN" in nan
