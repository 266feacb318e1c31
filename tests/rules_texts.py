"""What the rules can make of a sentence, for tests of the single rules."""

from __future__ import annotations

from hedge_hf.generate.rules.absolute import absolute
from hedge_hf.generate.rules.affixal import affixal
from hedge_hf.generate.rules.hedges import multi, single
from hedge_hf.generate.rules.lexical import lexical
from hedge_hf.generate.rules.main_clause import find_clause
from hedge_hf.generate.rules.sentence import Rewrite, Sentence
from hedge_hf.generate.rules.un_negate import un_negate
from hedge_hf.generate.rules.verbal import verbal

_NEGATIONS = {"verbal": verbal, "absolute": absolute, "affixal": affixal, "lexical": lexical}


def negated(kind: str, text: str) -> dict[str, str]:
    """Return every negation of a type, text to cue."""
    sentence = Sentence(text)
    clause = find_clause(sentence)
    return dict(sentence.realise(way) for way in (_NEGATIONS[kind](sentence, clause) if clause else []))


def affirmed(text: str) -> tuple[str, dict[str, str]]:
    """Return the type of the negation that is taken away, and every affirmative, text to cue."""
    sentence = Sentence(text)
    name, ways = un_negate(sentence, find_clause(sentence))
    return name, dict(sentence.realise(way) for way in ways)


def hedged(kind: str, text: str) -> dict[str, str]:
    """Return every hedge of a type, text to cue."""
    sentence = Sentence(text)
    families = (single if kind == "single" else multi)(sentence, find_clause(sentence))
    return dict(sentence.realise(Rewrite(cue, family.put(cue))) for family in families for cue in family.cues)
