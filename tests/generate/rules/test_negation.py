from __future__ import annotations

import pytest
from rules_texts import affirmed, negated


@pytest.mark.parametrize(
    ("anchor", "variant", "cue"),
    [
        ("The water is safe to drink.", "The water isn't safe to drink.", "isn't"),
        ("The parcel has arrived.", "The parcel has not arrived.", "has not"),
        ("He has a boat.", "He doesn't have a boat.", "doesn't"),
        ("They have to leave.", "They do not have to leave.", "do not"),
        ("The drug lowers blood pressure.", "The drug doesn't lower blood pressure.", "doesn't"),
        ("She wrote a letter.", "She didn't write a letter.", "didn't"),
        ("We'll wait.", "We won't wait.", "won't"),
        ("It's a big problem.", "It's not a big problem.", "not"),
        ("Visitors may feed the birds.", "Visitors cannot feed the birds.", "cannot"),
        ("Open the valve.", "Don't open the valve.", "Don't"),
        ("Is the water safe?", "Isn't the water safe?", "Isn't"),
        ("Why was the road closed?", "Why wasn't the road closed?", "wasn't"),
        ("Who opened the door?", "Who didn't open the door?", "didn't"),
        ("There are dogs in the yard.", "There aren't dogs in the yard.", "aren't"),
        ("She sat and read.", "She did not sit and read.", "did not"),
        ("A man riding a horse.", "A man not riding a horse.", "not"),
        ("A bowl of soup on a table.", "There isn't a bowl of soup on a table.", "isn't"),
        ("two dogs playing in the snow", "there are not two dogs playing in the snow", "are not"),
        ("When the rain stopped, the children played.", "When the rain stopped, the children didn't play.", "didn't"),
        ("The lamp that she bought is red.", "The lamp that she bought isn't red.", "isn't"),
        ("The guide, who had slept, led the climb.", "The guide, who had slept, didn't lead the climb.", "didn't"),
        ("The man dressed in black is singing.", "The man dressed in black isn't singing.", "isn't"),
        ("A man is riding a horse.", "There isn't a man riding a horse.", "isn't"),
        ("All the lamps were lit.", "The lamps were not lit.", "were not"),
    ],
)
def test_verbal(anchor: str, variant: str, cue: str) -> None:
    assert negated("verbal", anchor)[variant] == cue


@pytest.mark.parametrize(
    ("anchor", "variant"),
    [
        ("She bought some bread.", "She didn't buy any bread."),
        ("He told somebody.", "He didn't tell anybody."),
        ("He is coming too.", "He isn't coming either."),
        ("The train has already left.", "The train has not left."),
        ("The volcano is still active.", "The volcano is not active."),
        ("He also plays the harp.", "He doesn't play the harp."),
    ],
)
def test_verbal_negation_changes_polarity_items(anchor: str, variant: str) -> None:
    assert variant in negated("verbal", anchor)


@pytest.mark.parametrize(
    "anchor",
    [
        "Every reviewer approved.",
        "Everybody laughed.",
        "He used to smoke.",
        "You had better go.",
        "He'd gone.",
        "She just left.",
        "He almost fell.",
        "A woman told the panel the truth.",
        "Some historians argue that he was murdered.",
        "He translates every line.",
    ],
)
def test_verbal_negation_is_left_out_where_it_would_be_odd_or_mean_something_else(anchor: str) -> None:
    assert negated("verbal", anchor) == {}


@pytest.mark.parametrize(
    ("anchor", "variant", "cue"),
    [
        ("Some buses run on Sundays.", "No buses run on Sundays.", "No"),
        ("Every seat was taken.", "Not a single seat was taken.", "Not a single"),
        ("All the dogs are barking.", "None of the dogs are barking.", "None of"),
        ("Somebody answered the phone.", "Nobody answered the phone.", "Nobody"),
        ("He always locks the shed.", "He never locks the shed.", "never"),
        ("The firm still makes clocks.", "The firm no longer makes clocks.", "no longer"),
        ("Both the roof and the floor leak.", "Neither the roof nor the floor leaks.", "Neither"),
        ("Both cameras survived.", "Neither camera survived.", "Neither"),
        ("A man and a woman are walking.", "Neither a man nor a woman is walking.", "Neither"),
        ("A room with a couch.", "A room without a couch.", "without"),
        ("The report contains some errors.", "The report contains no errors.", "no"),
        ("There are two dogs in the yard.", "There are no dogs in the yard.", "no"),
        ("A man riding a horse.", "There is no man riding a horse.", "no"),
        ("Many people drink tea.", "Few people drink tea.", "Few"),
        (
            "You should touch the wires.",
            "You should under no circumstances touch the wires.",
            "under no circumstances",
        ),
        ("The old bridge moved in the wind.", "The old bridge hardly moved in the wind.", "hardly"),
        ("Open the valve.", "Never open the valve.", "Never"),
    ],
)
def test_absolute(anchor: str, variant: str, cue: str) -> None:
    assert negated("absolute", anchor)[variant] == cue


@pytest.mark.parametrize(
    "anchor", ["The box is filled with a liquid.", "She agreed with a friend.", "Some came, others left."]
)
def test_absolute_negation_leaves_with_and_contrasts_alone(anchor: str) -> None:
    assert not any("without" in text or text.startswith("No ") for text in negated("absolute", anchor))


@pytest.mark.parametrize(
    ("anchor", "variant", "cue"),
    [
        ("The ladder is safe.", "The ladder is unsafe.", "unsafe"),
        ("It was a fair trial.", "It was an unfair trial.", "unfair"),
        ("It was an accurate map.", "It was an inaccurate map.", "inaccurate"),
        ("The reviewers agreed.", "The reviewers disagreed.", "disagreed"),
        ("The spider is harmful.", "The spider is harmless.", "harmless"),
        ("The letter was answered.", "The letter went unanswered.", "unanswered"),
        ("He spelled the name correctly.", "He spelled the name incorrectly.", "incorrectly"),
        ("He can swim.", "He is unable to swim.", "unable"),
        ("She renewed her permit.", "She was unable to renew her permit.", "unable"),
        ("A man riding a horse.", "A man unwilling to ride a horse.", "unwilling"),
    ],
)
def test_affixal(anchor: str, variant: str, cue: str) -> None:
    assert negated("affixal", anchor)[variant] == cue


@pytest.mark.parametrize(
    "anchor",
    ["He is known as Bob.", "This is the happiest day.", "The house stands on a hill.", "She was paid by the bank."],
)
def test_affixal_negation_is_left_out_without_a_real_pair(anchor: str) -> None:
    assert negated("affixal", anchor) == {}


@pytest.mark.parametrize(
    ("anchor", "variant", "cue"),
    [
        ("The harbour is open.", "The harbour is closed.", "closed"),
        ("The clinic accepts the card.", "The clinic rejects the card.", "rejects"),
        ("The fare includes luggage.", "The fare excludes luggage.", "excludes"),
        ("The cabin has a heater.", "The cabin lacks a heater.", "lacks"),
        ("She renewed her permit.", "She failed to renew her permit.", "failed"),
        ("The results are clear.", "The results are far from clear.", "far from"),
        ("A man is riding a horse.", "A man has stopped riding a horse.", "stopped"),
        ("A man riding a horse.", "A man refusing to ride a horse.", "refusing"),
        ("A small boat on a lake.", "A large boat on a lake.", "large"),
        ("The request was approved.", "The request was rejected.", "rejected"),
    ],
)
def test_lexical(anchor: str, variant: str, cue: str) -> None:
    assert negated("lexical", anchor)[variant] == cue


@pytest.mark.parametrize("anchor", ["A young boy eating.", "Hot dogs on a plate.", "A high school in town."])
def test_antonyms_respect_fixed_phrases(anchor: str) -> None:
    assert not any(cue in ("old", "elderly", "cold", "low", "Cold") for cue in negated("lexical", anchor).values())


@pytest.mark.parametrize(
    ("anchor", "kind", "variant", "cue"),
    [
        ("The dog isn't dangerous.", "verbal", "The dog is dangerous.", "is"),
        ("I can't hear you.", "verbal", "I can hear you.", "can"),
        ("She doesn't hate her job.", "verbal", "She hates her job.", "hates"),
        ("He did not come.", "verbal", "He came.", "came"),
        ("It wasn't found anywhere.", "verbal", "It was found somewhere.", "was"),
        ("Nobody believes the rumour.", "absolute", "Somebody believes the rumour.", "Somebody"),
        ("They never argue.", "absolute", "They always argue.", "always"),
        ("The shop no longer sells bread.", "absolute", "The shop still sells bread.", "still"),
        ("None of the lamps are lit.", "absolute", "Some of the lamps are lit.", "Some of"),
    ],
)
def test_negated_anchors_become_affirmative(anchor: str, kind: str, variant: str, cue: str) -> None:
    name, variants = affirmed(anchor)
    assert name == kind
    assert variants[variant] == cue


@pytest.mark.parametrize("anchor", ["He isn't coming yet.", "Not only dogs bark.", "No one never lies."])
def test_some_negations_cannot_be_taken_away(anchor: str) -> None:
    assert affirmed(anchor)[1] == {}


@pytest.mark.parametrize(
    ("anchor", "unfit"),
    [
        ("The war debt was paid by 1910.", {"never", "at no point"}),
        ("When the grain arrived, prices became stable.", {"never", "at no time"}),
        ("The mayor remained popular.", {"never", "at no point"}),
        ("The charger is compatible with my phone.", {"never"}),
        ("The disease is incurable.", {"never"}),
        ("I suspect that the twins broke the lamp.", {"seldom", "never"}),
        ("It is thought that the scheme failed.", {"never"}),
        ("Fresh snow reflects most of the sunlight.", {"no longer"}),
        ("The bread rolls were fresh.", {"Not one of"}),
        ("Two cleaners are hanging from ropes, and the taller one is singing.", {"No"}),
        ("She will sign with a smaller label.", {"without", "no"}),
        ("The dress my sister chose fits her.", {"never", "at no time"}),
    ],
)
def test_absolute_cues_that_do_not_fit_are_left_out(anchor: str, unfit: set[str]) -> None:
    assert not unfit & set(negated("absolute", anchor).values())


@pytest.mark.parametrize(
    ("anchor", "unfit"),
    [
        ("He hinted that the post was filled.", {"failed"}),
        ("We ran out of bread.", {"forgot", "failed"}),
        ("Players over forty were eligible.", {"anything but", "far from"}),
        ("The mayor remained popular.", {"anything but", "far from"}),
        ("It was a course that cured her.", {"anything but"}),
        ("Paris is a town in Texas.", {"anything but"}),
        ("They found the excuse convincing.", {"missed"}),
        ("The guide encouraged us to touch it.", {"deterred"}),
        ("Her claim was supported by the evidence.", {"opposed"}),
        ("The witness remembered the colour accurately.", {"forgot"}),
        ("I've read the letters.", {"ignore"}),
    ],
)
def test_lexical_cues_that_do_not_fit_are_left_out(anchor: str, unfit: set[str]) -> None:
    assert not unfit & set(negated("lexical", anchor).values())


@pytest.mark.parametrize(
    ("anchor", "unfit"),
    [
        ("The guide translates Latin.", {"uninterested", "disinclined"}),
        ("The fern will recover.", {"unlikely"}),
        ("The drivers noticed the noise.", {"unable"}),
        ("The ink was still legible.", {"illegible"}),
        ("The city connected the estate to the sewer.", {"disconnected"}),
        ("The doctor regards the diary as relevant.", {"disregards"}),
        ("The editor slows down when large files are opened.", {"unopened"}),
    ],
)
def test_affixal_cues_that_do_not_fit_are_left_out(anchor: str, unfit: set[str]) -> None:
    assert not unfit & set(negated("affixal", anchor).values())
