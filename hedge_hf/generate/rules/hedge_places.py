"""Places where a hedge of one or several words can stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from hedge_hf.generate.rules.sentence import Edit, Sentence
from hedge_hf.generate.rules.verb_lists import CLAUSE_OPENERS

NO_CLAUSE_AFTER = frozenset({"CC", "UH", '"'})


class Family(NamedTuple):
    """Cues that stand in the same place, and the edits that put one of them there."""

    cues: tuple[str, ...]
    put: Callable[[str], tuple[Edit, ...]]


def at_word(s: Sentence, index: int, words: tuple[str, ...]) -> Family:
    """Put cues before a word."""
    return Family(words, lambda cue: (s.before(index, cue),))


def at_first(s: Sentence, words: tuple[str, ...], comma: str = "") -> list[Family]:
    """Put cues before a sentence that is a plain clause, with a comma after them if one is given."""
    if (
        s.tags[0] in NO_CLAUSE_AFTER
        or s.lower[0] in CLAUSE_OPENERS
        or not s.words[0][0].isalnum()
        or s.lower[0] in ("and", "but", "so", "or", "however")
    ):
        return []
    return [Family(words, lambda cue: (s.before(0, cue + comma),))]


def at_last(s: Sentence, words: tuple[str, ...]) -> Family:
    """Put cues at the end, after a comma."""
    return Family(words, lambda cue: (s.at_end(f", {cue}"),))
