import pytest

from hedge_hf.evaluation.llm.model import LanguageModel
from hedge_hf.evaluation.llm.questions import YES_NO, Question, choose, chosen, measures, whole_pairs


@pytest.mark.parametrize(
    ("reply", "options", "expected"),
    [
        ("Yes", YES_NO, 0),
        ("no.", YES_NO, 1),
        ("Both deny it, so no clash.\nAnswer: Yes", YES_NO, 0),
        ("Nothing, yesterday", YES_NO, -1),
        ("", YES_NO, -1),
        ("It is (B).", ("A", "B"), 1),
        ("It is neutral", ("entailment", "neutral"), 1),
    ],
)
def test_the_last_option_counts_after_reasons(reply, options, expected):
    assert chosen(reply, options, "reasoning") == expected


@pytest.mark.parametrize(
    ("reply", "options", "expected"),
    [
        ("Yes. There is no clash.", YES_NO, 0),
        ("NO, yes would be wrong.", YES_NO, 1),
        ("Passage B is a better match", ("A", "B"), 1),
        ("a passage", ("A", "B"), -1),
    ],
)
def test_the_first_option_counts_without_reasons(reply, options, expected):
    assert chosen(reply, options, "generation") == expected


def test_a_limit_cuts_no_pair():
    assert [question.pair for question in whole_pairs(questions(), 3)] == [0, 0]
    assert whole_pairs(questions(), 2) == questions()[:2]
    assert whole_pairs(questions(), None) == whole_pairs(questions(), 9) == questions()


def questions():
    return [
        Question(f"{pair} {answer}?", YES_NO, answer, pair, pair, ("kind",)) for pair in (0, 1) for answer in (0, 1)
    ]


def test_a_model_that_says_yes_is_right_half_the_time_and_never_on_both(says_yes):
    model = LanguageModel(says_yes)
    for mode in ("likelihood", "generation", "reasoning"):
        choices = choose(model, questions(), mode)
        assert choices == [0, 0, 0, 0]
    found = measures(questions(), choices)
    assert {name: sample.value for name, sample in found.scores.items()} == {"paired_accuracy": 0, "accuracy": 0.5}
    assert found.by_category["kind"].value == 0.5


def test_replies_without_an_answer_are_counted():
    found = measures(questions(), [0, 1, -1, 1])
    assert found.scores["without_an_answer"].value == 0.25
    assert found.scores["paired_accuracy"].value == 0.5


def test_the_request_follows_mode_and_options():
    yes_no, choice = (Question("So?", options, 0, 0, 0) for options in (YES_NO, ("A", "B")))
    assert yes_no.prompt("likelihood") == "So?\nAnswer Yes or No."
    assert yes_no.prompt("reasoning").startswith("So?\nName the cues")
    assert choice.prompt("generation") == "So?\nAnswer A or B."
    assert choice.prompt("reasoning") == "So?\nGive your reasons, then answer A or B."
