"""Hedges at the finite verb: adverbs before it, modals, and seem to, appear to or tend to."""

from __future__ import annotations

from hedge_hf.generate.rules import hedge_cues as cues
from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.finite import is_subject_plural
from hedge_hf.generate.rules.gradable import IN_DEGREES
from hedge_hf.generate.rules.hedge_places import Family, at_word
from hedge_hf.generate.rules.hedgeable import is_general
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import HAVE, inflect
from hedge_hf.generate.rules.predicate import adverb_slot, is_person, predicative_adjective
from hedge_hf.generate.rules.sentence import Edit, Sentence
from hedge_hf.generate.rules.speaker import reports
from hedge_hf.generate.rules.verb_group import coordinated_verbs, is_auxiliary

_DENYING = read_words("no nobody none neither nothing few hardly never")


def adverbs(s: Sentence, clause: Clause) -> list[Family]:
    """Put an adverb before the verb or after its auxiliary: has probably closed."""
    slot = None if clause.kind == "there" else adverb_slot(s, clause)
    if slot is None or s.lower[clause.verb] == "must" or _DENYING & set(s.lower[clause.subject : clause.verb]):
        return []
    if reports(s, clause):
        return [at_word(s, slot, cues.OF_REPORTS)]
    if clause.tag == "MD":
        asked = s.lower[clause.verb] == "should"
        return [at_word(s, slot, cues.AFTER_MODALS[: 2 if asked else None])]
    words = cues.MIDDLE + (("allegedly",) if clause.tag == "VBD" and is_person(s, clause) else ())
    words += cues.OF_HABITS if is_general(s, clause) else ()
    if predicative_adjective(s, clause) in IN_DEGREES:
        words += cues.OF_QUALITIES
    return [at_word(s, slot, words)]


def modals(s: Sentence, clause: Clause, words: tuple[str, ...]) -> list[Family]:
    """Put a modal before the verb: runs becomes may run, ran becomes may have run."""
    if (found := _infinitive(s, clause)) is None:
        return []
    new, edits = found
    return [Family(words, lambda cue: (s.swap(clause.verb, f"{_gap(s, clause)}{cue} {new}"), *edits))]


def raising_verbs(s: Sentence, clause: Clause) -> list[Family]:
    """Put a verb such as seem, or is said, before the verb: runs becomes seems to run."""
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
    if is_general(s, clause):
        words += ("tend to",)
    return [Family(words, lambda cue: (s.swap(clause.verb, f"{_gap(s, clause)}{cue} {new}"), *edits))]


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


def _gap(s: Sentence, clause: Clause) -> str:
    return " " if s.words[clause.verb][0] in "'’" else ""
