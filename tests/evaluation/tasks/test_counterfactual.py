from __future__ import annotations

from typing import Any

import pytest
from hand_made import HandMade, Prompted, by_role, values
from hypothesis import given
from hypothesis import strategies as st

from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.evaluation.tasks import counterfactual as module
from hedge_hf.evaluation.tasks.counterfactual import counterfactual, flipped_direction, items, shifted_modality
from hedge_hf.evaluation.tasks.task import Row


def conclusion(direction: str, modality: str, text: str = "Zinc {} and {}.") -> Row:
    return {
        "target_text": text.format(direction, modality),
        "target_direction_span": direction,
        "target_modality_span": modality,
        "input_studies": [{"source_text": "Study one."}, {"source_text": "Study two."}],
    }


@pytest.mark.parametrize(
    ("span", "flipped"),
    [
        ("reduces", "increases"),
        ("was more effective than placebo", "was less effective than placebo"),
        ("is not associated with", "is associated with"),
        ("is associated with", "is not associated with"),
        ("no benefit", "benefit"),
        ("Higher doses", "Lower doses"),
        ("non-inferior to", "inferior to"),
        ("improvement", "worsening"),
    ],
)
def test_a_direction_is_turned_round(span: str, flipped: str) -> None:
    assert flipped_direction(f"We saw: {span} X.", span) == f"We saw: {flipped} X."


@pytest.mark.parametrize(
    ("span", "shifted"),
    [
        ("may", "will"),
        ("There is insufficient evidence", "There is sufficient evidence"),
        ("Strong evidence", "Weak evidence"),
        ("low-certainty evidence", "high-certainty evidence"),
        ("will", "may"),
    ],
)
def test_a_certainty_is_shifted(span: str, shifted: str) -> None:
    assert shifted_modality(f"{span} that it helps.", span) == f"{shifted} that it helps."


@pytest.mark.parametrize("make", [flipped_direction, shifted_modality])
@pytest.mark.parametrize(
    ("text", "span"),
    [
        pytest.param("It works.", "works", id="no known word"),
        pytest.param("It may reduce pain.", "", id="no span"),
        pytest.param("It may help.", "might reduce", id="a span from elsewhere"),
        pytest.param("It may reduce A. It may reduce B.", "may reduce", id="a span that stands twice"),
    ],
)
def test_some_conclusions_have_no_counterfactual(make: Any, text: str, span: str) -> None:
    assert make(text, span) is None


@given(
    st.lists(st.sampled_from(["it", "may", "not", "reduce", "highly", "safe", "no", "pain"]), min_size=3, max_size=9)
)
def test_nothing_outside_the_span_changes(words: list[str]) -> None:
    span = " ".join(words)
    for make in (flipped_direction, shifted_modality):
        altered = make(f"Before: {span}; after.", span)
        assert altered is None or (altered.startswith("Before: ") and altered.endswith("; after."))
        assert altered != f"Before: {span}; after."


def test_a_conclusion_gives_up_to_two_items_over_all_its_evidence() -> None:
    found = items([conclusion("reduces", "may"), conclusion("works", "may"), conclusion("works", "works well?")])

    assert [(row["kind"], row["altered"]) for row in found] == [
        ("direction", "Zinc increases and may."),
        ("modality", "Zinc reduces and will."),
        ("modality", "Zinc works and will."),
    ]
    assert {row["evidence"] for row in found} == {"Study one. Study two."}
    assert found[0]["faithful"] == "Zinc reduces and may."


def rows_of(*kinds: str) -> list[Row]:
    names = ("evidence", "faithful", "altered")
    return [{"kind": kind} | {name: f"{name} {number}" for name in names} for number, kind in enumerate(kinds)]


def measured(encoder: HandMade, *kinds: str) -> tuple[dict[str, float], dict[str, float]]:
    found = counterfactual().measure(rows_of(*kinds), Embeddings(encoder, "model"))
    return values(found.scores), values(found.by_category)


def test_the_accuracy_by_hand() -> None:
    kinds = ("direction", "direction", "modality", "modality", "modality")
    turned = {"altered 1", "faithful 2", "altered 2", "altered 4"}
    encoder = HandMade(lambda text: [1, 0] if (text in turned) != text.startswith(("e", "f")) else [0, 1])

    # item 0 right; 1 and 4 a tie, both near; 2 wrong; 3 right
    assert measured(encoder, *kinds) == ({"accuracy": 0.4}, {"direction": 0.5, "modality": 1 / 3})


def test_perfect_useless_and_all_wrong() -> None:
    near, far = [1, 0], [0, 1]
    for faithful, altered, value in ((near, far, 1.0), (near, near, 0.0), (far, near, 0.0)):
        encoder = by_role(evidence=near, faithful=faithful, altered=altered)
        assert measured(encoder, "direction", "direction") == ({"accuracy": value}, {"direction": value})


def test_one_item() -> None:
    assert measured(by_role(evidence=[1, 0], faithful=[1, 0], altered=[0, 1]), "direction") == ({"accuracy": 1.0}, {})


def test_conclusions_are_no_queries() -> None:
    encoder = Prompted(lambda text: [len(text), 1])
    measured(encoder, "direction")

    assert sorted(encoder.encoded) == ["altered 0", "evidence 0", "faithful 0"]


def test_the_items_are_made_of_the_third_level(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Rows:
        def to_list(self) -> list[Row]:
            return [conclusion("reduces", "may")]

    monkeypatch.setattr(module, "load_dataset", lambda *name, **split: asked.append((name, split)) or Rows())

    assert [row["kind"] for row in counterfactual().load()] == ["direction", "modality"]
    assert asked == [(("julia-nixie/m3", "level3"), {"split": "train"})]
