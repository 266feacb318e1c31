"""Hedges by cue and position: adverbs, modals, copulas, approximators, and phrases that do their work."""

from __future__ import annotations

import re
from itertools import pairwise

from hedge_hf.generate.rules import hedge_cues as cues
from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.finite import is_subject_plural
from hedge_hf.generate.rules.gradable import IN_DEGREES, MILD
from hedge_hf.generate.rules.hedge_places import NO_CLAUSE_AFTER, Family, at_first, at_last, at_word
from hedge_hf.generate.rules.hedged_questions import asked_by_one, asked_by_several
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import AUXILIARIES, HAVE, inflect
from hedge_hf.generate.rules.predicate import adverb_slot, complement, is_person
from hedge_hf.generate.rules.sentence import Edit, Sentence
from hedge_hf.generate.rules.speaker import is_personal, is_quoted, reports
from hedge_hf.generate.rules.verb_group import coordinated_verbs, is_auxiliary
from hedge_hf.generate.rules.verb_lists import SUBJECT_STARTS, TAKES_CLAUSE

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
_SUPPOSED = frozenset(
    {
        ("may", "have"),
        ("may", "be"),
        ("may", "not"),
        ("could", "have"),
        ("may", "well"),
        ("is", "believed"),
        ("is", "thought"),
        ("is", "said"),
        ("are", "said"),
        ("are", "thought"),
        ("are", "believed"),
    }
)
_DENYING = read_words("no nobody none neither nothing few hardly never")
_NOT_GENERAL = read_words("two three four some several these i")


def single(s: Sentence, clause: Clause | None) -> list[Family]:
    """Return the ways to hedge by one word."""
    if is_hedged(s) or is_headline(s):
        return []
    if s.is_question:
        return asked_by_one(s, clause)
    if clause is None:
        return at_first(s, cues.GUESSED, ",") if _may_be_clause(s) else []
    if clause.kind == "caption":
        middle = [at_word(s, clause.verb, cues.CAPTION_MIDDLE)] if clause.verb > 0 else []
        return [*at_first(s, cues.CAPTION_FIRST), at_last(s, cues.SEEN_WORDS), *middle]
    if clause.kind == "imperative":
        return at_first(s, ("perhaps", "maybe", "ideally", "preferably"), ",")
    if is_quoted(s):
        return _degree(s, clause)
    if is_personal(s):
        return _opinion(s, clause) + _degree(s, clause)
    families = at_first(s, ("perhaps", "maybe")) if clause.subject == 0 else []
    if not reports(s, clause):
        families += at_first(s, cues.GUESSED + cues.HEARD, ",") if clause.subject == 0 else []
        families += _modal(s, clause, ("may", "might"))
        families += [at_last(s, cues.LAST)] if s.body <= 14 else []
    families += _opinion(s, clause) + _middle(s, clause)
    return families + _copula(s, clause) + _degree(s, clause) + _about(s, cues.APPROXIMATORS)


def multi(s: Sentence, clause: Clause | None) -> list[Family]:
    """Return the ways to hedge by several words."""
    if is_hedged(s) or is_headline(s):
        return []
    if s.is_question:
        return asked_by_several(s)
    if clause is None:
        return at_first(s, cues.KNOWN, ",") if _may_be_clause(s) else []
    if clause.kind == "caption":
        return _seen(s, clause)
    if clause.kind == "imperative":
        return at_first(s, cues.ADVICE, ",")
    if is_quoted(s):
        return _degree_phrase(s, clause)
    if is_personal(s):
        own = cues.REMEMBERED if clause.tag == "VBD" else cues.OWN
        return at_first(s, own, ",") + _degree_phrase(s, clause)
    knowledge = cues.KNOWN + (("if memory serves", "as I recall") if clause.tag == "VBD" else ())
    families = at_first(s, knowledge, ",") if clause.subject == 0 else []
    families += [at_last(s, knowledge + cues.AFTERTHOUGHTS)] if s.body <= 14 else []
    families += at_first(s, cues.CLAUSES)
    if not reports(s, clause):
        families += at_first(s, cues.LIKELY_CLAUSES)
        families += _raising(s, clause) + _modal(s, clause, ("may well", "might well"))
        if clause.subject == 0:
            families += at_first(s, ("chances are",)) + at_first(s, cues.LIKELY + cues.SAID, ",")
        if clause.kind != "there":
            families += at_first(s, cues.THERE_CLAUSES)
        if clause.lemma == "be" and complement(s, clause) == "JJ" and clause.subject == 0:
            families += at_first(s, cues.SEEMING, ",")
    if _is_general(s, clause):
        families += at_first(s, cues.SCOPES, ",")
    return families + _degree_phrase(s, clause) + _about(s, cues.APPROXIMATING_PHRASES)


def is_hedged(s: Sentence) -> bool:
    """Tell whether a sentence is hedged already."""
    opinion = s.lower[0] == "i" and s.lower[1] in cues.OPINIONS
    supposed = any(pair in _SUPPOSED for pair in pairwise(s.lower))
    return (
        bool(cues.HEDGES & set(s.lower))
        or opinion
        or supposed
        or s.lower[:2] in (["according", "to"], ["thank", "you"])
    )


def is_headline(s: Sentence) -> bool:
    """Tell whether a sentence leaves out its article or its verb, as headlines do."""
    return s.tags[0] == "NN" and s.tags[1] in ("JJ", "VBN", "TO", "NN")


def _may_be_clause(s: Sentence) -> bool:
    if (
        cues.FILLERS & set(s.lower)
        or is_quoted(s)
        or is_personal(s)
        or s.lower[0] in AUXILIARIES
        or s.tags[0] not in SUBJECT_STARTS
        or s.body < 4
    ):
        return False
    return "," not in s.words[:6] and any(tag[:2] in ("VB", "MD") for tag in s.tags)


def _is_general(s: Sentence, clause: Clause) -> bool:
    """Tell whether a clause says what holds in general, so that usually can stand in it."""
    if clause.kind != "statement" or clause.tag not in ("VBZ", "VBP") or not clause.plural:
        return False
    if s.lower[clause.subject] in _NOT_GENERAL or s.tags[clause.subject] == "NNP":
        return False
    if clause.lemma == "be":
        return complement(s, clause) in ("JJ", "VBN") and s.lower[clause.verb + 1] != "next"
    return not is_auxiliary(s, clause)


def _middle(s: Sentence, clause: Clause) -> list[Family]:
    slot = None if clause.kind == "there" else adverb_slot(s, clause)
    if slot is None or s.lower[clause.verb] == "must" or _DENYING & set(s.lower[clause.subject : clause.verb]):
        return []
    if reports(s, clause):
        return [at_word(s, slot, cues.OF_REPORTS)]
    if clause.tag == "MD":
        asked = s.lower[clause.verb] == "should"
        return [at_word(s, slot, cues.AFTER_MODALS[: 2 if asked else None])]
    words = cues.MIDDLE + (("allegedly",) if clause.tag == "VBD" and is_person(s, clause) else ())
    words += cues.OF_HABITS if _is_general(s, clause) else ()
    if _predicate(s, clause) in IN_DEGREES:
        words += cues.OF_QUALITIES
    return [at_word(s, slot, words)]


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
    if (
        _DENYING & set(s.lower[clause.subject : at])
        or clause.tag == "MD"
        or s.tags[at - 1] == "RB"
        or s.lower[at + 1] in ("not", "n't", "never", "to", "still", "also", "already")
    ):
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
    if is_subject_plural(s, clause.subject, clause.verb) is None and s.tags[clause.subject] not in ("NNP", "PRP"):
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
    verbs = ("seem", "appear", "look") if adjective in IN_DEGREES else ("seem", "appear")
    return [Family(tuple(inflect(verb, tag) for verb in verbs), lambda cue: (s.swap(clause.verb, cue),))]


def _degree(s: Sentence, clause: Clause) -> list[Family]:
    adjective, at = _predicate(s, clause), clause.verb + 1
    if adjective not in IN_DEGREES or "enough" in s.lower:
        return []
    return [at_word(s, at, cues.DEGREES + (cues.MILD_DEGREES if adjective in MILD else ()))]


def _degree_phrase(s: Sentence, clause: Clause) -> list[Family]:
    adjective, at = _predicate(s, clause), clause.verb + 1
    if adjective not in IN_DEGREES or s.lower[clause.subject] == "it" or "enough" in s.lower:
        return []
    return [
        *at_first(s, cues.EXTENTS, ","),
        at_word(s, at, cues.DEGREE_PHRASES + (cues.MILD_PHRASES if adjective in MILD else ())),
    ]


def _opinion(s: Sentence, clause: Clause) -> list[Family]:
    """Put the speaker before a clause: I think the road is closed."""
    if (
        clause.subject
        or s.lower[0] in AUXILIARIES
        or s.tags[0] in NO_CLAUSE_AFTER
        or (s.lower[0] == "i" and clause.lemma in TAKES_CLAUSE)
    ):
        return []
    if reports(s, clause) and s.lower[0] in ("i", "we"):
        return []
    if s.lower[0] == "i" and clause.lemma in ("trust", "agree", "want", "have", "suspect", "feel", "like", "do"):
        return []
    words = cues.OPINIONS[:4] if is_personal(s) else cues.OPINIONS
    return [Family(words, lambda cue: (s.before(0, f"I {cue}"),))]


def _about(s: Sentence, words: tuple[str, ...]) -> list[Family]:
    """Put approximators before a number that counts something."""
    for at in range(1, s.body - 1):
        word = s.lower[at]
        if s.tags[at] != "CD" or not word[0].isdigit() or len(word) < 2 or _YEAR.match(word) or ":" in word:
            continue
        counts = s.tags[at + 1] == "NNS" or s.lower[at + 1] in _UNITS or word.endswith("%")
        if counts and s.tags[at - 1] in _BEFORE_NUMBER and s.lower[at - 1] not in _APPROXIMATED:
            return [at_word(s, at, words)]
    return []


def _seen(s: Sentence, clause: Clause) -> list[Family]:
    families = at_first(s, tuple(what.format("" if clause.plural else "s") for what in cues.WHAT))
    families += at_first(s, cues.LIKELY) + at_first(s, cues.SEEN, ",")
    if s.body <= 16:
        families.append(at_last(s, cues.SEEN_LAST))
    return families + ([at_word(s, clause.verb, cues.LIKELY)] if clause.verb > 0 else [])
