from __future__ import annotations

import pytest
from rules_texts import hedged


@pytest.mark.parametrize(
    ("anchor", "variant", "cue"),
    [
        ("The road is closed.", "Perhaps the road is closed.", "Perhaps"),
        ("The road is closed.", "Apparently, the road is closed.", "Apparently"),
        ("The road is closed.", "The road is probably closed.", "probably"),
        ("The road is closed.", "The road might be closed.", "might"),
        ("The road is closed.", "The road is closed, presumably.", "presumably"),
        ("The road is closed.", "I suspect the road is closed.", "suspect"),
        ("The owner left the country.", "The owner reportedly left the country.", "reportedly"),
        ("The owner left the country.", "The owner may have left the country.", "may"),
        ("Night buses run late.", "Night buses usually run late.", "usually"),
        ("The exam was difficult.", "The exam was fairly difficult.", "fairly"),
        ("The engine is reliable.", "The engine seems reliable.", "seems"),
        ("The wall took 300 hours.", "The wall took roughly 300 hours.", "roughly"),
        ("Boris Yeltsin won.", "Possibly, Boris Yeltsin won.", "Possibly"),
        ("I won.", "I think I won.", "think"),
        ("a man riding a horse", "perhaps a man riding a horse", "perhaps"),
        ("A man riding a horse.", "A man seemingly riding a horse.", "seemingly"),
        ("Is it safe?", "Is it possibly safe?", "possibly"),
    ],
)
def test_single(anchor: str, variant: str, cue: str) -> None:
    assert hedged("single", anchor)[variant] == cue


@pytest.mark.parametrize(
    ("anchor", "variant", "cue"),
    [
        ("The bridge is safe.", "It seems that the bridge is safe.", "It seems that"),
        ("The shop takes cards.", "As far as I know, the shop takes cards.", "As far as I know"),
        ("The canal is deep.", "The canal is said to be deep.", "is said to"),
        ("Prices rise in spring.", "Prices tend to rise in spring.", "tend to"),
        ("The king fled.", "The king seems to have fled.", "seems to"),
        ("The work is difficult.", "The work is more or less difficult.", "more or less"),
        ("The train left.", "The train may well have left.", "may well"),
        ("A man riding a horse.", "What looks like a man riding a horse.", "What looks like"),
        ("Two dogs running.", "What appear to be two dogs running.", "What appear to be"),
        ("Is it safe?", "As far as you know, is it safe?", "As far as you know"),
    ],
)
def test_multi(anchor: str, variant: str, cue: str) -> None:
    assert hedged("multi", anchor)[variant] == cue


@pytest.mark.parametrize("anchor", ["Perhaps it rained.", "The shop seems closed.", "I think he left."])
def test_a_hedged_anchor_is_not_hedged_again(anchor: str) -> None:
    assert hedged("single", anchor) == hedged("multi", anchor) == {}


def test_years_are_not_approximated() -> None:
    assert not any("about" in text for text in hedged("single", "He died in 1984 days later."))


def test_a_single_event_is_not_usual() -> None:
    assert "usually" not in hedged("single", "A man is riding a horse.").values()


@pytest.mark.parametrize(
    ("anchor", "unfit"),
    [
        ("Her visit was planned, she told the host.", {"may", "reportedly", "Perhaps"}),
        ("I've read your letters.", {"Possibly", "allegedly", "reportedly"}),
        ("My notes say that the sample was weighed.", {"Ostensibly", "apparently", "supposedly"}),
        ("The regent was loyal to the king.", {"slightly", "somewhat"}),
        ("Our cat is friendly.", {"could", "can"}),
        ("Why are the cartridges recognised by the printer?", {"perhaps", "possibly", "Possibly"}),
        ("Nobody knows the password.", {"probably", "may"}),
        ("Although rain was forecast, the race was held.", {"Allegedly", "Probably"}),
        ("The shop around the corner repairs cracked screens.", {"apparently", "probably"}),
    ],
)
def test_single_cues_that_do_not_fit_are_left_out(anchor: str, unfit: set[str]) -> None:
    assert not unfit & set(hedged("single", anchor).values())


@pytest.mark.parametrize(
    ("anchor", "unfit"),
    [
        ("The report states that the widget works.", {"By all accounts", "On the face of it"}),
        ("My order was complete.", {"As far as anyone knows", "By all accounts"}),
        ("Why is the pool locked?", {"In your experience"}),
        ("Airline unable to refuel.", {"From what I hear"}),
        ("The king was honest.", {"a bit", "a little"}),
        ("In her book she describes how, as a girl, she obeyed every rule.", {"may well"}),
        ("It is rare for the judge to smile.", {"To some degree"}),
    ],
)
def test_several_words_that_do_not_fit_are_left_out(anchor: str, unfit: set[str]) -> None:
    assert not unfit & set(hedged("multi", anchor).values())


@pytest.mark.parametrize(
    ("anchor", "variant"),
    [
        ("Why was the road closed?", "Why might the road have been closed?"),
        ("Which phones are popular?", "Which phones might be popular?"),
        ("Why did he leave?", "Why might he have left?"),
    ],
)
def test_a_question_why_or_which_asks_what_might_be(anchor: str, variant: str) -> None:
    assert hedged("single", anchor)[variant] == "might"
