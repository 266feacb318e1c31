import numpy as np
import pytest

from hedge_hf.evaluation.bootstrap import share
from hedge_hf.evaluation.llm.compare import Measured, compare
from hedge_hf.evaluation.tasks.task import Measures

ROWS = 200


def suite(kind, percent):
    right = np.arange(ROWS) < ROWS * percent / 100
    return Measured(kind, "data", Measures({"accuracy": share(right)}, {"part": share(right[::2])}), {})


def verdict(negation, arithmetic=None, budget=2.0):
    before, after = ({"HedgeTriple": suite("negation", percent)} for percent in negation)
    for found, percent in zip((before, after), arithmetic or (), strict=False):
        found["Arithmetic"] = suite("general", percent)
    return compare(("base", before), ("tuned", after), budget)


@pytest.mark.parametrize(
    ("negation", "arithmetic", "passed", "line"),
    [
        ((50, 70), (60, 59), True, "1 of 1 negation suites better, 0 worse (p < 0.05); Arithmetic -1.0 points"),
        ((50, 70), (60, 50), False, "Arithmetic -10.0 points is below the budget of 2"),
        ((50, 50), (60, 60), False, "0 of 1 negation suites better"),
        ((70, 50), (60, 60), False, "0 of 1 negation suites better, 1 worse"),
        ((50, 70), None, True, "arithmetic was not measured"),
    ],
)  # fmt: skip
def test_the_verdict_weighs_both(negation, arithmetic, passed, line):
    found = verdict(negation, arithmetic).verdict
    assert found.passed is passed and line in found.line


def test_differences_are_paired_and_by_category():
    found = verdict((50, 60), (80, 75)).differences
    assert found["HedgeTriple"]["accuracy"].value == pytest.approx(10)
    assert found["HedgeTriple"]["part"].value == pytest.approx(10)
    assert found["Arithmetic"]["accuracy"].low < -5 < found["Arithmetic"]["accuracy"].high
