import json
from collections import Counter

import pytest
from datasets import load_dataset
from rows import make_group

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.llm.questions import YES_NO
from hedge_hf.evaluation.llm.suites import cannot, hedgetriple, hedging, nevir, nli


@pytest.fixture(scope="module")
def groups():
    return load_dataset("hedgetriple", "groups", split="test[:30]").to_list()


def test_hedgetriple_asks_both_readings_and_knows_new_cues(groups):
    found = hedgetriple(groups)
    assert len(found) == 4 * len(groups)
    answers = Counter((question.pair, question.answer) for question in found)
    assert set(answers.values()) == {1} and len(answers) == len(found)
    names = {name for question in found for name in question.categories}
    assert {"seen_cue", "unseen_cue", "negation_verbal", "0_negations", "1_negations", "2_negations"} <= names


def test_the_questions_are_those_of_training(groups):
    from hedge_hf.data.instructions import instructions

    asked = {row.prompt() for group in groups for row in instructions(group)}
    assert {question.prompt("likelihood") for question in hedgetriple(groups)} <= asked


def test_hedging_has_each_pair_in_both_orders():
    found = hedging([make_group(1)])
    assert [question.answer for question in found] == [0, 1] * 2
    assert found[0].text != found[1].text and sorted(found[0].text) == sorted(found[1].text)


def test_nevir_gives_each_query_its_passage_whatever_the_letter():
    row = {"q1": "q1", "q2": "q2", "doc1": "first", "doc2": "second"}
    found = nevir([row, row])
    assert [question.answer for question in found] == [0, 1, 1, 0]
    assert [question.pair for question in found] == [0, 0, 1, 1]
    assert "Passage A: second" in found[2].text


def test_cannot_takes_a_negation_as_no():
    rows = [{"premise": "a", "hypothesis": "b", "label": label} for label in (0, 1)]
    assert [YES_NO[question.answer] for question in cannot(rows)] == ["Yes", "No"]


def write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def test_nli_files_take_words_and_numbers(tmp_path):
    rows = [{"premise": "p", "hypothesis": "h", "label": label} for label in ("Entailment", "contradiction")]
    assert [question.options for question in nli(write(tmp_path / "a.jsonl", *rows))] == [
        ("entailment", "contradiction")
    ] * 2
    rows = [{"premise": "p", "hypothesis": "h", "label": label} for label in (2, 0, 1)]
    assert [question.answer for question in nli(write(tmp_path / "b.jsonl", *rows))] == [2, 0, 1]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"premise": "p", "hypothesis": "h"}], "row 0 has no label"),
        ([{"premise": "p", "hypothesis": "h", "label": 7}], "row 0 has label 7; give entailment"),
        ([{"premise": "p", "hypothesis": "h", "label": "neutral"}], "all labels are neutral; give rows of two kinds"),
    ],
)
def test_wrong_nli_files_are_one_line(tmp_path, rows, message):
    with pytest.raises(UsageError, match=message) as caught:
        nli(write(tmp_path / "wrong.jsonl", *rows))
    assert "\n" not in str(caught.value)
