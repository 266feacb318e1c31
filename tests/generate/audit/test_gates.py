from __future__ import annotations

from dataclasses import replace

import pytest
from audit_rows import make_row, numbered, varied

from hedge_hf.evaluation.results import Score
from hedge_hf.generate.audit.gates import BASELINES, Gate, Rise, measure_gates, risen


def gates(rows: list[dict]) -> dict[str, Gate]:
    return {gate.name: gate for gate in measure_gates(rows, [], [])}


def test_a_set_with_an_artefact_is_above_the_limit() -> None:
    found = gates(numbered(30, ("single", "perhaps", "Perhaps lamp {} is on."), ("verbal", "not", "{} is not on.")))

    assert {"anchor_blind_polarity", "longer", "cue_position"} <= {name for name, gate in found.items() if gate.above}
    assert not found["shorter"].above


def test_a_set_without_artefacts_is_not() -> None:
    rows = [
        make_row(
            f"Lamp {n} is on.",
            ("single", "so", f"Lamp {n} is so {'bright' if n % 2 else 'dim'}"),
            ("verbal", "so", f"Lamp {n} is so {'dim' if n % 2 else 'bright'}"),
        )
        for n in range(40)
    ]
    found = gates(rows)

    assert not any(found[name].above for name in ("anchor_blind_polarity", "longer", "shorter", "word_overlap"))
    assert found["cue_position"].score is not None and found["cue_position"].score.value == 50.0


def test_only_data_that_is_there_has_gates() -> None:
    contrast = [{"q1": "a", "q2": "b", "doc1": "a. x.", "doc2": "b. x."}] * 3
    found = measure_gates(varied(), contrast, [])

    assert [gate.name for gate in found] == [
        name for name, baseline in BASELINES.items() if baseline.data in ("groups", "contrast")
    ]
    assert next(gate for gate in found if gate.name == "contrast_word_overlap").above


def test_a_single_row_is_not_measured() -> None:
    found = gates(varied(1))

    assert {gate.not_measured for gate in found.values()} == {"needs 10 anchors or more", "needs two rows or more"}
    assert not any(gate.above for gate in found.values())


@pytest.mark.parametrize(("low", "above"), [(61.0, True), (60.0, False), (49.0, False)])
def test_a_gate_is_above_if_its_whole_interval_is(low: float, above: bool) -> None:
    assert Gate("longer", 50.0, 60.0, Score("longer", 70.0, low, 80.0, 9)).above is above


def test_a_gate_rose_if_its_interval_lies_above_the_earlier_one() -> None:
    earlier, later, between = (
        Gate("longer", 50.0, 60.0, Score("longer", value, value - 5, value + 5, 9)) for value in (50.0, 61.0, 59.0)
    )

    assert risen([later], [earlier]) == [Rise("Longer", earlier.score, later.score)]
    assert risen([between], [earlier]) == risen([earlier], [later]) == []


def test_only_gates_that_both_audits_measured_can_rise() -> None:
    low, high = (Gate("longer", 50.0, 60.0, Score("longer", value, value - 2, value + 2, 9)) for value in (50.0, 60.0))
    unmeasured = Gate("longer", 50.0, 60.0, not_measured="too few")

    assert risen([high], [replace(low, name="shorter")]) == []
    assert risen([high], [unmeasured]) == risen([unmeasured], [low]) == []


def test_baselines_have_a_chance_level_and_a_fix() -> None:
    assert all(0 <= one.chance <= 50 and one.rule and one.fix for one in BASELINES.values())
