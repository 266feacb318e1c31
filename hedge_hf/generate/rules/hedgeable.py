"""Whether a sentence may be hedged at all, and what it must be for some hedges."""

from __future__ import annotations

from itertools import pairwise

from hedge_hf.generate.rules import hedge_cues as cues
from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import AUXILIARIES
from hedge_hf.generate.rules.predicate import complement
from hedge_hf.generate.rules.sentence import Sentence
from hedge_hf.generate.rules.speaker import is_personal, is_quoted
from hedge_hf.generate.rules.verb_group import is_auxiliary
from hedge_hf.generate.rules.verb_lists import SUBJECT_STARTS

_SUPPOSED = frozenset(
    {("may", "have"), ("may", "be"), ("may", "not"), ("could", "have"), ("may", "well"), ("is", "believed"),
     ("is", "thought"), ("is", "said"), ("are", "said"), ("are", "thought"), ("are", "believed")}
)  # fmt: skip
_NOT_GENERAL = read_words("two three four some several these i")


def may_be_hedged(s: Sentence) -> bool:
    """Tell whether a sentence is neither hedged already nor a headline."""
    return not _is_hedged(s) and not _is_headline(s)


def may_be_clause(s: Sentence) -> bool:
    """Tell whether a sentence whose main clause was not found is likely to be a statement all the same."""
    if s.body < 4 or s.lower[0] in AUXILIARIES or s.tags[0] not in SUBJECT_STARTS or "," in s.words[:6]:
        return False
    if cues.FILLERS & set(s.lower) or is_personal(s) or is_quoted(s):
        return False
    return any(tag[:2] in ("VB", "MD") for tag in s.tags)


def is_general(s: Sentence, clause: Clause) -> bool:
    """Tell whether a clause says what holds in general, so that usually can stand in it."""
    if clause.kind != "statement" or clause.tag not in ("VBZ", "VBP") or not clause.plural:
        return False
    if s.lower[clause.subject] in _NOT_GENERAL or s.tags[clause.subject] == "NNP":
        return False
    if clause.lemma == "be":
        return complement(s, clause) in ("JJ", "VBN") and s.lower[clause.verb + 1] != "next"
    return not is_auxiliary(s, clause)


def _is_hedged(s: Sentence) -> bool:
    return (
        bool(cues.HEDGES & set(s.lower))
        or (s.lower[0] == "i" and s.lower[1] in cues.OPINIONS)
        or any(pair in _SUPPOSED for pair in pairwise(s.lower))
        or s.lower[:2] in (["according", "to"], ["thank", "you"])
    )


def _is_headline(s: Sentence) -> bool:
    """Tell whether a sentence leaves out its article or its verb, as headlines do."""
    return s.tags[0] == "NN" and s.tags[1] in ("JJ", "VBN", "TO", "NN")
