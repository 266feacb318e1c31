from __future__ import annotations

from pathlib import Path

import pytest
from datasets import load_dataset

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.contamination.overlaps import normal_form
from hedge_hf.generate.anchors.decontamination import evaluation_forms


def test_the_held_out_rows_and_the_given_sets_are_there(tmp_path: Path) -> None:
    path = tmp_path / "test.txt"
    path.write_text("A first sentence of words. Another sentence of words!\n")
    forms = evaluation_forms([str(path)])

    for config, split, column in (
        ("groups", "validation", "anchor"),
        ("groups", "test", "anchor"),
        ("contrast", "test", "doc1"),
        ("exclusion", "validation", "negative"),
        ("constructions", "test", "opposite"),
    ):
        texts = load_dataset("hedgetriple", config, split=split)[column]
        assert {normal_form(text) for text in texts} - {""} <= forms
    assert {"a first sentence of words", "another sentence of words"} <= forms
    assert not forms & {normal_form(text) for text in load_dataset("hedgetriple", "groups", split="train")["anchor"]}


def test_a_set_that_is_not_there_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match=r"missing\.txt: No such file"):
        evaluation_forms(["missing.txt"])
