"""Lexical negation by what is not done: verbs such as fail, refuse and stop, and anything but."""

from __future__ import annotations

from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.morphology import inflect
from hedge_hf.generate.rules.predicate import NOT_WILLED, POSES, Action, find_action, is_person
from hedge_hf.generate.rules.sentence import Rewrite, Sentence

_TO_VERBS = ("refuse", "decline", "fail", "neglect", "forget")


def failing(s: Sentence, clause: Clause) -> list[Rewrite]:
    """Say that somebody fails or refuses to act, or has stopped."""
    action = find_action(s, clause)
    if action is None:
        return []
    person, gerund = is_person(s, clause), inflect(action.lemma, "VBG")
    if action.form == "VBG":
        if not person:
            return []
        ways = [("refusing", f"refusing to {action.lemma}"), ("declining", f"declining to {action.lemma}")]
        ways += [("avoiding", f"avoiding {gerund}")]
        return [Rewrite(cue, (s.swap(action.start, new),)) for cue, new in ways]
    if not person and action.lemma in POSES:
        return []
    if action.form == "be":
        return _progressive(s, clause, action, person)
    verbs = (
        _TO_VERBS[: 5 if action.form in ("VBD", "VBN") else 3]
        if person and action.lemma not in NOT_WILLED
        else ("fail",)
    )
    ways = [(inflect(verb, action.form), f"{inflect(verb, action.form)} to {action.lemma}") for verb in verbs]
    if len(verbs) > 1 and not action.edits:
        ways.append((inflect("avoid", action.form), f"{inflect('avoid', action.form)} {gerund}"))
    return [Rewrite(cue, (s.swap(action.start, new), *action.edits)) for cue, new in ways]


def _progressive(s: Sentence, clause: Clause, action: Action, person: bool) -> list[Rewrite]:
    be, gerund = s.lower[clause.verb], s.lower[action.start]
    have = {"is": "has", "are": "have", "am": "have", "was": "had", "were": "had"}.get(be)
    ways = []
    if have and action.start == clause.verb + 1:
        whole = [(verb, f"{have} {verb} {gerund}") for verb in ("stopped", "quit", "ceased")]
        ways = [Rewrite(verb, (s.swap(clause.verb, new, action.stop),)) for verb, new in whole]
    if person and action.lemma not in NOT_WILLED:
        pairs = [("refusing", f"refusing to {action.lemma}"), ("avoiding", f"avoiding {gerund}")]
        ways += [Rewrite(cue, (s.swap(action.start, new),)) for cue, new in pairs]
    return ways


def anything_but(s: Sentence, clause: Clause) -> list[Rewrite]:
    """Say that something is anything but what it is called."""
    at = clause.verb + 1
    if clause.kind != "statement" or clause.lemma != "be" or s.lower[at] not in ("a", "an") or clause.tag == "MD":
        return []
    return [Rewrite(cue, (s.before(at, cue),)) for cue in ("anything but", "far from being")]
