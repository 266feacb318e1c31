"""The words of a verb group: which take not themselves, and which verbs are joined to the main verb."""

from __future__ import annotations

from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.morphology import BE, DO, HAVE, MODALS, verb_forms
from hedge_hf.generate.rules.sentence import Sentence


def is_auxiliary(s: Sentence, clause: Clause) -> bool:
    """Tell whether the finite verb takes not itself: be, a modal, or have or do before another verb."""
    word, after = s.lower[clause.verb], clause.verb + 1
    if word in BE or word in MODALS or clause.lemma == "be":
        return True
    if word not in HAVE | DO and clause.lemma != "have":
        return False
    while after < s.body and s.tags[after] == "RB":
        after += 1
    following = s.lower[after] if after < s.body else ""
    wanted = "VB" if word in DO else "VBN"
    return wanted in verb_forms(following) and s.tags[after] not in ("NNS", "NNP")


def coordinated_verbs(s: Sentence, clause: Clause) -> list[tuple[int, str]] | None:
    """Return the finite verbs joined to the main verb by and or or, with their lemmas; None if there is a doubt."""
    found: list[tuple[int, str]] = []
    for index in range(clause.verb + 1, s.body - 1):
        word = s.lower[index]
        if word in ("who", "which", "that", "when", "while", "because", "if", "as", "where", "although", "whose"):
            return found
        if (s.tags[index] not in ("CC", ",") and word != "then") or s.tags[index + 1] == "CC":
            continue
        after = index + 1
        while after < s.body - 1 and (s.tags[after] == "RB" or s.lower[after] in ("then", "and", "or", "but")):
            after += 1
        forms = verb_forms(s.lower[after])
        verb_like = s.tags[after] in ("VBZ", "VBD", "VBN", "VBP", "VB", "NNS")
        if (clause.tag not in forms and (clause.tag != "VBP" or "VB" not in forms)) or not verb_like:
            continue
        if s.tags[after] == "NNS" and s.tags[after + 1] in ("CC", ",", "."):
            continue
        if s.lower[after] in BE | HAVE or s.tags[after] == "NNS" or word == ",":
            return None
        if clause.tag != "VBP":
            found.append((after, forms[clause.tag]))
    return found
