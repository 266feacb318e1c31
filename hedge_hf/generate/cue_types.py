"""Tells by its words which type a cue can be of, and how many negators a text has."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from hedge_hf.taxonomy import AFFIXES
from hedge_hf.taxonomy.languages import language
from hedge_hf.taxonomy.patterns import find_words

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*'?")
_ELIDED = re.compile(r"^(\w')(?=\w)|(?<=\w)(n't)$")
_GREEK = ("a-", "an-")  # they begin too many words: only the listed ones count


class _Cues(NamedTuple):
    negators: frozenset[str]
    verbal: frozenset[str]
    absolute: frozenset[str]
    absolute_phrases: tuple[str, ...]
    affixal: frozenset[str]


@lru_cache(maxsize=256)
def negators(text: str, code: str) -> int:
    """Count the words of a text that negate by themselves (not, n't, never, no) in a language."""
    known = _cues(code).negators
    return sum(word in known for word in _words(text))


def wrong_type(cue: str, claimed: str, code: str) -> str | None:
    """Tell why a cue cannot be of the claimed type; None if it can.

    Closed classes (verbal, absolute) are told by their words, affixal cues of English by their affix, the open class
    of lexical cues by what they are not, hedges by their number of words.
    """
    if claimed in ("single", "multi"):
        number = len(cue.split())
        return None if (number == 1) == (claimed == "single") else f"{number} words, so not {claimed}"
    known, folded, words = _cues(code), cue.lower().replace("’", "'"), _words(cue)
    absolute = not known.absolute.isdisjoint(words) or (
        len(words) > 1 and any(find_words(folded, phrase) >= 0 for phrase in known.absolute_phrases)
    )
    verbal = not known.verbal.isdisjoint(words) and not absolute
    fits = {
        "verbal": verbal,
        "absolute": absolute,
        "affixal": not (verbal or absolute) and _is_affixal(folded, code),
        "lexical": not verbal and folded not in known.affixal,
    }
    return None if fits[claimed] else f"not {claimed}"


def _words(text: str) -> list[str]:
    """Return the words, lower-case; what an apostrophe joins to a word (n't, n') is one of its own."""
    words = []
    for word in _WORD.findall(text.lower().replace("’", "'")):
        words += [part for part in _ELIDED.split(word) if part] if "'" in word else [word]
    return words


@cache
def _cues(code: str) -> _Cues:
    known = language(code)
    cues = {kind.name: kind.cues for kind in known.types}
    every = known.negators
    verbal = every & {word for cue in cues["verbal"] for word in _words(cue)}
    absolute = (every - verbal) | {cue for cue in cues["absolute"] if " " not in cue}
    phrases = tuple(cue for cue in cues["absolute"] if " " in cue)
    return _Cues(every, verbal, absolute, phrases, frozenset(cues["affixal"]))


def _is_affixal(cue: str, code: str) -> bool:
    return code != "en" or _affixed().search(cue) is not None or cue in _cues(code).affixal


@cache
def _affixed() -> re.Pattern[str]:
    prefixes = "|".join(affix.form.strip("-") for affix in AFFIXES if affix.is_prefix and affix.form not in _GREEK)
    suffixes = "|".join(affix.form.strip("-") for affix in AFFIXES if not affix.is_prefix)
    return re.compile(rf"\b(?:(?:{prefixes})-?\w{{3,}}|\w{{2,}}-?(?:{suffixes})(?:ly|ness)?\b)")
