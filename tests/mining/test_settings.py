import pytest

from hedge_hf.errors import UsageError
from hedge_hf.mining.settings import Settings, parse_weights


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
        ({"seed": -1}, "seed is -1; it must be from 0 to 4294967295"),
        ({"seed": 2**32}, "seed is 4294967296"),
        ({"relative_margin": float("inf")}, "relative_margin is inf; it must be a finite number"),
        ({"sources": {"dens": 1}}, "source 'dens' is unknown; take in-group, dense, bm25, random"),
        ({"sources": {"dense": -1}}, "source 'dense' has weight -1; it must be a number of 0 or above"),
        ({"sources": {"dense": float("nan")}}, "source 'dense' has weight nan"),
        ({"sources": {"random": 0.0}}, "no source has a weight above 0"),
        ({"sources": {}}, "no source has a weight above 0"),
        ({"false_negatives": "keep"}, "false_negatives is 'keep'; take drop, down-weight, relabel"),
    ],
)
def test_wrong_settings_are_one_line(values, message):
    with pytest.raises(UsageError, match=message):
        Settings(**values)


@pytest.mark.parametrize(
    ("values", "has_teacher", "message"),
    [
        ({"false_negatives": "relabel", "relative_margin": 0.1}, False, "relabel needs a teacher"),
        ({"false_negatives": "down-weight"}, False, "down-weight has no effect without a margin or a teacher"),
        ({"suspect_share": 0.5, "relative_margin": 0.1}, False, "suspect_share has no effect without false_negatives"),
        ({"sources": {"random": 1.0}, "range_max": 9}, False, r"range_max has no effect without .* \(dense, bm25\)"),
        ({"sources": {"random": 1.0}, "range_min": 1}, False, "range_min or range_max has no effect"),
        ({"sources": {"in-group": 1.0}, "absolute_margin": 0.1}, False, "a margin has no effect"),
        ({"sources": {"random": 1.0}}, True, "a teacher has no effect without min_score, max_score or a source"),
    ],
)
def test_settings_without_effect_are_refused(values, has_teacher, message):
    with pytest.raises(UsageError, match=message):
        Settings(**values).check_effect(has_teacher)


def test_settings_with_effect_are_taken():
    Settings(false_negatives="down-weight", relative_margin=0.1, suspect_share=0.5).check_effect(has_teacher=False)
    Settings(false_negatives="relabel").check_effect(has_teacher=True)
    Settings(sources={"random": 1.0}, max_score=0.5).check_effect(has_teacher=True)
    Settings(sources={"random": 1.0, "bm25": 0.0}, range_max=9).check_effect(has_teacher=False)


def test_weights_are_read_and_ordered():
    assert parse_weights(["dense=3", "in-group", "random=0"]) == {"in-group": 1.0, "dense": 3.0, "random": 0.0}
    assert list(parse_weights(["dense", "in-group"])) == ["in-group", "dense"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["sparse"], "source 'sparse' is unknown; take in-group, dense, bm25, random"),
        (["dense=x"], "'dense=x': the weight must be a number of 0 or above"),
        (["dense", "dense=2"], "'dense' is given twice"),
    ],
)
def test_wrong_weights_are_one_line(words, message):
    with pytest.raises(UsageError, match=message):
        parse_weights(words)
