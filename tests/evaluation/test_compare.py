from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.evaluation import Rows, compare, evaluate_encoder, load_rows


def test_an_evaluation_has_every_score_with_its_interval(rows: Rows, scattered: Any) -> None:
    found = evaluate_encoder(scattered, rows, name="org/model")

    assert found.model == "org/model"
    assert found.split == "test"
    assert found.counts == {"contrast": 4, "exclusion": 4, "groups": 6}
    assert list(found.scores) == [
        "contrast_paired_accuracy",
        "contrast_q1_accuracy",
        "contrast_q2_accuracy",
        "exclusion_right_rank",
        "inclusion_right_rank",
        "exclusion_paired_accuracy",
        "triplet_accuracy",
    ]
    assert list(found.by_type) == [
        "negation_verbal",
        "negation_absolute",
        "negation_affixal",
        "negation_lexical",
        "hedge_single",
        "hedge_multi",
    ]
    for name, score in (found.scores | found.by_type).items():
        assert score.name == name
        assert 0 <= score.low <= score.value <= score.high <= 100


def test_perfect_against_useless(rows: Rows, perfect: Any, useless: Any) -> None:
    found = compare(useless, perfect, rows, base_name="before", tuned_name="after")

    assert (found.base.model, found.tuned.model) == ("before", "after")
    assert {score.value for score in found.base.scores.values()} == {0}
    assert {score.value for score in found.tuned.scores.values()} == {100}
    assert {score.value for score in found.differences.values()} == {100}
    assert found.differences.keys() == found.tuned.scores.keys() | found.tuned.by_type.keys()
    assert found.geometry.value == 0
    assert not found.verdict.passed


def test_a_model_against_itself(rows: Rows, scattered: Any) -> None:
    found = compare(scattered, scattered, rows, budget=0)

    assert {(score.value, score.low, score.high) for score in found.differences.values()} == {(0, 0, 0)}
    assert found.base == found.tuned
    assert found.verdict.passed


def test_each_model_encodes_each_text_once(rows: Rows, scattered: Any, perfect: Any) -> None:
    compare(scattered, perfect, rows)

    for encoder in (scattered, perfect):
        encoded = [text for call in encoder.calls for text in call]
        assert sorted(encoded) == sorted(set(rows.texts()))


@pytest.mark.parametrize("kind", ["contrast", "exclusion", "groups"])
def test_a_split_that_is_too_small_is_refused_before_encoding(rows: Rows, scattered: Any, kind: str) -> None:
    small = replace(rows, **{kind: getattr(rows, kind)[:1]})

    with pytest.raises(UsageError, match=rf"'test' has 1 row\(s\) of {kind}"):
        evaluate_encoder(scattered, small)
    assert scattered.calls == []


def test_an_impossible_budget_is_refused_before_encoding(rows: Rows, scattered: Any) -> None:
    with pytest.raises(UsageError, match="budget"):
        compare(scattered, scattered, rows, budget=-3)
    assert scattered.calls == []


def test_a_broken_model_is_named(rows: Rows, scattered: Any, encoder: Any) -> None:
    with pytest.raises(HedgeError, match=r"^HandMade: the embedding of .* is not finite"):
        compare(scattered, encoder(lambda text: np.full(3, np.nan)), rows)


def test_the_shipped_rows_have_what_is_measured() -> None:
    rows = load_rows("test[:5]")

    assert rows.split == "test[:5]"
    assert rows.counts == {"contrast": 5, "exclusion": 5, "groups": 5}
    assert all(isinstance(text, str) and text for text in rows.texts())


@pytest.mark.parametrize("split", ["tset", "test[:", "test[:x]"])
def test_a_split_that_does_not_exist_is_named(split: str) -> None:
    with pytest.raises(UsageError, match="cannot be read") as caught:
        load_rows(split)
    assert repr(split) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_importing_the_room_imports_neither_torch_nor_scipy() -> None:
    code = "import sys, hedge_hf.evaluation.run; print({'torch', 'scipy', 'matplotlib'} & set(sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "set()"
