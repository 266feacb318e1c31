from __future__ import annotations

import warnings

import numpy as np
import pytest

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.bootstrap import Outcomes, difference, interval, score


def test_the_score_is_the_share_of_right_items() -> None:
    found = score("triplet_accuracy", Outcomes(np.array([8.0, 1.0, 0.0]), np.array([8.0, 2.0, 2.0])))

    assert found.value == pytest.approx(75)
    assert found.low < found.value < found.high
    assert found.count == 3
    assert found.label == "Triplet accuracy"


def test_the_same_outcomes_give_the_same_interval() -> None:
    outcomes = Outcomes.of([True, False, True, True, False, True, False])

    assert score("share", outcomes) == score("share", outcomes)


@pytest.mark.parametrize(("right", "value"), [(True, 100), (False, 0)])
def test_a_certain_score_has_no_width_and_no_warning(right: bool, value: float) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = score("share", Outcomes.of([right] * 5))

    assert (found.value, found.low, found.high) == (value, value, value)


def test_the_interval_covers_the_truth_about_95_percent_of_the_time() -> None:
    generator = np.random.default_rng(7)
    truth = 0.7
    covered = 0
    for _ in range(400):
        sample = (generator.random(80) < truth).astype(float)
        low, high = interval("share", np.mean, (sample,), resamples=400)
        covered += low <= truth <= high

    assert 0.91 <= covered / 400 <= 0.98


def test_clustered_items_have_a_wider_interval_than_independent_ones() -> None:
    right = np.repeat([8.0, 0.0], [30, 10])
    clustered = score("share", Outcomes(right, np.full(40, 8.0)))
    independent = score("share", Outcomes.of(np.repeat([True, False], [240, 80])))

    assert clustered.value == independent.value
    assert clustered.high - clustered.low > 2 * (independent.high - independent.low)


def test_a_paired_difference_has_a_narrower_interval_than_an_unpaired_one() -> None:
    generator = np.random.default_rng(3)
    base = generator.random(200) < 0.5
    tuned = base | (generator.random(200) < 0.1)
    before, after = (score("share", Outcomes.of(right)) for right in (base, tuned))
    paired = difference("share", Outcomes.of(base), Outcomes.of(tuned))
    unpaired_width = np.hypot(before.high - before.low, after.high - after.low)

    assert paired.value == pytest.approx(after.value - before.value)
    assert paired.high - paired.low < unpaired_width / 2
    assert paired.low > 0


def test_the_paired_difference_covers_the_truth() -> None:
    generator = np.random.default_rng(11)
    covered = 0
    for _ in range(300):
        base = generator.random(80) < 0.4
        tuned = np.where(base, generator.random(80) < 0.9, generator.random(80) < 0.5)
        change = tuned.astype(float) - base
        low, high = interval("share", np.mean, (change,), resamples=400)
        covered += low <= 0.4 * -0.1 + 0.6 * 0.5 <= high

    assert 0.91 <= covered / 300 <= 0.98


@pytest.mark.parametrize("units", [0, 1])
def test_too_few_units_are_refused(units: int) -> None:
    with pytest.raises(UsageError, match=rf"negation_lexical: {units} unit\(s\) are too few"):
        score("negation_lexical", Outcomes.of([True] * units))
