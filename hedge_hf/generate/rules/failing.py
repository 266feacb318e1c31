"""Lexical negation by what is not done: verbs such as fail, refuse and stop, and anything but."""

from __future__ import annotations

from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.deeds import AVOIDED, DECLINED, FAILED, FORGOTTEN, NEGLECTED, REFUSED
from hedge_hf.generate.rules.gradable import GRADABLE
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import inflect
from hedge_hf.generate.rules.predicate import NOT_WILLED, POSES, Action, find_action, is_person
from hedge_hf.generate.rules.sentence import Rewrite, Sentence

_WILLED = {
    "refuse": REFUSED,
    "decline": DECLINED,
    "neglect": NEGLECTED,
    "forget": FORGOTTEN,
}
_ODD_AFTER = read_words("as well properly together up out off over later first")


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
        ways += [("avoiding", f"avoiding {gerund}")] if action.lemma in AVOIDED else []
        return [Rewrite(cue, (s.swap(action.start, new),)) for cue, new in ways]
    if action.form == "be":
        return _progressive(s, clause, action, person)
    if _ODD_AFTER & set(s.lower[action.stop : action.stop + 5]):
        return []
    verbs = ["fail"] if action.lemma in FAILED else []
    if person and not any(word.endswith("ly") for word in s.lower[action.stop : s.body]):
        verbs += [verb for verb, deeds in _WILLED.items() if action.lemma in deeds]
    ways = [(inflect(verb, action.form), f"{inflect(verb, action.form)} to {action.lemma}") for verb in verbs]
    if person and action.lemma in AVOIDED and not action.edits:
        ways.append((inflect("avoid", action.form), f"{inflect('avoid', action.form)} {gerund}"))
    return [Rewrite(cue, (s.swap(action.start, new), *action.edits)) for cue, new in ways]


def _progressive(s: Sentence, clause: Clause, action: Action, person: bool) -> list[Rewrite]:
    be, gerund = s.lower[clause.verb], s.lower[action.start]
    have = {"is": "has", "are": "have", "am": "have", "was": "had", "were": "had"}.get(be)
    ways = []
    if have and action.start == clause.verb + 1 and action.lemma not in POSES - {"ride", "walk"} | {"bind"}:
        whole = [(verb, f"{have} {verb} {gerund}") for verb in ("stopped", "quit", "ceased")]
        ways = [Rewrite(verb, (s.swap(clause.verb, new, action.stop),)) for verb, new in whole]
    if person and action.lemma not in NOT_WILLED:
        pairs = [("refusing", f"refusing to {action.lemma}")]
        pairs += [("avoiding", f"avoiding {gerund}")] if action.lemma in AVOIDED else []
        ways += [Rewrite(cue, (s.swap(action.start, new),)) for cue, new in pairs]
    return ways


def anything_but(s: Sentence, clause: Clause) -> list[Rewrite]:
    """Say that something is anything but what it is called, where that comes in degrees."""
    at = clause.verb + 1
    if (
        clause.kind != "statement"
        or clause.lemma != "be"
        or clause.tag == "MD"
        or s.lower[clause.subject] in ("all", "both")
    ):
        return []
    cues = []
    if s.tags[at] == "JJ" and s.lower[at] in GRADABLE and _ends_predicate(s, at):
        cues = ["far from", "anything but"]
    elif s.lower[at] in ("a", "an") and s.lower[at + 1] in GRADABLE and s.tags[at + 2] == "NN" and at + 3 >= s.body:
        cues = ["anything but", "far from being"]
    return [Rewrite(cue, (s.before(at, cue),)) for cue in cues]


def _ends_predicate(s: Sentence, at: int) -> bool:
    return s.tags[at + 1] in (".", "IN", "TO") and s.lower[at + 1] not in ("than", "as", "that", "if", "when")
