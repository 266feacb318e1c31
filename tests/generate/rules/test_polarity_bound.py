from __future__ import annotations

import pytest

from hedge_hf.generate.rules.main_clause import find_clause
from hedge_hf.generate.rules.polarity_bound import is_polarity_bound
from hedge_hf.generate.rules.sentence import Sentence


def is_bound(text: str) -> bool:
    sentence = Sentence(text)
    return is_polarity_bound(sentence, find_clause(sentence))


@pytest.mark.parametrize(
    "text",
    [
        "Our neighbour keeps her garden tidy even in winter.",
        "The code is fair, although its wording could be better.",
        "The party will contest the seats, including those in the capital.",
        "The school employs teachers, and the cook has a certificate.",
        "The puppy obeys my daughter and ignores everyone else.",
        "Ministers promised a report, and they were right.",
        "If you read the small print, you will see the price.",
        "When the fog lifted, the men could see the channel.",
        "The manager handled the cuts well, giving each person time.",
        "The broker explained the terms, so the couple signed.",
        "To cut waste, the reformers closed the stores.",
        "Even after a week, the divers had not found the box.",
    ],
)
def test_what_presupposes_the_polarity_is_found(text: str) -> None:
    assert is_bound(text)


@pytest.mark.parametrize(
    "text",
    [
        "The shop sells bread and butter.",
        "When the rain stopped, the children played.",
        "The nurse said that the wound was clean and that the dressing was dry.",
        "The lamp, which she bought in May, is red.",
    ],
)
def test_other_clauses_are_let_be(text: str) -> None:
    assert not is_bound(text)
