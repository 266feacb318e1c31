from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedge_hf.metrics.counterfactual import counterfactual_scores, faithful_preferred

# eighths in a small range: ties are common, and sums and differences are exact
ITEMS = st.lists(
    st.tuples(st.integers(-8, 8), st.integers(-8, 8)).map(lambda item: (item[0] / 8, item[1] / 8)),
    min_size=1,
    max_size=20,
)


def columns(items: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    faithful, altered = zip(*items, strict=True)
    return np.array(faithful), np.array(altered)


@pytest.mark.parametrize(
    ("faithful", "altered", "accuracy", "margin"),
    [
        pytest.param([0.75], [0.5], 1.0, 0.25, id="one item, right"),
        pytest.param([0.5], [0.75], 0.0, -0.25, id="one item, wrong"),
        pytest.param([0.5], [0.5], 0.0, 0.0, id="a tie is wrong"),
        pytest.param([0.75, 0.5], [0.25, 0.25], 1.0, 0.375, id="all right"),
        pytest.param([0.25, 0.25], [0.75, 0.5], 0.0, -0.375, id="all wrong"),
        # margins 0.25, -0.25, 0.25, 0
        pytest.param([0.75, 0.5, 0.625, 0.5], [0.5, 0.75, 0.375, 0.5], 0.5, 0.0625, id="two of four"),
        # margins 0.125, 0.125, -1
        pytest.param([0.5, 0.5, -0.25], [0.375, 0.375, 0.75], 2 / 3, -0.25, id="mostly right, margin below 0"),
        pytest.param([1.0], [-1.0], 1.0, 2.0, id="the widest margin of cosines"),
    ],
)
def test_known_cases(faithful: list[float], altered: list[float], accuracy: float, margin: float) -> None:
    assert counterfactual_scores(faithful, altered) == {"accuracy": accuracy, "mean_margin": margin}


def test_the_items_are_told_apart() -> None:
    preferred = faithful_preferred([0.75, 0.5, 0.5, -0.5], [0.5, 0.75, 0.5, -0.75])

    assert preferred.tolist() == [True, False, False, True]


@given(ITEMS)
def test_the_items_average_to_the_accuracy(items: list[tuple[float, float]]) -> None:
    faithful, altered = columns(items)

    assert counterfactual_scores(faithful, altered)["accuracy"] == faithful_preferred(faithful, altered).mean()


@given(ITEMS)
def test_swapping_the_conclusions_turns_the_margin_and_all_items_without_a_tie(
    items: list[tuple[float, float]],
) -> None:
    faithful, altered = columns(items)
    before, after = counterfactual_scores(faithful, altered), counterfactual_scores(altered, faithful)

    assert after["mean_margin"] == -before["mean_margin"]
    assert before["accuracy"] + after["accuracy"] == pytest.approx((faithful != altered).mean())


@given(ITEMS, st.integers(1, 9), st.integers(-9, 9))
def test_a_linear_transform_scales_the_margin_and_leaves_the_accuracy(
    items: list[tuple[float, float]], scale: int, shift: int
) -> None:
    faithful, altered = columns(items)
    before = counterfactual_scores(faithful, altered)
    after = counterfactual_scores(scale * faithful + shift, scale * altered + shift)

    assert after["accuracy"] == before["accuracy"]
    assert after["mean_margin"] == pytest.approx(scale * before["mean_margin"])


@pytest.mark.parametrize(
    ("faithful", "altered", "message"),
    [
        pytest.param([], [], "faithful is empty", id="empty"),
        pytest.param([0.1], [], "altered is empty", id="no altered"),
        pytest.param([0.1, 0.2], [0.1], "2 faithful but 1 altered", id="lengths"),
        pytest.param([0.1, math.nan], [0.1, 0.2], "faithful holds NaN or infinity, first in item 1", id="NaN"),
        pytest.param([0.1, 0.2], [None, 0.2], "altered holds NaN or infinity, first in item 0", id="None"),
        pytest.param([0.1, 0.2], [0.1, -math.inf], "altered holds NaN or infinity, first in item 1", id="infinity"),
        pytest.param([[0.1, 0.2]], [[0.1, 0.2]], r"shape \(items,\), not \(1, 2\)", id="matrix"),
        pytest.param(["near"], [0.1], "faithful must be numbers", id="word"),
    ],
)
@pytest.mark.parametrize("function", [counterfactual_scores, faithful_preferred])
def test_bad_similarities_are_refused(
    function: Callable[[Any, Any], Any], faithful: Any, altered: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        function(faithful, altered)


def test_the_evaluate_module_gives_the_same_numbers_and_errors(
    run_as_space: Callable[[str, str], Any],
) -> None:
    faithful, altered = np.random.default_rng(0).random((2, 7)).tolist()
    code = f"""
faithful, altered = {faithful!r}, {altered!r}
at_once = metric.compute(predictions=faithful, references=altered)
metric.add_batch(predictions=faithful[:3], references=altered[:3])
metric.add_batch(predictions=faithful[3:], references=altered[3:])
in_batches = metric.compute()
errors = []
for bad in ([], [float("nan")]):
    try:
        metric.compute(predictions=bad, references=bad)
    except ValueError as error:
        errors.append(str(error))
result = [at_once, in_batches, *errors]
"""
    at_once, in_batches, empty, nan = run_as_space("counterfactual", code)

    assert at_once == in_batches == counterfactual_scores(faithful, altered)
    assert "empty" in empty
    assert "NaN or infinity, first in item 0" in nan
