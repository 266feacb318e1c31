import re

import pytest
from rows import make_group

from hedge_hf.generate.llm.reasoning_prompts import completion, messages, prompt_hash, twins
from hedge_hf.generate.llm.replies import ReplyError


def words(text):
    return sorted(re.findall(r"\w+", text.lower()))


def test_twins_have_the_same_words_and_the_two_answers():
    pairs = list(twins(make_group(number) for number in range(5)))
    assert len(pairs) == 15 and len({question.id for pair in pairs for question in pair}) == 30
    for one, other in pairs:
        assert words(one.prompt) == words(other.prompt) and one.prompt != other.prompt
        assert {one.answer, other.answer} == {"Yes", "No"}


def test_the_answer_is_not_given_away():
    [(one, other), *_] = twins([make_group(1)])
    (system, asked), (same, _) = messages(one), messages(other)
    assert system == same and asked == {"role": "user", "content": one.prompt}


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        ("It says not.\nAnswer: No", "No"),
        ("It says not.\n\n**Answer:** Yes.\n", "Yes"),
        ("It says not.\nanswer: YES", "Yes"),
        ("<think>Answer: No\nor not?</think>It says not.\nAnswer: Yes", "Yes"),
        ("Answer: No? It says not.\n- Answer: Yes", "Yes"),
    ],
)
def test_the_answer_stands_in_the_last_line(reply, answer):
    text, found = completion(reply)
    assert found == answer and text.splitlines()[-1] == f"Answer: {answer}"
    assert "It says not." in text and "<think>" not in text and "\n\n\n" not in text


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("", "last line"),
        ("It says not.", "last line"),
        ("It says not. Answer: No", "last line"),
        ("It says not.\nAnswer: No\nI hope this helps.", "last line"),
        ("It says not.\nAnswer: Yes or No", "last line"),
        ("Answer: No", "no reasoning"),
        ("<think>It says not.</think>\nAnswer: No", "no reasoning"),
        ("<think>It says not.\nAnswer: No", "no end"),
    ],
)
def test_another_reply_teaches_nothing(reply, reason):
    with pytest.raises(ReplyError, match=reason):
        completion(reply)


def test_the_hash_knows_the_settings():
    assert prompt_hash({"model": "a"}) == prompt_hash({"model": "a"}) != prompt_hash({"model": "b"})
    assert len(prompt_hash({})) == 12
