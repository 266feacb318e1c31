from __future__ import annotations

import pytest

from hedge_hf.errors import UsageError
from hedge_hf.evaluation import Score
from hedge_hf.evaluation.budget import judge


def geometry(value: float) -> Score:
    return Score("geometry_preservation", value, value - 1, value + 1, 300)


def test_within_the_budget() -> None:
    verdict = judge(geometry(96.2))

    assert verdict.passed
    assert verdict.line == ("PASS: geometry preservation 96.20 [95.20, 97.20] is at least 95.00 (budget 5 points)")


def test_beyond_the_budget() -> None:
    verdict = judge(geometry(96.2), budget=3.5)

    assert not verdict.passed
    assert verdict.line == ("FAIL: geometry preservation 96.20 [95.20, 97.20] is below 96.50 (budget 3.5 points)")


@pytest.mark.parametrize(("value", "budget"), [(95, 5), (100 - 1e-9, 0), (0, 100)])
def test_the_edge_passes(value: float, budget: float) -> None:
    assert judge(geometry(value), budget).passed


@pytest.mark.parametrize("budget", [-1, 100.5, float("nan")])
def test_a_budget_that_is_no_number_of_points_is_refused(budget: float) -> None:
    with pytest.raises(UsageError, match=r"budget is .*0 to 100"):
        judge(geometry(99), budget)
