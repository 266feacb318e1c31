"""Sentences that are fit for anchors and unlike each other, for the tests."""

from __future__ import annotations

import random

_WORDS = (
    "old red small bright wooden quiet heavy young tall local famous early green public modern ancient gentle noisy",
    "teacher engine garden market bridge doctor village painter soldier library station farmer ship letter museum",
    "follows repairs paints carries visits builds sells protects opens crosses admires measures cleans finds moves",
    "harbour festival fence tower window kitchen captain nurse lawyer student pilot forest mountain river house",
    "morning winter summer evening holiday weekend storm concert meeting parade wedding harvest strike market race",
)


def make_sentences(number: int, seed: int = 0) -> list[str]:
    """Return different sentences of eleven words."""
    chance = random.Random(seed)
    adjectives, nouns, verbs, places, times = (words.split() for words in _WORDS)
    made: dict[str, None] = {}
    while len(made) < number:
        one, two, three = (chance.choice(adjectives) for _ in range(3))
        noun, verb, place, time = (chance.choice(words) for words in (nouns, verbs, places, times))
        made[f"The {one} {noun} {verb} the {two} {place} before the {three} {time}."] = None
    return list(made)
