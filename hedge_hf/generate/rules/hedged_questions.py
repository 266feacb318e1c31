"""Hedges of questions, by one word or several."""

from __future__ import annotations

from hedge_hf.generate.rules import hedge_cues as cues
from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.hedge_places import Family, at_first, at_last, at_word
from hedge_hf.generate.rules.morphology import HAVE, inflect, verb_forms
from hedge_hf.generate.rules.predicate import question_slot
from hedge_hf.generate.rules.sentence import Sentence


def asked_by_one(s: Sentence, clause: Clause | None) -> list[Family]:
    """Return the ways to hedge a question by one word: a modal in one that asks why or who, or an adverb."""
    if clause is None or clause.kind != "question":
        return []
    slot = question_slot(s, clause)
    if s.lower[clause.subject] in ("who", "what", "which", "where", "when", "why", "how"):
        return _asked_modal(s, clause, slot)
    return [at_last(s, cues.ASKED_LAST)] if slot is None else [at_word(s, slot, cues.ASKED_MIDDLE)]


def asked_by_several(s: Sentence) -> list[Family]:
    """Return the ways to hedge a question by several words."""
    words = cues.ASKED_WHY if s.lower[0] in ("why", "how") else cues.ASKED
    return [*at_first(s, words, ","), *([at_last(s, words)] if s.body <= 14 else [])]


def _asked_modal(s: Sentence, clause: Clause, slot: int | None) -> list[Family]:
    """Ask what might be: why is it locked becomes why might it be locked."""
    word, at = s.lower[clause.verb], clause.verb
    past = clause.tag == "VBD"
    if clause.tag == "MD" or s.words[at][0] in "'’" or s.lower[at + 1] in ("not", "n't"):
        return []
    if clause.lemma == "be" and s.lower[0] in ("who", "which", "what") and s.tags[at + 1] in ("JJ", "VBN", "VBG"):
        rest = "have been" if past else "be"
        return [Family(("might",), lambda cue: (s.swap(at, f"{cue} {rest}"),))]
    if slot is None or s.lower[0] in ("when", "how"):
        return []
    if clause.lemma == "be":
        return [Family(("might",), lambda cue: (s.swap(at, cue), s.before(slot, "have been" if past else "be")))]
    if word in HAVE and not past:
        return [Family(("might",), lambda cue: (s.swap(at, cue), s.before(slot, "have")))]
    if word != "did" or "VB" not in verb_forms(s.lower[slot]):
        return []
    done = f"have {inflect(s.lower[slot], 'VBN')}"
    return [Family(("might",), lambda cue: (s.swap(at, cue), s.swap(slot, done)))]
