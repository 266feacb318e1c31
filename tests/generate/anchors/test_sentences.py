from __future__ import annotations

import pytest

from hedge_hf.generate.anchors.sentences import FLAWS, flaw, split


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("length", "Too short to be used."[:14]),
        ("length", "One two three four."),
        ("length", "A - very - short - one."),
        ("length", " ".join(["word"] * 41)),
        ("length", " ".join(["interminable"] * 17)),
        ("markup", "More of it is on https://example.org for all."),
        ("markup", "Write to somebody@example.org if you like it."),
        ("markup", "The cat is <b>black</b> and the dog is white."),
        ("markup", "The cat &amp; the dog are both very old."),
        ("markup", "- the first point of the long list"),
        ("markup", "2. The second point of the long list"),
        ("markup", "The text goes on and on..."),
        ("characters", "THE CAT SITS ON THE OLD MAT"),
        ("characters", "Rates: 12.5 13.7 14.9 15.2 16.8 rose"),
        ("unbalanced", 'He said "the cat sits on the mat'),
        ("unbalanced", "The cat (or the dog sits on the mat."),
        ("unbalanced", "The cat ] or the dog [ sits here now."),
        ("unbalanced", "“The cat sits on the old mat."),
        ("talk", "Does the cat sit on the mat?"),
        ("talk", "Yes, the cat sits on the mat."),
        ("talk", "A: the cat sits on the mat."),
        ("fragment", "Stocks to watch on the market today:"),
        ("fragment", ", and the cat sits on the mat."),
        ("lower case", "and the cat sits on the mat."),
        ("title", "Combined Power Plant Air Pollutant Control"),
        ("title", "Dick Wilson, CNN, Pittsburgh, Pennsylvania, Ohio."),
    ],
)
def test_flaws_are_named(name: str, sentence: str) -> None:
    assert flaw(sentence) == name
    assert name in FLAWS


@pytest.mark.parametrize(
    "sentence",
    [
        "The cat sits on the mat.",
        "A man in a blue shirt stands on a ladder",
        "The rule was promulgated in 1997 (and amended twice).",
        'He was looking for a "wanted man."',
        "“The cat sits on the mat,” he said.",
        "She won 98% of the votes in her own town!",
        "Well cooked food stands on the table.",
        "No dog is allowed in the old library.",
        "24 veterans will receive the medal next month.",
        "Der alte Hund schläft heute vor dem Haus.",
    ],
)
def test_good_sentences_have_none(sentence: str) -> None:
    assert flaw(sentence) is None


def test_only_captions_may_start_in_lower_case() -> None:
    assert flaw("a man riding a horse on the beach") == "lower case"
    assert flaw("a man riding a horse on the beach", captions=True) is None
    assert flaw("a man", captions=True) == "length"


def test_texts_are_split_into_sentences_and_lines() -> None:
    text = "Dr. Smith met  Mr. Jones at home. They talked, e.g. about cats.\nA new line\n\n"

    assert list(split(text, "en")) == [
        "Dr. Smith met Mr. Jones at home.",
        "They talked, e.g. about cats.",
        "A new line",
    ]
    assert list(split(" \n ", "en")) == []
