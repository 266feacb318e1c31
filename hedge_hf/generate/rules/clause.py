"""Clauses that their first words tell: questions, imperatives, there is, and noun phrases without a finite verb."""

from __future__ import annotations

from typing import NamedTuple

from textblob.en import lexicon

from hedge_hf.generate.rules import verb_lists as lists
from hedge_hf.generate.rules.finite import is_group, is_subject_plural
from hedge_hf.generate.rules.morphology import AUXILIARIES, BE, DO, MODALS, verb_forms
from hedge_hf.generate.rules.sentence import Sentence


class Clause(NamedTuple):
    """The main clause.

    Attributes:
        kind: "statement", "there" (there is, there are), "question", "imperative" or "caption" (no finite verb).
        subject: Index of the subject's first word.
        verb: Index of the finite verb; of the participle in a caption; -1 where a caption has none.
        tag: Penn tag of the verb: VBZ, VBP, VBD, MD, VB or VBG.
        lemma: Its lemma.
        plural: Whether the subject is plural.
        exact: Whether the subject is known to stand from `subject` to just before `verb`.
    """

    kind: str
    subject: int
    verb: int
    tag: str
    lemma: str
    plural: bool
    exact: bool


def read_there(s: Sentence, start: int) -> Clause | None:
    """Read there is and there are."""
    verb = start + 1
    if s.lower[verb] not in BE:
        return None
    tag = "VBD" if s.lower[verb] in ("was", "were") else "VBZ" if s.lower[verb] in ("is", "'s") else "VBP"
    return Clause("there", start, verb, tag, "be", s.lower[verb] in ("are", "were", "'re"), True)


def read_caption(s: Sentence, start: int, participle: int, relative: bool) -> Clause | None:
    """Read a noun phrase without a finite verb."""
    first = s.lower[start]
    if s.tags[start] not in ("DT", "CD", "JJ", "NN", "NNS") or first in lists.PRONOUNS or s.words[s.body - 1] == ",":
        return None
    if first == "the" and (participle < 0 or relative or {"VBN", "VBD"} & set(s.tags)):
        return None
    if s.body - start < 2 or first in ("every", "each") or "that" in s.lower:
        return None
    stop = next((at for at in range(start, s.body) if s.lower[at] in lists.STOPPERS or s.lower[at] == "as"), s.body)
    if not relative and any(
        s.tags[at] in ("MD", "VBZ", "VBP", "VBD") or s.lower[at] in AUXILIARIES for at in range(start, stop)
    ):
        return None
    plural = is_subject_plural(s, start, s.body)
    if (s.tags[start] not in ("DT", "CD") and participle < 0) or _hides_verb(
        s, start, bool(plural) or is_group(s, start)
    ):
        return None
    tag, lemma = "", ""
    if participle > 0:
        after = s.tags[participle + 1] if participle + 1 < s.body else "."
        lemma = verb_forms(s.lower[participle]).get("VBG", "")
        if not lemma or after not in lists.AFTER_VERB | {"NN", "NNS", "JJ"}:
            participle = -1
    return Clause(
        "caption", start, participle, "VBG" if participle > 0 else tag, lemma, bool(plural), plural is not None
    )


def _hides_verb(s: Sentence, start: int, plural: bool) -> bool:
    """Tell whether a word after a plural noun may be the verb after all."""
    return any(
        s.tags[index - 1]
        in (("NNS", "CC", "NN", ",") if plural and s.tags[index + 1] in ("IN", "TO", "DT") else ("NNS", "CC"))
        and s.lower[index] in lists.ACTIONS
        and s.tags[index] in ("VB", "NN", "VBP", "VBN")
        for index in range(start + 1, s.body)
    )


def read_question(s: Sentence, start: int) -> Clause | None:
    """Read a question by its auxiliary, or by its verb where the subject is asked for."""
    at = start
    wh = s.lower[at] in ("who", "what", "which", "where", "when", "why", "how")
    while wh and at < min(start + 6, s.body - 1) and s.lower[at] not in AUXILIARIES:
        at += 1
    word = s.lower[at]
    if s.lower[start] in ("who", "which", "what") and (clause := _asked_subject(s, start)):
        return clause
    if word not in AUXILIARIES or at + 1 >= s.body or word in ("'d", "'ll", "'ve", "'re"):
        return None
    lemma = "be" if word in BE else word if word in MODALS else "do" if word in DO else "have"
    tag = (
        "MD"
        if word in MODALS
        else "VBD"
        if word in ("did", "had", "was", "were")
        else "VBZ"
        if word in ("is", "has", "does", "'s")
        else "VBP"
    )
    return Clause("question", start, at, tag, lemma, False, False)


def _asked_subject(s: Sentence, start: int) -> Clause | None:
    """Read a question whose subject is asked for, without an auxiliary: who opened the door?"""
    at = start + 1
    forms = verb_forms(s.lower[at])
    if s.lower[start] == "which":
        at = next((i for i in range(start + 1, min(start + 5, s.body)) if s.tags[i] in ("VBD", "VBZ", "VBN")), start)
        forms = verb_forms(s.lower[at])
    tag = "VBD" if "VBD" in forms else "VBZ" if "VBZ" in forms else ""
    if not tag or s.lower[at] in AUXILIARIES or any(word in AUXILIARIES for word in s.lower[start : s.body]):
        return None
    return Clause("question", start, at, tag, forms[tag], False, False)


def read_imperative(s: Sentence, start: int) -> Clause | None:
    """Read a sentence that begins with a verb in its base form."""
    word, after = s.lower[start], s.tags[start + 1] if start + 1 < s.body else ""
    if word == "please" and start + 1 < s.body:
        start, word, after = start + 1, s.lower[start + 1], s.tags[start + 2] if start + 2 < s.body else ""
    if (start and s.lower[start - 1] not in ("please",)) or "VB" not in verb_forms(word) or s.words[-1] not in ".!":
        return None
    if not (lexicon.get(word) or "").startswith("VB") and word not in lists.ACTIONS:
        return None
    if after not in ("DT", "PRP$", "PRP", "RP") and not (s.tags[start] == "VB" and after in ("IN", "TO", "NNS", "NN")):
        return None
    if any(word in AUXILIARIES for word in s.lower[start + 1 : start + 6]):
        return None
    return Clause("imperative", start, start, "VB", word, False, True)
