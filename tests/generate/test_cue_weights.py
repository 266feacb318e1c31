from __future__ import annotations

import pytest

from hedge_hf.generate.cue_weights import cue_weights


def test_without_counts_all_cues_weigh_the_same() -> None:
    assert cue_weights({}, ["not", "never", "no"]) == {"not": 1.0, "never": 1.0, "no": 1.0}


def test_weights_are_inverse_to_counts_plus_one() -> None:
    assert cue_weights({"not": 3, "never": 1}, ["not", "never"]) == pytest.approx(
        {"not": 2 / 3, "never": 4 / 3}, abs=1e-6
    )


def test_rare_cues_weigh_at_most_four_and_frequent_ones_a_quarter() -> None:
    one_rare = cue_weights({f"cue {n}": 10_000 for n in range(20)}, ["rare", *(f"cue {n}" for n in range(20))])
    one_frequent = cue_weights({"not": 10_000}, ["not", "never", "no"])

    assert one_rare["rare"] == 4.0
    assert one_rare["cue 0"] == pytest.approx(17 / 20, abs=1e-6)
    assert one_frequent == pytest.approx({"not": 0.25, "never": 1.375, "no": 1.375}, abs=1e-6)


@pytest.mark.parametrize("counts", [{"a": 1}, {"a": 7, "b": 0, "c": 900}, {"a": 5, "b": 5, "c": 5, "d": 10**9}])
def test_the_mean_weight_is_one_and_the_order_that_of_the_cues(counts: dict[str, int]) -> None:
    cues = ["d", "a", "c", "b", "e"]
    weights = cue_weights(counts, cues)

    assert list(weights) == cues
    assert sum(weights.values()) / len(weights) == pytest.approx(1, abs=1e-6)
    assert all(0.25 <= weight <= 4 for weight in weights.values())


def test_other_cues_and_repeated_ones_change_nothing() -> None:
    assert cue_weights({"other": 99, "a": 1}, ["a", "b", "a"]) == cue_weights({"a": 1}, ["a", "b"])
    assert cue_weights({"a": 5}, ["a"]) == {"a": 1.0}
    assert cue_weights({"a": 5}, []) == {}
