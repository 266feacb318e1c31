from __future__ import annotations

import pytest
from audit_rows import make_row

from hedge_hf.generate.audit.diversity import BLEU_TEXTS, diversity, of_texts


def test_distinct_n_is_the_share_of_different_n_grams() -> None:
    found = of_texts(["The lamp is on.", "the lamp is OFF", "on"])

    assert found.texts == 3
    assert found.distinct == [5 / 9, 4 / 6, 3 / 4]


def test_self_bleu_tells_repetition_from_variety() -> None:
    same, other = of_texts(["the old lamp is on now"] * 3), of_texts(["a b c d e", "f g h i j"])

    assert same.self_bleu == pytest.approx(1.0)
    assert other.self_bleu is not None and other.self_bleu < 0.05


def test_self_bleu_needs_two_texts() -> None:
    assert of_texts(["one text"]).self_bleu is None
    assert of_texts([]).distinct == [0.0, 0.0, 0.0]


def test_self_bleu_is_of_the_first_texts() -> None:
    found = of_texts([f"lamp {n}" for n in range(BLEU_TEXTS + 50)])

    assert (found.texts, found.bleu_texts) == (BLEU_TEXTS + 50, BLEU_TEXTS)


def test_texts_are_taken_by_type_beside_the_anchors() -> None:
    row = make_row(
        "A b.", ("single", "maybe", "Maybe a b."), ("verbal", "not", "Not a b."), ("verbal", "no", "No a b.")
    )
    found = diversity([row, row])

    assert {name: one.texts for name, one in found.items()} == {
        "anchor": 2,
        "single": 2,
        "multi": 0,
        "verbal": 4,
        "absolute": 0,
        "affixal": 0,
        "lexical": 0,
    }
    assert found["anchor"].distinct[0] == 2 / 4
