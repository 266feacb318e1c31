from __future__ import annotations

import pytest

from hedge_hf.generate.audit.words import jaccard, overlap, place, same_start, words


def test_words_are_lower_case_with_contractions_whole() -> None:
    assert words("The lamp ISN’T on, non-stop!") == ["the", "lamp", "isn't", "on", "non", "stop"]
    assert words("... !") == []


def test_overlap_is_the_share_of_the_different_words_of_the_query() -> None:
    assert overlap("the lamp, the LAMP is on", "A lamp is off") == 2 / 4
    assert overlap("lamp", "The lamp is on") == 1.0
    assert overlap("???", "The lamp is on") == 0.0


def test_jaccard_is_the_share_of_words_of_both() -> None:
    assert jaccard(["a", "b", "b"], ["b", "c"]) == 1 / 3
    assert jaccard([], []) == 1.0
    assert jaccard([], ["a"]) == 0.0


@pytest.mark.parametrize(
    ("cue", "text", "before"),
    [
        ("Presumably", "Presumably, it is on.", 0),
        ("as far as I know", "It is on, as far as I know.", 3),
        ("is", "This one is on and is new.", 2),
        ("no", "It does not work.", -1),
        ("non-stop", "It runs non-stop.", 2),
        ("!", "It is on!", -1),
    ],
)
def test_place_counts_the_words_before_the_cue(cue: str, text: str, before: int) -> None:
    assert place(words(cue), words(text)) == before


def test_same_start_stops_at_the_first_difference() -> None:
    assert same_start(["a", "b", "c"], ["a", "x", "c"]) == 1
    assert same_start(["a"], ["a", "b"]) == 1
    assert same_start([], ["a"]) == 0
