"""Which kind of negation tells the two documents of a contrast pair apart."""

from __future__ import annotations

import re

from hedge_hf.taxonomy import AFFIXES, NEGATION_TYPES

_WORD = re.compile(r"[\w'’-]+")
_SINGLE_CUES = {
    kind.name: {cue for cue in kind.cues if " " not in cue} for kind in NEGATION_TYPES if kind.name != "affixal"
}
_PREFIXES = tuple(affix.form.strip("-") for affix in AFFIXES if affix.is_prefix)
_SUFFIXES = tuple(affix.form.strip("-") for affix in AFFIXES if not affix.is_prefix)


def category_of(one: str, other: str) -> str:
    """Name the negation type by which two near-identical texts differ.

    Only words that stand in one text and not in the other are looked at. The first rule that holds decides: a
    verbal cue, an absolute cue, a word that is another one with a negative affix; everything else, antonyms
    above all, is "lexical".

    Args:
        one: A text.
        other: Its near twin.

    Returns:
        "verbal", "absolute", "affixal" or "lexical".
    """
    words, others = ({word.lower() for word in _WORD.findall(text)} for text in (one, other))
    changed = words ^ others
    for name in ("verbal", "absolute"):
        if changed & _SINGLE_CUES[name] or (name == "verbal" and any(word.endswith("n't") for word in changed)):
            return name
    return "affixal" if any(_has_affix(word, changed) for word in changed) else "lexical"


def _has_affix(word: str, others: set[str]) -> bool:
    stems = [word.removeprefix(prefix).lstrip("-") for prefix in _PREFIXES if word.startswith(prefix)]
    stems += [word.removesuffix(suffix).rstrip("-") for suffix in _SUFFIXES if word.endswith(suffix)]
    return any(len(stem) > 2 and any(other.startswith(stem) for other in others - {word}) for stem in stems)
