from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedge_hf.errors import UsageError
from hedge_hf.evaluation import bootstrap
from hedge_hf.evaluation.bootstrap import Sample, difference, score, share

OUTCOMES = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=12)


@pytest.fixture
def few_resamples(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(bootstrap, "RESAMPLES", 400)
    return 400


def mean(values: np.ndarray) -> Sample:
    return Sample(lambda drawn: drawn.mean(axis=-1), (values,))


def test_the_score_is_the_share_of_right_items() -> None:
    found = score("triplet_accuracy", share([8, 1, 0], [8, 2, 2]))

    assert found.value == pytest.approx(75)
    assert found.low < found.value < found.high
    assert found.count == 3
    assert found.label == "Triplet accuracy"
    assert found.p_value is None


def test_the_same_outcomes_give_the_same_interval() -> None:
    outcomes = [True, False, True, True, False, True, False]

    assert score("share", share(outcomes)) == score("share", share(outcomes))


def test_any_statistic_of_arrays_beside_each_other_has_an_interval() -> None:
    values = np.arange(20.0)
    found = score("ratio", Sample(lambda one, other: one.sum(axis=-1) / other.sum(axis=-1), (values, 2 * values + 1)))

    assert found.value == pytest.approx(100 * values.sum() / (2 * values + 1).sum())
    assert found.low < found.value < found.high < 50


def test_units_that_are_too_many_for_one_batch_are_resampled_in_several(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = np.arange(50) % 3 == 0
    at_once = share(outcomes).resampled
    monkeypatch.setattr(bootstrap, "_VALUES_AT_ONCE", 50 * 7)
    in_batches = share(outcomes).resampled

    assert at_once.shape == in_batches.shape == (bootstrap.RESAMPLES,)
    assert in_batches.mean() == pytest.approx(at_once.mean(), abs=0.01)


@pytest.mark.parametrize(("right", "value"), [(True, 100), (False, 0)])
def test_a_certain_score_has_no_width_and_no_warning(right: bool, value: float) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = score("share", share([right] * 5))

    assert (found.value, found.low, found.high) == (value, value, value)


def test_the_interval_covers_the_truth_about_95_percent_of_the_time(few_resamples: int) -> None:
    generator = np.random.default_rng(7)
    found = [score("share", share(generator.random(80) < 0.7)) for _ in range(400)]

    assert 0.91 <= np.mean([one.low <= 70 <= one.high for one in found]) <= 0.98


def test_the_interval_of_a_paired_difference_covers_the_truth(few_resamples: int) -> None:
    generator = np.random.default_rng(11)
    truth = 100 * (0.4 * -0.1 + 0.6 * 0.5)
    covered = 0
    for _ in range(400):
        base = generator.random(80) < 0.4
        tuned = np.where(base, generator.random(80) < 0.9, generator.random(80) < 0.5)
        found = difference("share", share(base), share(tuned))
        covered += found.low <= truth <= found.high

    assert 0.91 <= covered / 400 <= 0.98


def test_clustered_items_have_a_wider_interval_than_independent_ones() -> None:
    clustered = score("share", share(np.repeat([8, 0], [30, 10]), np.full(40, 8)))
    independent = score("share", share(np.repeat([True, False], [240, 80])))

    assert clustered.value == independent.value
    assert clustered.high - clustered.low > 2 * (independent.high - independent.low)


def test_a_paired_difference_has_a_narrower_interval_than_an_unpaired_one() -> None:
    generator = np.random.default_rng(3)
    base = generator.random(200) < 0.5
    tuned = base | (generator.random(200) < 0.1)
    before, after = (score("share", share(right)) for right in (base, tuned))
    paired = difference("share", share(base), share(tuned))

    assert paired.value == pytest.approx(after.value - before.value)
    assert paired.high - paired.low < np.hypot(before.high - before.low, after.high - after.low) / 2
    assert paired.low > 0


def test_the_p_value_is_about_uniform_where_there_is_no_difference(few_resamples: int) -> None:
    generator = np.random.default_rng(5)
    found = []
    for _ in range(400):
        level = generator.normal(size=40)
        base, tuned = (mean(level + generator.normal(size=40)) for _ in range(2))
        found.append(difference("mean", base, tuned).p_value)

    for share_below in (0.05, 0.25, 0.5, 0.75):
        assert np.mean(np.array(found) < share_below) == pytest.approx(share_below, abs=0.07)


def test_the_p_value_of_a_clear_difference_is_the_least_that_the_resamples_can_show() -> None:
    found = difference("share", share([False] * 30), share([True] * 28 + [False] * 2))

    assert found.p_value == 2 / (bootstrap.RESAMPLES + 1)


def test_the_p_value_is_below_5_percent_only_if_the_interval_lacks_0(few_resamples: int) -> None:
    generator = np.random.default_rng(9)
    for shift in np.linspace(0, 1, 40):
        values = generator.normal(shift, size=20)
        found = difference("mean", mean(np.zeros(20)), mean(values))
        if found.p_value < 0.04:
            assert found.low > 0 or found.high < 0
        if found.p_value > 0.06:
            assert found.low < 0 < found.high


@given(OUTCOMES)
def test_a_difference_turns_its_sign_and_keeps_its_p_value_when_the_models_are_swapped(
    outcomes: list[tuple[bool, bool]],
) -> None:
    base, tuned = (share(side) for side in zip(*outcomes, strict=True))
    there, back = difference("share", base, tuned), difference("share", tuned, base)

    assert there.value == -back.value
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert there.p_value == back.p_value
    assert 2 / (bootstrap.RESAMPLES + 1) <= there.p_value <= 1


def test_a_model_against_itself_differs_by_nothing() -> None:
    found = difference("share", share([True, False, True]), share([True, False, True]))

    assert (found.value, found.low, found.high, found.p_value) == (0, 0, 0, 1)


def test_models_that_were_measured_on_different_rows_are_refused() -> None:
    with pytest.raises(UsageError, match="share: 3 units before and 2 after; measure both on the same rows"):
        difference("share", share([True] * 3), share([True] * 2))


@pytest.mark.parametrize("units", [0, 1])
def test_too_few_units_are_refused(units: int) -> None:
    few = share([True] * units)
    for call in (lambda: score("negation_lexical", few), lambda: difference("negation_lexical", few, few)):
        with pytest.raises(UsageError, match=rf"negation_lexical: {units} unit\(s\) are too few"):
            call()
