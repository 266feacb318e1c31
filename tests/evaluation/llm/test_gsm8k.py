import json

import pytest

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.evaluation.bootstrap import Sample
from hedge_hf.evaluation.llm import gsm8k
from hedge_hf.evaluation.llm.gsm8k import chats, flexible, measures, problems_and_shots, result, strict
from hedge_hf.evaluation.llm.problems import Problem, read_problems


@pytest.mark.parametrize(
    ("reply", "by_strict", "by_flexible"),
    [
        ("48 / 2 = 24\n#### 72", 72, 72),
        ("#### 1,234.50", 1234.5, 1234.5),
        ("#### 5.", 5, 5),
        ("The answer is $72.", None, 72),
        ("#### 7 apples, of 9", 7, 9),
        ("####7", None, 7),
        ("minus: #### -3", -3, -3),
        ("none at all", None, None),
        ("...", None, None),
        ("", None, None),
    ],
)
def test_extraction(reply, by_strict, by_flexible):
    assert (strict(reply), flexible(reply)) == (by_strict, by_flexible)


def test_both_extractions_are_scored():
    problems = [Problem("?", "#### 4"), Problem("?", "#### 6")]
    scores = measures(problems, ["It is 4", "#### 6"]).scores
    assert all(isinstance(sample, Sample) for sample in scores.values())
    assert {name: sample.value for name, sample in scores.items()} == {"flexible_match": 1.0, "strict_match": 0.5}


def test_shots_are_turns_before_the_question():
    (chat,) = chats([Problem("How many?", "#### 1")], [Problem("a?", "#### 2")])
    assert [message["role"] for message in chat] == ["user", "assistant", "user"]
    assert chat[-1]["content"] == "How many?"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "problems.jsonl"
    rows = [{"question": f"{n}+1?", "answer": f"<<{n}+1={n + 1}>>{n + 1}\n#### {n + 1}"} for n in range(6)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_shots_of_a_file_are_not_asked(file):
    asked, shown = problems_and_shots(str(file), shots=2, limit=3)
    assert [one.question for one in shown] == ["0+1?", "1+1?"]
    assert [one.question for one in asked] == ["2+1?", "3+1?", "4+1?"]
    assert asked[0].steps == ("2+1=3",) and "<<" not in asked[0].answer and result(asked[0]) == 3
    with pytest.raises(UsageError, match="too few problems for 5 shots"):
        problems_and_shots(str(file), shots=5, limit=None)


@pytest.mark.parametrize(("split", "first"), [("train", "train 2"), ("test", "test 0"), ("", "test 0")])
def test_shots_of_a_dataset_are_of_its_training_split_and_not_asked(monkeypatch, split, first):
    def read(source, default):
        return [Problem(f"{source.partition('@')[2] or default} {number}", "#### 1") for number in range(5)]

    monkeypatch.setattr(gsm8k, "read_problems", read)
    asked, shown = problems_and_shots(f"some/set:main{'@' * bool(split)}{split}", shots=2, limit=None)
    assert [one.question for one in shown] == ["train 0", "train 1"]
    assert asked[0].question == first


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"question": "x"}', "row 0 lacks question or answer"),
        ('{"question": "x", "answer": " "}', "row 0 lacks question or answer"),
        ('{"question": "x", "answer": 3}', "row 0 lacks question or answer"),
        ("", "no rows|not readable"),
    ],
)
def test_wrong_problems_are_one_line(tmp_path, content, message):
    path = tmp_path / "wrong.jsonl"
    path.write_text(content)
    with pytest.raises(HedgeError, match=message) as caught:
        read_problems(str(path), "test")
    assert "\n" not in str(caught.value)


def test_an_answer_without_a_number_is_named():
    with pytest.raises(UsageError, match="the answer 'none' has no number"):
        result(Problem("?", "none"))
