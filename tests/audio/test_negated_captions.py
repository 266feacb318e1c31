import random

import pytest

from hedge_hf.audio.negated_captions import deny_all, deny_some, has_negation, stated
from hedge_hf.audio.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()


def full(caption):
    return deny_all(caption, VOCABULARY.mentions(caption)).text


@pytest.mark.parametrize(
    ("caption", "negated"),
    [
        ("A slow song with piano and drums.", "A not slow song without piano and no drums."),
        ("Piano and drums in a slow song.", "No piano and no drums in a not slow song."),
        ("This piece features a piano. It is bright.", "This piece features no piano. It is not bright."),
        ("With a piano and a voice.", "Without piano and no voice."),
        ("An energetic tune.", "A not energetic tune."),
        ("There is a soft choral vocal behind.", "There is no soft choral vocal behind."),
        ("It has steady drums and distorted guitar solos.", "It has no steady drums and no distorted guitar solos."),
        ("Someone strums an acoustic guitar.", "Someone strums no acoustic guitar."),
        ("There is an energetic crash cymbal.", "There is no energetic crash cymbal."),
        ("The slow song and the flute.", "The not slow song and no flute."),
        ("R&B with bass.", "Not R&B without bass."),
        ("The piano plays.", "No piano plays."),
        ("Nothing here is known.", "Nothing here is known."),
    ],
)
def test_everything_stated_is_denied(caption, negated):
    assert full(caption) == negated


def test_only_what_the_tags_name_is_stated():
    caption = "A slow song with electric guitar and drums."
    named = [mention.term.name for mention in stated(caption, ["guitar", "slow tempo"], VOCABULARY)]
    assert named == ["slow", "electric guitar"]
    assert stated(caption, ["flute"], VOCABULARY) == []


def test_a_partial_negation_denies_some_and_leaves_some():
    caption = "A slow song with piano, flute and drums."
    mentions = VOCABULARY.mentions(caption)
    for seed in range(50):
        denied = deny_some(caption, mentions, random.Random(seed))
        assert 1 <= len(denied.names) <= 3
        assert denied.text not in (caption, deny_all(caption, mentions).text)
        assert all(f"no {name}" in denied.text or f"not {name}" in denied.text or f"without {name}" in denied.text
                   for name in denied.names)  # fmt: skip


def test_one_term_cannot_be_negated_in_part():
    caption = "A piano, and again the piano."
    assert deny_some(caption, VOCABULARY.mentions(caption), random.Random(0)) is None


@pytest.mark.parametrize(
    ("caption", "negative"),
    [
        ("There are no voices.", True),
        ("Piano without drums", True),
        ("It isn't slow.", True),
        ("It doesn’t rock.", True),
        ("It lacks drums.", True),
        ("Free of drums", True),
        ("A noisy nocturne, another note", False),
        ("A slow piano", False),
    ],
)
def test_a_caption_with_negation_is_told(caption, negative):
    assert has_negation(caption) is negative
