"""Questions about the verb group of a clause that several rules ask."""

from __future__ import annotations

from typing import NamedTuple

from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.lexicon import PEOPLE, PERSONAL_PRONOUNS, read_words
from hedge_hf.generate.rules.morphology import inflect, verb_forms
from hedge_hf.generate.rules.sentence import Edit, Sentence
from hedge_hf.generate.rules.verb_group import coordinated_verbs, is_auxiliary
from hedge_hf.generate.rules.verb_lists import STATIVES

NOT_WILLED = read_words(
    """
    see hear notice find receive win arrive earn discover learn reach recover emerge excel succeed realise
    realize bloom bark flow shine drift
    """
)
POSES = read_words(
    """
    sit stand lie lay wear wait pose look walk lean kneel hold rest gather ride
    """
)
_SINGULAR = {"are": "is", "were": "was", "have": "has", "do": "does", "'re": "is", "'ve": "has"}


def set_number(s: Sentence, clause: Clause, plural: bool) -> list[Edit] | None:
    """Return the edits that make the finite verb singular; None if it cannot be done."""
    if plural:
        return None
    word = s.lower[clause.verb]
    if word in _SINGULAR:
        return [s.swap(clause.verb, _SINGULAR[word])]
    return [s.swap(clause.verb, inflect(clause.lemma, "VBZ"))] if clause.tag == "VBP" else []


def adverb_slot(s: Sentence, clause: Clause) -> int | None:
    """Return before which word an adverb stands: before a verb, after an auxiliary; None if another is there."""
    at = clause.verb
    if s.tags[at - 1] == "RB" and at - 1 >= clause.subject and s.lower[at - 1] not in ("here", "there", "together"):
        return None
    if s.lower[at] == "cannot":
        return None
    if is_auxiliary(s, clause):
        at += 1
        if at >= s.body or s.tags[at] in ("RB", "RBR", ",", "CC"):
            return None
    return at


def complement(s: Sentence, clause: Clause) -> str:
    """Return what follows the finite verb: VBG, VBN, JJ, VB, NP, or empty for anything else."""
    at = clause.verb + 1
    while at < s.body and s.tags[at] == "RB":
        at += 1
    if at >= s.body:
        return ""
    tag, word = s.tags[at], s.lower[at]
    forms = verb_forms(word)
    if tag == "VBG" or (word.endswith("ing") and "VBG" in forms):
        return "VBG"
    if tag in ("VBN", "VBD") and "VBN" in forms:
        return "VBN"
    if word in ("a", "an", "the", "his", "her", "their", "our", "one", "my"):
        return "NP"
    if tag == "JJ":
        ends = at + 1 >= s.body or s.tags[at + 1] not in ("NN", "NNS", "NNP", "JJ", "CC", "VBG")
        return "JJ" if ends else ""
    return "VB" if "VB" in forms and clause.tag in ("MD",) else ""


def predicative_adjective(s: Sentence, clause: Clause) -> str:
    """Return the adjective straight after be, or nothing."""
    at = clause.verb + 1
    if clause.lemma != "be" or clause.kind != "statement" or s.tags[at] != "JJ":
        return ""
    return s.lower[at] if s.tags[at + 1] in ("IN", "TO", "CC", ",", "RB", "WRB", ".") else ""


def main_verb(s: Sentence, clause: Clause) -> int | None:
    """Return the index of the verb that takes the object; None for be and in doubt."""
    if clause.kind == "caption":
        return clause.verb if clause.verb > 0 else None
    if clause.kind not in ("statement", "imperative"):
        return None
    if not is_auxiliary(s, clause):
        return clause.verb
    at = clause.verb + 1
    while at < s.body and s.tags[at] in ("RB",):
        at += 1
    if at >= s.body:
        return None
    forms = verb_forms(s.lower[at])
    if clause.lemma == "be":
        return at if "VBG" in forms and s.lower[at].endswith("ing") and s.tags[at] != "JJ" else None
    if clause.tag == "MD":
        return at if "VB" in forms and s.lower[at] not in ("be", "have") else None
    return at if "VBN" in forms and s.lower[at] != "been" else None


def question_slot(s: Sentence, clause: Clause) -> int | None:
    """Return the index after the subject of a question, if the subject is sure to end there."""
    at = clause.verb + 1
    if s.lower[at] in ("i", "you", "he", "she", "it", "we", "they"):
        return at + 1 if at + 1 < s.body and s.tags[at + 1] != "RB" and s.lower[at + 1] != "not" else None
    if s.lower[at] in ("the", "this", "that", "your", "his", "her", "their", "our", "my", "these", "those"):
        after = at + 2
        if after < s.body and s.tags[at + 1] in ("NN", "NNS"):
            forms = verb_forms(s.lower[after])
            fits = (
                s.tags[after] == "JJ" or "VBN" in forms or s.lower[after].endswith("ing")
                if clause.lemma == "be"
                else "VB" in forms or ("VBN" in forms and clause.lemma == "have")
            )
            return after if fits and s.tags[after] not in ("NN", "NNS") else None
    return None


def is_person(s: Sentence, clause: Clause) -> bool:
    """Tell whether the subject names somebody who can want or refuse."""
    if s.lower[clause.subject] in PERSONAL_PRONOUNS:
        return True
    stop = clause.verb if clause.verb > 0 else s.body
    for index in range(clause.subject, stop):
        if s.tags[index] in ("IN", "VBG", "VBN", "WP", "WDT") or s.lower[index] == ",":
            return s.lower[index - 1] in PEOPLE or s.lower[index - 1].rstrip("s") in PEOPLE
    return s.lower[stop - 1] in PEOPLE or s.lower[stop - 1].rstrip("s") in PEOPLE


class Action(NamedTuple):
    """What somebody does, so that it can be put after to: the words `start` to `stop` are replaced.

    Attributes:
        start: Index of the verb.
        stop: Index past it.
        lemma: Its lemma.
        form: "VBZ", "VBP" or "VBD" of a finite verb, "be" of a progressive, "VBN" of a perfect, "VBG" of a caption.
        edits: Changes to verbs joined by and.
    """

    start: int
    stop: int
    lemma: str
    form: str
    edits: tuple[Edit, ...]


def find_action(s: Sentence, clause: Clause) -> Action | None:
    """Return the action of the main clause, if it is one that can fail."""
    at = main_verb(s, clause)
    if at is None or clause.kind == "imperative" or clause.tag == "MD":
        return None
    if clause.kind == "statement" and at == clause.verb and s.tags[at - 1] == "RB":
        return None
    if at != clause.verb and at != clause.verb + 1:
        return None
    tag = "VBG" if (s.lower[at].endswith("ing") and clause.verb != at) or clause.kind == "caption" else clause.tag
    lemma = clause.lemma if at == clause.verb else verb_forms(s.lower[at]).get("VBG", "")
    if not lemma or lemma in STATIVES - POSES:
        return None
    if tag == "VBG":
        later = range(at + 1, s.body - 1)
        if any(
            (s.tags[i] == "CC" and s.tags[i + 1] in ("VBG", "RB")) or (s.words[i] == "," and s.tags[i + 1] == "VBG")
            for i in later
        ):
            return None
        return Action(at, at + 1, lemma, "VBG" if clause.kind == "caption" else "be", ())
    others = coordinated_verbs(s, clause)
    if others is None:
        return None
    return Action(at, at + 1, lemma, clause.tag, tuple(s.swap(index, base) for index, base in others))
