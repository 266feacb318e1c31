from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedge_hf.errors import UsageError
from hedge_hf.evaluation import Score
from hedge_hf.evaluation.budget import checked_budget, judge

FALLS = {"STS12": Score("cosine_spearman", -0.4), "SciFact": Score("ndcg_at_10", -2.25), "STS13": Score("x", 3)}


def geometry(value: float) -> Score:
    return Score("geometry_preservation", value, value - 1, value + 1, 300)


def test_within_the_budget() -> None:
    verdict = judge(geometry(96.2), {})

    assert verdict.passed
    assert verdict.line == "PASS: geometry preservation 96.20 is at least 95; no general task was run"
    assert judge(geometry(96.2), FALLS, 2.5).line == (
        "PASS: geometry preservation 96.20 is at least 95; none of 3 general tasks fell by more than 2.5 points"
    )


def test_a_general_task_beyond_the_budget() -> None:
    verdict = judge(geometry(96.2), FALLS)

    assert not verdict.passed
    assert (verdict.fallen, verdict.budget) == (["SciFact"], 1)
    assert verdict.line == (
        "FAIL: geometry preservation 96.20 is at least 95; "
        "1 of 3 general tasks fell by more than 1 points: SciFact (-2.2)"
    )


def test_geometry_beyond_its_own_budget() -> None:
    verdict = judge(geometry(94.99), {}, 100)

    assert not verdict.passed
    assert verdict.line == "FAIL: geometry preservation 94.99 is below 95; no general task was run"


@given(st.dictionaries(st.text(), st.integers(-100, 100)), st.integers(0, 100), st.integers(90, 100))
def test_what_passes_is_decided_by_values_alone(changes: dict[str, int], budget: int, kept: int) -> None:
    verdict = judge(geometry(kept), {name: Score("main", change) for name, change in changes.items()}, budget)

    assert verdict.fallen == [name for name, change in changes.items() if change < -budget]
    assert verdict.passed == (kept >= 95 and not verdict.fallen)


@pytest.mark.parametrize("budget", [0, 0.5, 100])
def test_any_number_of_points_is_a_budget(budget: float) -> None:
    assert checked_budget(budget) == budget


@pytest.mark.parametrize("budget", [-1, 100.5, float("nan"), float("inf")])
def test_a_budget_that_is_no_number_of_points_is_refused(budget: float) -> None:
    for call in (lambda: judge(geometry(99), {}, budget), lambda: checked_budget(budget)):
        with pytest.raises(UsageError, match=r"budget is .*0 to 100"):
            call()
