"""Hedges by cue and position: adverbs, modals, copulas, approximators, and phrases that do their work."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from hedge_hf.generate.rules import hedge_cues as cues
from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.lexicon import GRADABLE, read_words
from hedge_hf.generate.rules.morphology import HAVE, inflect
from hedge_hf.generate.rules.predicate import adverb_slot, complement, question_slot
from hedge_hf.generate.rules.sentence import Edit, Sentence
from hedge_hf.generate.rules.verb_group import coordinated_verbs, is_auxiliary
from hedge_hf.generate.rules.verb_lists import SUBJECT_STARTS

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
_NO_CLAUSE_AFTER = frozenset({"CC", "UH", '"'})
_WE = read_words("i my we our me us")
_NOT_GENERAL = read_words("two three four some several these i")


class Family(NamedTuple):
    """Cues that stand in the same place, and the edits that put one of them there."""

    cues: tuple[str, ...]
    put: Callable[[str], tuple[Edit, ...]]


def single(s: Sentence, clause: Clause | None) -> list[Family]:
    """Return the ways to hedge by one word."""
    if is_hedged(s):
        return []
    if s.is_question:
        slot = question_slot(s, clause) if clause and clause.kind == "question" else None
        return [_last(s, cues.ASKED_LAST) if slot is None else _at(s, slot, cues.ASKED_MIDDLE)]
    if clause is None:
        return _first(s, cues.PROBABLE, ",") if _may_be_clause(s) else []
    if clause.kind == "caption":
        middle = [_at(s, clause.verb, cues.CAPTION_MIDDLE)] if clause.verb > 0 else []
        return [*_first(s, cues.CAPTION_FIRST), _last(s, cues.LAST[:6]), *middle]
    if clause.kind == "imperative":
        return [*_first(s, cues.ASKED_LAST), *_first(s, ("ideally", "preferably"), ",")]
    families = _first(s, cues.PROBABLE + cues.EVIDENT, ",")
    if clause.subject == 0:
        families += _first(s, ("perhaps", "maybe"))
        if not _WE & set(s.lower):
            families.append(Family(cues.OPINIONS, lambda cue: (s.before(0, f"I {cue}"),)))
    if s.body <= 14:
        families.append(_last(s, cues.LAST))
    families += _middle(s, clause) + _modal(s, clause, ("may", "might", "could")[: 2 + (clause.tag != "VBD")])
    return families + _copula(s, clause) + _degree(s, clause, cues.DEGREES) + _about(s, cues.APPROXIMATORS)


def multi(s: Sentence, clause: Clause | None) -> list[Family]:
    """Return the ways to hedge by several words."""
    if is_hedged(s):
        return []
    if s.is_question:
        return [*_first(s, cues.ASKED, ","), _last(s, cues.ASKED)]
    if clause is None:
        return _first(s, cues.KNOWLEDGE, ",") if _may_be_clause(s) else []
    if clause.kind == "caption":
        return _seen(s, clause)
    if clause.kind == "imperative":
        return _first(s, cues.ADVICE, ",")
    knowledge = cues.KNOWLEDGE + (cues.REMEMBERED if clause.tag == "VBD" else ())
    families = _first(s, knowledge + cues.LIKELY, ",") + _first(s, cues.CLAUSES)
    if clause.subject == 0:
        families += _first(s, ("chances are",))
    if clause.kind != "there":
        families += _first(s, cues.THERE_CLAUSES)
    if s.body <= 14:
        families.append(_last(s, knowledge + cues.AFTERTHOUGHTS))
    if _is_general(s, clause):
        families += _first(s, cues.SCOPES, ",")
    if _predicate(s, clause) in GRADABLE:
        families += _first(s, cues.EXTENTS, ",")
    families += _raising(s, clause) + _modal(s, clause, ("may well", "might well"))
    return families + _degree(s, clause, cues.DEGREE_PHRASES) + _about(s, cues.APPROXIMATING_PHRASES)


def is_hedged(s: Sentence) -> bool:
    """Tell whether a sentence is hedged already."""
    opinion = s.lower[0] == "i" and s.lower[1] in cues.OPINIONS
    return bool(cues.HEDGES & set(s.lower)) or opinion or s.lower[:2] in (["according", "to"], ["thank", "you"])


def _may_be_clause(s: Sentence) -> bool:
    if cues.FILLERS & set(s.lower) or s.tags[0] not in SUBJECT_STARTS | {"IN", "RB", "VBG"} or s.body < 4:
        return False
    return any(tag[:2] in ("VB", "MD") for tag in s.tags)


def _at(s: Sentence, index: int, words: tuple[str, ...]) -> Family:
    return Family(words, lambda cue: (s.before(index, cue),))


def _first(s: Sentence, words: tuple[str, ...], comma: str = "") -> list[Family]:
    if (
        s.tags[0] in _NO_CLAUSE_AFTER
        or not s.words[0][0].isalnum()
        or s.lower[0] in ("and", "but", "so", "or", "however")
    ):
        return []
    return [Family(words, lambda cue: (s.before(0, cue + comma),))]


def _last(s: Sentence, words: tuple[str, ...]) -> Family:
    return Family(words, lambda cue: (s.at_end(f", {cue}"),))


def _is_general(s: Sentence, clause: Clause) -> bool:
    """Tell whether a clause says what holds in general, so that usually can stand in it."""
    if clause.kind != "statement" or clause.tag not in ("VBZ", "VBP") or not clause.plural:
        return False
    if s.lower[clause.subject] in _NOT_GENERAL:
        return False
    if clause.lemma == "be":
        return complement(s, clause) in ("JJ", "VBN") and s.lower[clause.verb + 1] != "next"
    return not is_auxiliary(s, clause)


def _middle(s: Sentence, clause: Clause) -> list[Family]:
    slot = None if clause.kind == "there" else adverb_slot(s, clause)
    if slot is None:
        return []
    words = cues.MIDDLE + (cues.OF_HABITS if _is_general(s, clause) else ())
    if clause.lemma == "be" and complement(s, clause) in ("JJ", "NP") and clause.tag != "MD":
        words += cues.OF_STATES
    return [_at(s, slot, words)]


def _modal(s: Sentence, clause: Clause, words: tuple[str, ...]) -> list[Family]:
    """Put a modal before the verb: runs becomes may run, ran becomes may have run."""
    if (found := _infinitive(s, clause)) is None:
        return []
    new, edits = found
    return [Family(words, lambda cue: (s.swap(clause.verb, f"{_gap(s, clause)}{cue} {new}"), *edits))]


def _gap(s: Sentence, clause: Clause) -> str:
    return " " if s.words[clause.verb][0] in "'’" else ""


def _infinitive(s: Sentence, clause: Clause) -> tuple[str, tuple[Edit, ...]] | None:
    """Return what the finite verb becomes after a modal or to, and the edits of verbs joined to it."""
    word, at = s.lower[clause.verb], clause.verb
    if clause.tag == "MD" or s.tags[at - 1] == "RB" or s.lower[at + 1] in ("not", "n't", "never", "to"):
        return None
    if clause.lemma == "be":
        return ("have been" if word in ("was", "were") else "be"), ()
    if is_auxiliary(s, clause):
        return ("have", ()) if word in HAVE - {"had"} or word == "'s" else None
    if (others := coordinated_verbs(s, clause)) is None:
        return None
    if clause.tag == "VBD":
        return f"have {inflect(clause.lemma, 'VBN')}", tuple(s.swap(i, inflect(lemma, "VBN")) for i, lemma in others)
    return clause.lemma, tuple(s.swap(i, lemma) for i, lemma in others)


def _raising(s: Sentence, clause: Clause) -> list[Family]:
    if clause.kind == "there" or (found := _infinitive(s, clause)) is None:
        return []
    new, edits = found
    plural = clause.plural or s.lower[clause.subject] in ("i", "you", "we", "they")
    ending, be = ("", "are") if plural else ("s", "is")
    words: tuple[str, ...] = (f"seem{ending} to", f"appear{ending} to")
    if s.lower[clause.subject] not in ("i", "you", "we"):
        words += tuple(f"{be} {said} to" for said in cues.RAISED)
    if _is_general(s, clause):
        words += ("tend to",)
    return [Family(words, lambda cue: (s.swap(clause.verb, f"{_gap(s, clause)}{cue} {new}"), *edits))]


def _predicate(s: Sentence, clause: Clause) -> str:
    """Return the adjective straight after be, or nothing."""
    at = clause.verb + 1
    if clause.lemma != "be" or clause.kind != "statement" or s.tags[at] != "JJ":
        return ""
    return s.lower[at] if s.tags[at + 1] in ("IN", "TO", "CC", ",", "RB", "WRB", ".") else ""


def _copula(s: Sentence, clause: Clause) -> list[Family]:
    tag = {"is": "VBZ", "are": "VB", "was": "VBD", "were": "VBD"}.get(s.lower[clause.verb])
    if not tag or not (adjective := _predicate(s, clause)):
        return []
    verbs = ("seem", "appear", "look") if adjective in GRADABLE else ("seem", "appear")
    return [Family(tuple(inflect(verb, tag) for verb in verbs), lambda cue: (s.swap(clause.verb, cue),))]


def _degree(s: Sentence, clause: Clause, words: tuple[str, ...]) -> list[Family]:
    if _predicate(s, clause) not in GRADABLE or s.lower[clause.verb + 1].endswith("er"):
        return []
    return [_at(s, clause.verb + 1, words)]


def _about(s: Sentence, words: tuple[str, ...]) -> list[Family]:
    """Put approximators before a number that counts something."""
    for at in range(1, s.body - 1):
        word = s.lower[at]
        if s.tags[at] != "CD" or not word[0].isdigit() or len(word) < 2 or _YEAR.match(word) or ":" in word:
            continue
        counts = s.tags[at + 1] == "NNS" or s.lower[at + 1] in _UNITS or word.endswith("%")
        if counts and s.tags[at - 1] in _BEFORE_NUMBER and s.lower[at - 1] not in _APPROXIMATED:
            return [_at(s, at, words)]
    return []


def _seen(s: Sentence, clause: Clause) -> list[Family]:
    families = _first(s, tuple(what.format("" if clause.plural else "s") for what in cues.WHAT))
    families += _first(s, cues.LIKELY) + _first(s, cues.SEEN, ",")
    if s.body <= 16:
        families.append(_last(s, cues.SEEN_LAST))
    return families + ([_at(s, clause.verb, cues.LIKELY)] if clause.verb > 0 else [])
