import pytest

from hedge_hf.errors import UsageError
from hedge_hf.mining.settings import Settings


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"negatives": 0}, "negatives is 0; it must be 1 or above"),
        ({"range_min": -1}, "range_min is -1"),
        ({"range_min": 5, "range_max": 7}, "range_max is 7; it must be at least range_min \\+ negatives, 8"),
        ({"relative_margin": -0.1}, "relative_margin is -0.1"),
        ({"relative_margin": float("nan")}, "relative_margin is nan"),
        ({"max_score": float("nan")}, "max_score is nan; it must be a finite number"),
        ({"min_score": 0.5, "max_score": 0.4}, "min_score is 0.5, above max_score 0.4"),
        ({"suspect_share": 1.5}, "suspect_share is 1.5"),
        ({"false_negatives": "keep"}, "false_negatives is 'keep'; take drop, down-weight, relabel"),
    ],
)
def test_wrong_settings_are_one_line(values, message):
    with pytest.raises(UsageError, match=message):
        Settings(**values)


def test_a_policy_without_effect_is_refused():
    with pytest.raises(UsageError, match="relabel needs a teacher"):
        Settings(false_negatives="relabel", relative_margin=0.1).check_policy(has_teacher=False)
    with pytest.raises(UsageError, match="down-weight has no effect without a margin or a teacher"):
        Settings(false_negatives="down-weight").check_policy(has_teacher=False)
    Settings(false_negatives="down-weight", relative_margin=0.1).check_policy(has_teacher=False)
    Settings(false_negatives="relabel").check_policy(has_teacher=True)
