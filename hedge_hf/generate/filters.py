"""Decides which variants are good enough: each filter has a name and sees an anchor and one variant of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from hedge_hf.data.schema import VARIANT_TYPES
from hedge_hf.generate.cue_types import negators, wrong_type
from hedge_hf.generate.language_detection import other_language
from hedge_hf.generate.types import Anchor, Draft, Variant
from hedge_hf.taxonomy.patterns import find_words

MOST_CHARACTERS = 60
MOST_WORDS = 10
FEWEST_KEPT, FEWEST_WORDS = 1 / 3, 3

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_STEM = 4


class Case(NamedTuple):
    """A variant to judge beside its anchor; `hedge` tells whether it claims to be a hedge or a negation."""

    anchor: Anchor
    variant: Variant
    hedge: bool


Filter = Callable[[Case], str | None]


def schema(case: Case) -> str | None:
    """Refuse a blank text or cue, an unknown type, and a copy of the anchor."""
    variant = case.variant
    if not variant["text"].strip() or not variant["cue"].strip():
        return "blank text or cue"
    if variant["type"] not in VARIANT_TYPES["hedges" if case.hedge else "negations"]:
        return f"unknown type {variant['type']!r}"
    if "\n" in variant["text"].strip():
        return "more than one line"
    return "same as the anchor" if _words(variant["text"]) == _words(case.anchor.text) else None


def in_language(case: Case) -> str | None:
    """Refuse a text in another language."""
    found = other_language(case.variant["text"], case.anchor.language)
    return f"written in {found}" if found else None


def distance(case: Case) -> str | None:
    """Refuse what is 60 characters or more, or more than 10 words, away from the anchor (arXiv 2507.12782)."""
    characters = Levenshtein.distance(case.anchor.text, case.variant["text"], score_cutoff=MOST_CHARACTERS)
    if characters >= MOST_CHARACTERS:
        return f"{MOST_CHARACTERS} characters or more from the anchor"
    words = Levenshtein.distance(_words(case.anchor.text), _words(case.variant["text"]), score_cutoff=MOST_WORDS)
    return f"more than {MOST_WORDS} words from the anchor" if words > MOST_WORDS else None


def content(case: Case) -> str | None:
    """Refuse a variant that keeps under a third of the anchor's long words, where it has three or more."""
    wanted = _stems(case.anchor.text)
    kept = len(wanted & _stems(case.variant["text"]))
    few = len(wanted) >= FEWEST_WORDS and kept < FEWEST_KEPT * len(wanted)
    return f"keeps {kept} of {len(wanted)} long words" if few else None


def cue(case: Case) -> str | None:
    """Refuse a cue that is not in the text, stands in the anchor already, or cannot be of its type.

    Where the anchor is negated itself, its negation is affirmative and has no cue of the type.
    """
    claimed, code = case.variant["cue"], case.anchor.language
    if not _has(case.variant["text"], claimed):
        return "not in the text"
    if not case.hedge and negators(case.anchor.text, code):
        return None
    if _has(case.anchor.text, claimed):
        return "in the anchor already"
    return wrong_type(claimed, case.variant["type"], code)


def polarity(case: Case) -> str | None:
    """Refuse a hedge that adds or drops a negator, and an affixal or lexical cue beside one ("not unsafe" affirms).

    Negations of negated anchors are not judged: what un-negates them is too varied for a rule.
    """
    code = case.anchor.language
    before, after = negators(case.anchor.text, code), negators(case.variant["text"], code)
    within = negators(case.variant["cue"], code)
    if case.hedge:
        return None if before in (after, after - within) else f"{after} negators instead of {before}"
    judged = not before and case.variant["type"] in ("affixal", "lexical")
    return "a negator beside the cue" if judged and after > within else None


FILTERS: dict[str, Filter] = {
    "schema": schema,
    "language": in_language,
    "distance": distance,
    "content": content,
    "cue": cue,
    "polarity": polarity,
}


def duplicates(draft: Draft) -> list[Variant]:
    """Return the variants that repeat one before them, punctuation and case aside."""
    seen: set[tuple[str, ...]] = set()
    repeated = []
    for variant in (*draft.hedges, *draft.negations):
        words = tuple(_words(variant["text"]))
        if words in seen:
            repeated.append(variant)
        seen.add(words)
    return repeated


@lru_cache(maxsize=64)
def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


@lru_cache(maxsize=64)
def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _words(text) if len(word) >= _STEM}


def _has(text: str, words: str) -> bool:
    return find_words(text.lower(), words.lower()) >= 0
