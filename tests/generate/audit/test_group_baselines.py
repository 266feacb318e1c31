from __future__ import annotations

import pytest
from audit_rows import make_row, numbered, varied

from hedge_hf.evaluation.bootstrap import Sample
from hedge_hf.generate.audit.group_baselines import cue_position, group_baselines


def value(name: str, rows: list[dict]) -> float:
    sample = group_baselines(rows)[name]
    assert isinstance(sample, Sample)
    return sample.value


def test_naive_bayes_is_right_where_cues_tell_all() -> None:
    assert value("anchor_blind_polarity", varied(20)) == 1.0


def test_naive_bayes_is_at_chance_where_words_tell_nothing() -> None:
    rows = [
        make_row(f"{n} is on.", ("single", "so", f"Lamp {n} is so."), ("verbal", "so", f"Lamp {n} is so."))
        for n in range(20)
    ]

    assert value("anchor_blind_polarity", rows) == 0.5


def test_classifiers_need_some_anchors() -> None:
    found = group_baselines(varied(9))

    assert found["anchor_blind_polarity"] == found["cue_position"] == "needs 10 anchors or more"
    assert isinstance(found["longer"], Sample)


def test_overlap_compares_each_hedge_with_each_negation() -> None:
    row = make_row(
        "The lamp is on.",
        ("single", "maybe", "The lamp is maybe on."),  # 4 of 5 words shared
        ("multi", "it seems", "It seems the lamp is on."),  # 4 of 6
        ("verbal", "not", "The lamp is not on."),  # 4 of 5
        ("lexical", "off", "The lamp is off."),  # 3 of 5
    )

    assert value("word_overlap", [row]) == (0.5 + 1 + 0 + 1) / 4
    assert value("anti_overlap", [row]) == 1 - 2.5 / 4


def test_length_compares_each_hedge_with_each_negation() -> None:
    rows = [
        make_row("A", ("single", "maybe", "maybe so"), ("verbal", "not", "not A"), ("verbal", "not", "not at all so")),
        make_row("B", ("single", "maybe", "maybe"), ("verbal", "isn't", "isn't")),
    ]

    assert value("longer", rows) == (1 + 0 + 0.5) / 3
    assert value("shorter", rows) == (0 + 1 + 0.5) / 3


def test_cues_are_placed_between_0_and_1() -> None:
    assert cue_position("Perhaps", "Perhaps it is on.") == [0.0]
    assert cue_position("I think", "It is on, I think.") == [1.0]
    assert cue_position("is not", "It is not on.") == [0.5]
    assert cue_position("maybe", "Maybe.") == [0.0]
    assert cue_position("never", "It is on.") is None


def test_hedges_that_always_start_the_sentence_are_found_by_their_place() -> None:
    first = numbered(20, ("single", "perhaps", "Perhaps lamp {} is on."), ("verbal", "isn't", "Lamp {} isn't on."))
    same = numbered(20, ("single", "may", "Lamp {} may be on."), ("verbal", "isn't", "Lamp {} isn't on now."))

    assert value("cue_position", first) == 1.0
    assert value("cue_position", same) == 0.5


def test_cue_position_leaves_out_variants_without_their_cue() -> None:
    rows = numbered(20, ("single", "perhaps", "Perhaps {} is on."), ("verbal", "isn't", "{} isn't on."))
    rows[0]["hedges"][0]["cue"] = "maybe"
    sample = group_baselines(rows)["cue_position"]

    assert isinstance(sample, Sample)
    assert sum(sample.units[1]) == 19


def test_cues_that_stand_in_the_anchor_are_counted() -> None:
    rows = [
        make_row(
            "He may not go.",
            ("single", "may", "He may well go."),
            ("verbal", "not", "He did not go."),
            ("absolute", "never", "He never goes."),
        ),
        make_row("He goes.", ("single", "may", "He may go."), ("lexical", "stays", "He stays.")),
    ]

    assert value("hedge_cue_in_anchor", rows) == 1 / 2
    assert value("negation_cue_in_anchor", rows) == 1 / 3


def test_the_first_changed_word_is_placed_in_a_fifth() -> None:
    rows = [
        make_row("a b c d e", ("single", "x", "x b c d e"), ("verbal", "y", "a b c d y")),
        make_row("a b c d e", ("single", "x", "x b c d e"), ("verbal", "a", "a b c d")),
    ]

    assert value("edit_place", rows[:1] * 2) == pytest.approx(0.5)
    assert value("edit_place", rows) == pytest.approx(0.5)
    assert group_baselines([make_row("a", ("single", "?", "?"), ("verbal", "!", "!"))])["edit_place"] == (
        "no variant has words"
    )
