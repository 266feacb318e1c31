"""Hedges of degree: of the adjective after be, and of a number that counts something."""

from __future__ import annotations

import re

from hedge_hf.generate.rules import hedge_cues as cues
from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.gradable import IN_DEGREES, MILD
from hedge_hf.generate.rules.hedge_places import Family, at_first, at_word
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import inflect
from hedge_hf.generate.rules.predicate import predicative_adjective
from hedge_hf.generate.rules.sentence import Sentence

_YEAR = re.compile(r"(?:1[0-9]|20)\d\d$")
_UNITS = read_words(
    """
    percent % million billion miles metres meters feet years days hours minutes weeks months people kilometers
    kilometres pounds dollars euros tons tonnes degrees km
    """
)
_BEFORE_NUMBER = frozenset({"IN", "VBD", "VBZ", "VBP", "VBN", "VBG", "VB", "TO", "CC"})
_APPROXIMATED = read_words(
    """
    about over under than within to between and or around nearly some from
    """
)


def copulas(s: Sentence, clause: Clause) -> list[Family]:
    """Replace be by a verb such as seem: is late becomes seems late."""
    tag = {"is": "VBZ", "are": "VB", "was": "VBD", "were": "VBD"}.get(s.lower[clause.verb])
    if not tag or not (adjective := predicative_adjective(s, clause)):
        return []
    verbs = ("seem", "appear", "look") if adjective in IN_DEGREES else ("seem", "appear")
    return [Family(tuple(inflect(verb, tag) for verb in verbs), lambda cue: (s.swap(clause.verb, cue),))]


def degrees(s: Sentence, clause: Clause) -> list[Family]:
    """Put a word of degree before the adjective: fairly cheap."""
    adjective, at = predicative_adjective(s, clause), clause.verb + 1
    if adjective not in IN_DEGREES or "enough" in s.lower:
        return []
    return [at_word(s, at, cues.DEGREES + (cues.MILD_DEGREES if adjective in MILD else ()))]


def degree_phrases(s: Sentence, clause: Clause) -> list[Family]:
    """Put a phrase of degree before the adjective or the sentence: to some extent, a little cheap."""
    adjective, at = predicative_adjective(s, clause), clause.verb + 1
    if adjective not in IN_DEGREES or s.lower[clause.subject] == "it" or "enough" in s.lower:
        return []
    return [
        *at_first(s, cues.EXTENTS, ","),
        at_word(s, at, cues.DEGREE_PHRASES + (cues.MILD_PHRASES if adjective in MILD else ())),
    ]


def before_number(s: Sentence, words: tuple[str, ...]) -> list[Family]:
    """Put approximators before a number that counts something."""
    for at in range(1, s.body - 1):
        word = s.lower[at]
        if s.tags[at] != "CD" or not word[0].isdigit() or len(word) < 2 or _YEAR.match(word) or ":" in word:
            continue
        counts = s.tags[at + 1] == "NNS" or s.lower[at + 1] in _UNITS or word.endswith("%")
        if counts and s.tags[at - 1] in _BEFORE_NUMBER and s.lower[at - 1] not in _APPROXIMATED:
            return [at_word(s, at, words)]
    return []
