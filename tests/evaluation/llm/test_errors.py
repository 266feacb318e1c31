import pytest

from hedge_hf.evaluation.llm.errors import CLASSES, calculations, classify, error_counts
from hedge_hf.evaluation.llm.problems import Problem

APPLES = Problem("Ann has 9 apples and eats 4.", "9-4=5\n#### 5", ("9-4=5",))
SHARED = Problem("12 sweets, 3 children, 2 are lost.", "12 / 3 = 4\n4 - 2 = 2\n#### 2")


@pytest.mark.parametrize(
    ("problem", "reply", "expected"),
    [
        (APPLES, "9 - 4 = 5\n#### 5", None),
        (APPLES, "9 - 4 = 5 apples", "format"),
        (APPLES, "She has none.", "format"),
        (APPLES, "9-4=5, so out of 9", "format"),
        (APPLES, "4 - 9 = -5\n#### -5", "inverted operands"),
        (APPLES, "9 + 4 = 13\n#### 13", "wrong operation"),
        (APPLES, "9 × 4 = 36\n#### 36", "wrong operation"),
        (APPLES, "9 - 4 = 6\n#### 6", "arithmetic slip"),
        (APPLES, "10 - 4 = 6\n#### 6", "other"),
        (APPLES, "#### 8", "other"),
        (SHARED, "3 / 12 = 0.25\n#### 0.25", "inverted operands"),
        (SHARED, "12 / 3 = 4\n4 + 2 = 6\n#### 6", "wrong operation"),
        (SHARED, "12 / 3 = 5\n5 - 2 = 3\n#### 3", "arithmetic slip"),
        (SHARED, "$12.00 / 3 = $4.00\n#### 4", "other"),
        (SHARED, "12 / 0 = 7\n#### 7", "arithmetic slip"),
    ],
)
def test_classes(problem, reply, expected):
    assert classify(problem, reply) == expected


def test_all_classes_are_counted():
    counts = error_counts([APPLES] * 3, ["#### 5", "4-9=-5 #### -5", "9+4=13 #### 13"])
    assert tuple(counts) == CLASSES
    assert counts["inverted operands"] == counts["wrong operation"] == 1 and sum(counts.values()) == 2


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("2 + 3 + 4 = 9", True),
        ("(2 + 3) * 4 = 20", True),
        ("1,200 / 12 = 100", True),
        ("10 / 3 = 3.33", True),
        ("007 + 1 = 8", True),
        ("2 x 3 = 7", False),
        pytest.param(f"1{'0' * 400} * 2 = 2", False, id="more than a float holds"),
    ],
)
def test_calculations_are_checked(text, holds):
    (found,) = calculations(text)
    assert found.holds is holds
