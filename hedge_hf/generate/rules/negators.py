"""Adverbs that negate, chosen by what the main clause tells: a habit, a state, an event, a quality."""

from __future__ import annotations

from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.gradable import ALTERABLE, DENIABLE, GRADABLE
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import verb_forms
from hedge_hf.generate.rules.predicate import complement
from hedge_hf.generate.rules.quantifiers import is_definite
from hedge_hf.generate.rules.sentence import Sentence
from hedge_hf.generate.rules.time_frame import is_passing, recurs, tells_when
from hedge_hf.generate.rules.verb_group import is_auxiliary
from hedge_hf.generate.rules.verb_lists import STATIVES, TAKES_CLAUSE

INFREQUENT = ("never", "rarely", "seldom", "hardly ever")
_HARDLY_VERBS = read_words("know understand change move affect notice remember recognise recognize touch matter")
_COUNTED = read_words("a an all both half most more some many several few every each no another one")
_OF_A_TALK = read_words(
    """
    acknowledge admit apologise apologize ask claim complain confirm consider consult deny disclose discuss doubt
    explain inform mention notice offer promise propose question reply say suggest suspect tell threaten touch warn
    """
)
_NEVER_PAST = read_words(
    """
    be become begin bid cease choose come continue date decide differ elect end go grow judge keep lack last
    manage misread misquote miss pan quote refuse remain resume rise run seem sink sound start stay step stop
    strike turn wane weigh open sit stand lie lead take spend use used
    """
)
_NO_HABIT = read_words(
    """
    balance consider find spell control advise call couple cover date deal describe expect fail feature give insist
    judge lack list manage own plan point promise quote recommend refuse regard regret remain say seem stay sound
    state suspect tell time trust treat value want lead run stretch flow make come share oppose favour favor support
    back speak last respect
    """
)
_NO_END = read_words(
    """
    argue become claim come conclude consist date denote depict describe differ estimate explain express fail find give
    indicate insist lack list mean mention note open point portray predict prove quote refer refuse report represent
    reveal say seem show sound state stay suggest tell time warn remain make announce advise recommend learn
    """
)


def negators(s: Sentence, clause: Clause) -> list[str]:
    """Return the negators that can stand where an adverb stands."""
    if s.tags[clause.subject] == "CD" or s.lower[clause.subject] in _COUNTED:
        return []
    if clause.lemma == "be" and clause.tag != "MD":
        return _of_being(s, clause, complement(s, clause))
    if clause.tag == "MD":
        return _of_modals(s, clause)
    if is_auxiliary(s, clause):
        if s.tags[clause.verb + 2] in ("NN", "NNS") and s.lower[clause.verb + 1] != "been":
            return []
        return (
            ["never"]
            if clause.lemma == "have" and not tells_when(s, clause) and not recurs(s) and not _has_manner(s, clause)
            else []
        )
    return _of_habits(s, clause) if clause.tag in ("VBZ", "VBP") else _of_events(s, clause)


def _of_being(s: Sentence, clause: Clause, after: str) -> list[str]:
    adjective = predicate_adjective(s, clause) if after == "JJ" else ""
    past, ends = clause.tag == "VBD", is_definite(s, clause) and not is_passing(s, clause)
    found: list[str] = []
    if recurs(s) or {"enough", "all"} & set(s.lower):
        return found
    if adjective in DENIABLE:
        found += ["by no means", "in no way"]
    elif adjective in GRADABLE:
        found += ["by no means", "in no way", "hardly"]
        if not past and ends and adjective in ALTERABLE:
            found.append("no longer")
    elif s.lower[clause.subject] != "it" and not past and ends and (adjective in ALTERABLE or after in ("VBG", "VBN")):
        found.append("no longer")
    elif (
        past and after == "VBN" and is_definite(s, clause) and not tells_when(s, clause) and not _has_manner(s, clause)
    ):
        found.append("never")
    return found


def predicate_adjective(s: Sentence, clause: Clause) -> str:
    """Return the first word after the verb that is no adverb."""
    return next((s.lower[at] for at in range(clause.verb + 1, s.body) if s.tags[at] != "RB"), "")


def _of_modals(s: Sentence, clause: Clause) -> list[str]:
    word, at = s.lower[clause.verb], clause.verb + 1
    if "VB" not in verb_forms(s.lower[at]) or tells_when(s, clause) or recurs(s):
        return []
    if word == "may" and s.lower[at] not in ("be", "have"):
        return ["under no circumstances", "on no account"]
    if word == "should" and s.lower[at] != "be":
        return ["under no circumstances", "on no account", "never"]
    if word == "can" and is_definite(s, clause) and s.lower[at] not in STATIVES:
        return ["no longer"]
    stays = s.lower[at] in STATIVES | _NEVER_PAST
    return ["never"] if word in ("will", "would", "could", "'ll") and not stays else []


def _of_habits(s: Sentence, clause: Clause) -> list[str]:
    found: list[str] = []
    if recurs(s) or is_passing(s, clause) or clause.lemma == "have":
        return found
    if is_definite(s, clause) and clause.lemma not in _NO_END:
        found.append("no longer")
    if clause.lemma not in STATIVES | TAKES_CLAUSE | _NO_HABIT and "CD" not in s.tags[clause.verb :]:
        found += INFREQUENT
    return found + (["hardly", "scarcely"] if clause.lemma in _HARDLY_VERBS and not _has_manner(s, clause) else [])


def _of_events(s: Sentence, clause: Clause) -> list[str]:
    if tells_when(s, clause) or recurs(s) or clause.lemma in _NEVER_PAST | {"have"}:
        return []
    if "CD" in s.tags[clause.verb :]:
        return []
    found = ["never"] + (["at no point", "at no time"] if clause.lemma in _OF_A_TALK else [])
    return found + (["hardly", "barely"] if clause.lemma in _HARDLY_VERBS and not _has_manner(s, clause) else [])


def _has_manner(s: Sentence, clause: Clause) -> bool:
    return any(word.endswith("ly") or word in ("that", "how", "well") for word in s.lower[clause.verb : s.body])
