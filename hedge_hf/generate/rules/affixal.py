"""Affixal negation: a word becomes its counterpart with un-, in-, dis-, non- or -less."""

from __future__ import annotations

from hedge_hf.generate.rules import lexicon
from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.deeds import ABILITIES, REFUSED
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import inflect, verb_forms
from hedge_hf.generate.rules.predicate import NOT_WILLED, find_action, is_person, main_verb
from hedge_hf.generate.rules.sentence import Rewrite, Sentence

_BE = {"VBZ": "is", "VBP": "are", "VBD": "was"}
_PRESENT_BE = {"i": "am", "you": "are", "we": "are", "they": "are"}
_INNER_OPENERS = read_words(
    """
    who which whose where when whenever while if unless because since until before after once although though what
    """
)
_COPULAS = read_words(
    """
    is are was were be been seems seem seemed looks look looked becomes became remains remained
    """
)


def affixal(s: Sentence, clause: Clause) -> list[Rewrite]:
    """Return the ways to negate by an affix, in the predicate before elsewhere."""
    predicative, attributive = _adjectives(s, clause)
    return predicative + _verbs(s, clause) + _adverbs(s, clause) or attributive + _incapable(s, clause)


def _adjectives(s: Sentence, clause: Clause) -> tuple[list[Rewrite], list[Rewrite]]:
    predicative, attributive = [], []
    conditional = s.lower[0] in ("if", "when", "unless", "although", "though", "while", "whenever")
    for at in range(clause.subject if conditional else 0, s.body):
        word = s.lower[at]
        opposites = lexicon.AFFIXED_ADJECTIVES.get(word)
        if not opposites or is_left_alone(s, at) or is_inside(s, clause, at):
            continue
        after = s.tags[at + 1] if at + 1 < s.body else "."
        indefinite = (at > 0 and s.lower[at - 1] in ("a", "an")) or (at == clause.subject and after == "NNS")
        noun_follows = after in ("NN", "NNS") or (after == "JJ" and s.tags[at + 2 : at + 3] == ["NN"])
        if word in lexicon.AFFIXED_PARTICIPLES:
            if after in (".", "CC") and at and s.lower[at - 1] in _COPULAS - {"be"}:
                if s.lower[at - 1] != "been":
                    predicative += _swaps(s, at, opposites)
                elif word in lexicon.PARTICIPLES_GO_UN:
                    predicative.append(Rewrite(opposites[0], (s.swap(at - 1, f"gone {opposites[0]}", at + 1),)))
                if word in lexicon.PARTICIPLES_GO_UN and s.lower[at - 1] in ("was", "were"):
                    predicative.append(Rewrite(opposites[0], (s.swap(at - 1, f"went {opposites[0]}", at + 1),)))
            elif noun_follows and indefinite and word in lexicon.ATTRIBUTIVE:
                attributive += _swaps(s, at, opposites)
        elif s.tags[at] in ("JJ", "RB", "NN", "VBN") and noun_follows:
            if s.tags[at] == "JJ" and indefinite and word in lexicon.ATTRIBUTIVE:
                attributive += _swaps(s, at, opposites)
        elif s.tags[at] == "JJ" and is_predicate(s, at):
            predicative += _swaps(s, at, opposites)
    return predicative, attributive


def is_inside(s: Sentence, clause: Clause, at: int) -> bool:
    """Tell whether a word stands in a clause that says when, if or which, or beside a word that presupposes it."""
    before = s.lower[max(clause.verb, 0) : at] if at > clause.verb else s.lower[clause.subject : at]
    opened = any(word in _INNER_OPENERS for word in before) or at < clause.subject
    return opened or s.lower[at - 1] in ("still", "already", "only", "even")


def is_left_alone(s: Sentence, at: int) -> bool:
    """Tell whether a word is part of a comparison, a name or a phrase that fixes its form."""
    near = s.lower[max(at - 1, 0) : at] + s.lower[at + 1 : at + 2]
    clashing = {
        "not",
        "n't",
        "no",
        "too",
        "more",
        "enough",
        "than",
        "of",
        "most",
        "least",
        "best",
        "less",
        "-",
        "if",
        "as",
        "only",
        "ever",
    }
    return bool(clashing & set(near)) or (at > 0 and s.words[at][0].isupper()) or s.tags[at + 1 : at + 2] == ["NNP"]


def is_predicate(s: Sentence, at: int) -> bool:
    """Tell whether an adjective follows a copula, with at most adverbs between."""
    if (
        s.lower[at : at + 2] in (["true", "to"], ["sure", ","], ["kind", "of"], ["responsible", "for"], ["sure", "to"])
        or s.lower[at - 1] == ","
    ):
        return False
    before = at - 1
    while before > 0 and s.tags[before] == "RB":
        before -= 1
    return before >= 0 and (
        s.lower[before] in _COPULAS or s.lower[before] in ("'s", "'re", "'m", "feel", "feels", "felt")
    )


def _swaps(s: Sentence, at: int, opposites: tuple[str, ...]) -> list[Rewrite]:
    return [Rewrite(opposite, (s.swap(at, opposite),)) for opposite in opposites]


def _verbs(s: Sentence, clause: Clause) -> list[Rewrite]:
    at = main_verb(s, clause)
    if at is None and clause.kind == "statement" and clause.lemma == "be":
        at = clause.verb + 1
    if at is None or at >= s.body:
        return []
    for tag, lemma in verb_forms(s.lower[at]).items():
        if opposites := lexicon.AFFIXED_VERBS.get(lemma):
            if (
                (tag == "VB" and s.tags[at] in ("NN", "IN"))
                or s.lower[at + 1 : at + 2]
                in (
                    ["to"],
                    ["by"],
                    ["in"],
                    ["that"],
                    ["as"],
                    ["on"],
                )
                or {"as", "to"} & set(s.lower[at:])
            ):
                return []
            if lemma in (
                "identify",
                "respect",
                "mount",
                "own",
                "tie",
                "like",
                "prove",
                "believe",
                "continue",
                "allow",
            ) and (s.tags[at + 1] not in ("DT", "PRP$")):
                return []
            if lemma == "appear" and (
                s.lower[clause.subject] == "it" or s.tags[at + 1] in ("DT", "PRP", "JJ", "NNP", "NNS")
            ):
                return []
            if lemma == "allow" and "to" in s.lower[at:]:
                return []
            return [Rewrite(inflect(other, tag), (s.swap(at, inflect(other, tag)),)) for other in opposites]
    return []


def _adverbs(s: Sentence, clause: Clause) -> list[Rewrite]:
    return [
        rewrite
        for at in range(1, s.body)
        if (opposites := lexicon.AFFIXED_ADVERBS.get(s.lower[at]))
        and not is_left_alone(s, at)
        and not is_inside(s, clause, at)
        and s.tags[at - 1] != "DT"
        and s.tags[at + 1] not in ("JJ", "RB")
        for rewrite in _swaps(s, at, opposites)
    ]


def _incapable(s: Sentence, clause: Clause) -> list[Rewrite]:
    """Say that somebody is unable or unwilling to act."""
    if clause.kind == "statement" and s.lower[clause.verb] in ("can", "could"):
        at = clause.verb + 1
        if (
            at >= s.body
            or "VB" not in verb_forms(s.lower[at])
            or not clause.exact
            or s.lower[at] == "be"
            or s.tags[at] == "RB"
        ):
            return []
        tense = "VBD" if s.lower[clause.verb] == "could" else "VBP" if clause.plural else "VBZ"
        return [Rewrite("unable", (s.swap(clause.verb, f"{_be(s, clause, tense)} unable to"),))]
    action = find_action(s, clause)
    if action is None or not is_person(s, clause) or s.lower[action.stop] in ("up", "out", "off", "over", "as"):
        return []
    be = "" if action.form in ("be", "VBG") else "been " if action.form == "VBN" else _be(s, clause, action.form) + " "
    ways = [("unable", f"unable to {action.lemma}")] if action.lemma in ABILITIES else []
    if action.lemma in REFUSED or (action.form == "VBG" and action.lemma not in NOT_WILLED):
        ways.append(("unwilling", f"unwilling to {action.lemma}"))
    return [Rewrite(cue, (s.swap(action.start, be + new, action.stop), *action.edits)) for cue, new in ways]


def _be(s: Sentence, clause: Clause, tag: str) -> str:
    if tag == "VBD":
        return "were" if clause.plural and s.lower[clause.subject] != "i" else "was"
    return _PRESENT_BE.get(s.lower[clause.verb - 1]) or _BE[tag]
