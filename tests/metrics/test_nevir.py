from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hedge_hf.metrics.nevir import paired_accuracy, pairs_ranked_right

RIGHT = [[0.9, 0.2], [0.1, 0.4]]
Q2_WRONG = [[0.8, 0.3], [0.7, 0.5]]
Q1_WRONG = [[0.3, 0.8], [0.5, 0.7]]
BOTH_WRONG = [[0.2, 0.9], [0.4, 0.1]]
TIED = [[0.5, 0.5], [0.1, 0.4]]

# small whole numbers: cubes and sums of them are exact, so a monotone transform makes no new ties
SCORES = arrays(
    np.float64,
    st.tuples(st.integers(1, 20), st.just(2), st.just(2)),
    elements=st.integers(-9, 9).map(float),
)


@pytest.mark.parametrize(
    ("scores", "paired", "q1", "q2"),
    [
        pytest.param([RIGHT], 1.0, 1.0, 1.0, id="one pair, right"),
        pytest.param([BOTH_WRONG], 0.0, 0.0, 0.0, id="one pair, wrong"),
        pytest.param([TIED], 0.0, 0.0, 1.0, id="a tie is wrong"),
        pytest.param([Q1_WRONG, Q2_WRONG], 0.0, 0.5, 0.5, id="always the same document"),
        pytest.param([RIGHT, RIGHT, RIGHT], 1.0, 1.0, 1.0, id="all right"),
        pytest.param([RIGHT, Q1_WRONG, Q2_WRONG, BOTH_WRONG], 0.25, 0.5, 0.5, id="one of each"),
        pytest.param([[[math.inf, 0], [-math.inf, 0]]], 1.0, 1.0, 1.0, id="infinite"),
    ],
)
def test_known_cases(scores: list[Any], paired: float, q1: float, q2: float) -> None:
    assert paired_accuracy(scores) == {"paired_accuracy": paired, "q1_accuracy": q1, "q2_accuracy": q2}


def test_the_pairs_ranked_right_are_told_apart() -> None:
    assert pairs_ranked_right([RIGHT, Q1_WRONG, Q2_WRONG, TIED, RIGHT]).tolist() == [
        True,
        False,
        False,
        False,
        True,
    ]


@given(SCORES)
def test_the_pairs_average_to_the_paired_accuracy_which_is_no_more_than_either_query(
    scores: np.ndarray,
) -> None:
    result = paired_accuracy(scores)

    assert result["paired_accuracy"] == pairs_ranked_right(scores).mean()
    assert result["paired_accuracy"] <= min(result["q1_accuracy"], result["q2_accuracy"])


@given(SCORES)
def test_swapping_the_two_members_of_every_pair_swaps_the_queries(scores: np.ndarray) -> None:
    before, after = paired_accuracy(scores), paired_accuracy(scores[:, ::-1, ::-1])

    assert after["paired_accuracy"] == before["paired_accuracy"]
    assert (after["q1_accuracy"], after["q2_accuracy"]) == (before["q2_accuracy"], before["q1_accuracy"])


@given(SCORES, st.data())
def test_a_monotone_transform_of_each_query_changes_nothing(scores: np.ndarray, data: st.DataObject) -> None:
    per_query = (len(scores), 2, 1)
    scale = data.draw(arrays(np.float64, per_query, elements=st.integers(1, 9).map(float)))
    shift = data.draw(arrays(np.float64, per_query, elements=st.integers(-9, 9).map(float)))

    assert paired_accuracy(scale * scores**3 + shift) == paired_accuracy(scores)


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        pytest.param([], "empty", id="empty"),
        pytest.param(np.zeros((0, 2, 2)), "empty", id="no pairs"),
        pytest.param(RIGHT, r"shape \(pairs, 2, 2\), not \(2, 2\)", id="one pair without the pair axis"),
        pytest.param(np.zeros((3, 2, 3)), r"not \(3, 2, 3\)", id="three documents"),
        pytest.param([RIGHT, [[0.1, 0.2]]], "must be numbers of shape", id="ragged"),
        pytest.param([[["a", "b"], ["c", "d"]]], "must be numbers of shape", id="words"),
        pytest.param([RIGHT, [[0.9, math.nan], [0.1, 0.4]]], "NaN, first in pair 1", id="NaN"),
        pytest.param([RIGHT, [[0.9, None], [0.1, 0.4]]], "NaN, first in pair 1", id="None"),
    ],
)
@pytest.mark.parametrize("function", [paired_accuracy, pairs_ranked_right])
def test_bad_scores_are_refused(function: Callable[[Any], Any], scores: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        function(scores)


def test_the_evaluate_module_gives_the_same_numbers_and_errors(
    run_as_space: Callable[[str, str], Any],
) -> None:
    scores = np.random.default_rng(0).random((7, 2, 2)).tolist()
    code = f"""
scores = {scores!r}
at_once = metric.compute(predictions=scores)
metric.add_batch(predictions=scores[:3])
metric.add_batch(predictions=scores[3:])
in_batches = metric.compute()
errors = []
for bad in ([], [[[1, 2], [3, 4], [5, 6]]]):
    try:
        metric.compute(predictions=bad)
    except ValueError as error:
        errors.append(str(error))
result = [at_once, in_batches, *errors]
"""
    at_once, in_batches, empty, three_queries = run_as_space("nevir", code)

    assert at_once == in_batches == paired_accuracy(scores)
    assert "empty" in empty
    assert "(1, 3, 2)" in three_queries
