"""Absolute negation: a negator apart from the verb, such as no, never, neither or without."""

from __future__ import annotations

from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import verb_forms
from hedge_hf.generate.rules.negators import INFREQUENT, negators
from hedge_hf.generate.rules.predicate import adverb_slot, main_verb, question_slot
from hedge_hf.generate.rules.quantifiers import NEGATIVE_PRONOUNS, no_phrase, quantified_subject
from hedge_hf.generate.rules.sentence import Edit, Rewrite, Sentence
from hedge_hf.generate.rules.time_frame import is_passing, recurs, tells_when

_FREQUENT = read_words("always often usually frequently sometimes generally normally regularly occasionally")
_TAKES_NO = read_words(
    """
    have contain wear carry include offer provide give find need cause require show receive use own see hear buy
    eat drink accept allow make hold serve sell
    """
)
_NOT_WITH = read_words(
    """
    deal agree filled covered together along associated line compared decorated start play charged meet met work
    working begin connected topped coping do done up familiar adorned faced lined ride riding live consistent
    combined equipped packed loaded satisfied happy begins ends ended began fight fighting replaced mixed
    struggle dealing playing comes came come start starts started filled talking speaking
    """
)


def absolute(s: Sentence, clause: Clause) -> list[Rewrite]:
    """Return the ways to negate the main clause by a word apart from the verb."""
    ways = _without(s, clause) if clause.kind in ("caption", "there") else []
    if clause.kind == "caption":
        return ways + _caption(s, clause)
    if clause.kind == "imperative":
        return ways if tells_when(s, clause) else [*ways, Rewrite("never", (s.before(clause.verb, "never"),))]
    if clause.kind == "question":
        return _question(s, clause)
    if clause.kind == "there":
        return ways + [Rewrite(cue, (edit,)) for cue, edit in no_phrase(s, clause.verb + 1)]
    return ways + quantified_subject(s, clause) + _adverb(s, clause) + _object(s, clause)


def _question(s: Sentence, clause: Clause) -> list[Rewrite]:
    """Ask whether something never happens, or no longer does; one past event is left alone."""
    slot = question_slot(s, clause)
    word, at = s.lower[clause.subject], clause.verb + 1
    if word in ("who", "which") and clause.lemma in ("be", "have") and s.tags[at] in ("JJ", "VBN", "VBG"):
        slot = at
    elif word in ("what", "which", "who", "where", "when", "how"):
        return []
    if slot is None or recurs(s) or clause.tag == "MD":
        return []
    present = clause.tag in ("VBZ", "VBP") and clause.lemma != "have" and not is_passing(s, clause._replace(subject=0))
    dated = tells_when(s, clause._replace(subject=0))
    cues = (["no longer"] if present else []) + ([] if clause.lemma == "be" or dated else ["never"])
    return [Rewrite(cue, (s.before(slot, cue),)) for cue in cues]


def _adverb(s: Sentence, clause: Clause) -> list[Rewrite]:
    verb = clause.verb
    for index in range(max(verb - 1, clause.subject + 1), min(verb + 3, s.body)):
        if s.lower[index] in _FREQUENT:
            return [Rewrite(cue, (s.swap(index, cue),)) for cue in INFREQUENT]
        if s.lower[index] == "still":
            return [Rewrite("no longer", (s.swap(index, "no longer"),))]
    if (slot := adverb_slot(s, clause)) is None:
        return []
    return [Rewrite(cue, (s.before(slot, cue),)) for cue in negators(s, clause)]


def _object(s: Sentence, clause: Clause) -> list[Rewrite]:
    verb = main_verb(s, clause)
    if verb is None or verb + 1 >= s.body:
        return []
    at, lemma = verb + 1, next(iter(verb_forms(s.lower[verb]).values()), "")
    if s.lower[at] in ("everything", "something", "someone", "everyone", "somebody", "everybody"):
        return [Rewrite(cue, (s.swap(at, cue),)) for cue in NEGATIVE_PRONOUNS[s.lower[at]]]
    if lemma not in _TAKES_NO or s.lower[at + 1 : at + 2] == ["of"]:
        return []
    if (
        s.tags[at] == "NN"
        and s.tags[at - 1] != "POS"
        and lemma in ("have", "contain", "include", "offer", "provide", "cause")
    ):
        return (
            [Rewrite("no", (s.before(at, "no"),))] if s.lower[at + 1 : at + 2] not in (["and"], ["or"], [","]) else []
        )
    return [Rewrite(cue, (edit,)) for cue, edit in no_phrase(s, at) if not cue.startswith("not")]


def _without(s: Sentence, clause: Clause) -> list[Rewrite]:
    ways = []
    for at in range(clause.subject + 1 if clause.kind == "caption" else max(clause.verb, 0), s.body - 1):
        if s.lower[at] in ("who", "which", "that", "because", "when", "while", "where", ","):
            break
        if s.lower[at] != "with" or s.lower[at - 1] in _NOT_WITH:
            continue
        after, previous = s.tags[at + 1], s.tags[at - 1]
        if s.tags[at - 2] in ("RB", "TO", "MD") or at - 1 == clause.verb:
            continue
        if previous not in ("NN", "NNS") or s.lower[at + 1] in (
            "the",
            "each",
            "no",
            "all",
            "one",
            "it",
            "them",
            "him",
            "her",
            "me",
            "you",
            "us",
            "this",
            "that",
        ):
            continue
        if s.lower[at + 1] in ("a", "an"):
            ways.append(Rewrite("without", (s.swap(at, "without"),)))
            amounts = {"lot", "few", "little", "bit", "couple", "number"}
            if s.lower[at + 2] not in amounts and "and" not in s.lower[at : at + 6]:
                ways.append(Rewrite("no", (s.swap(at + 1, "no"),)))
        elif after in ("NN", "NNS", "JJ", "PRP$", "CD") or s.lower[at + 1] == "some":
            any_ = (s.swap(at + 1, "any"),) if s.lower[at + 1] in ("some", "many", "several") else ()
            ways.append(Rewrite("without", (s.swap(at, "without"), *any_)))
        break
    return ways


def _caption(s: Sentence, clause: Clause) -> list[Rewrite]:
    ways: list[Rewrite] = []
    if not clause.exact:
        return ways
    verb = "are" if clause.plural else "is"
    if clause.plural and s.lower[clause.subject] in ("a", "an"):
        return ways
    for cue, edit in no_phrase(s, clause.subject):
        if edit.start == edit.end:
            cue, edit = "no", s.before(clause.subject, f"there {verb} no")
        else:
            edit = Edit(edit.start, edit.end, f"there {verb} {cue}")
        ways.append(Rewrite(cue, (edit,)))
    return ways
