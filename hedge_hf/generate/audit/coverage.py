"""Which cues, affixes and patterns of the taxonomy occur."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hedge_hf.data.schema import VARIANT_TYPES
from hedge_hf.generate.audit.counts import TYPES, fold
from hedge_hf.generate.audit.sources import Row
from hedge_hf.taxonomy import AFFIXES, HEDGE_TYPES, NEGATION_TYPES, PATTERN_NAMES, pattern_names_of

LANGUAGE = "en"
LISTED: dict[str, tuple[str, ...]] = {kind.name: kind.cues for kind in (*HEDGE_TYPES, *NEGATION_TYPES)}

_AFFIX_OF_WORD = {word: affix.form for affix in AFFIXES for word in affix.words}
_LONGEST_FIRST = sorted(AFFIXES, key=lambda affix: -len(affix.form))


@dataclass(frozen=True)
class TypeCoverage:
    """How a type's inventory of cues is used.

    Attributes:
        listed: Number of cues that the taxonomy lists; for open classes they are a sample.
        found: How many of them occur.
        share_listed: Fraction of the type's variants whose cue is listed.
        missing: The listed cues that do not occur, in the taxonomy's order.
    """

    listed: int
    found: int
    share_listed: float
    missing: list[str]


@dataclass(frozen=True)
class CoverageFigures:
    """How the taxonomy is used by the English groups.

    Attributes:
        types: By type.
        affixes: Number of affixal negations by affix; "" counts those with none of the taxonomy's.
        patterns: Number of negations by pattern.
    """

    types: dict[str, TypeCoverage]
    affixes: dict[str, int]
    patterns: dict[str, int]


class Coverage:
    """Marks what occurs as groups come; groups in other languages than English are passed over."""

    def __init__(self) -> None:
        self.cues: dict[str, Counter[str]] = {name: Counter() for name in TYPES}
        self._patterns: Counter[str] = Counter()

    def add(self, row: Row) -> None:
        """Mark the cues and patterns of a group."""
        if row["language"] != LANGUAGE:
            return
        for column in VARIANT_TYPES:
            for variant in row[column]:
                self.cues[variant["type"]][fold(variant["cue"])] += 1
        for negation in row["negations"]:
            self._patterns.update(pattern_names_of(negation))

    def figures(self) -> CoverageFigures:
        """Return what was marked so far."""
        affixes: Counter[str] = Counter()
        for cue, count in self.cues["affixal"].items():
            affixes[affix_of(cue)] += count
        return CoverageFigures(
            types={name: _coverage(LISTED[name], self.cues[name]) for name in TYPES},
            affixes={affix.form: affixes[affix.form] for affix in AFFIXES} | {"": affixes[""]},
            patterns={name: self._patterns[name] for name in PATTERN_NAMES},
        )


def affix_of(cue: str) -> str:
    """Return the affix of a cue: that of the taxonomy's word, else the longest one that a word of it carries.

    Returns:
        The form of the affix, such as "un-", or "" if there is none.
    """
    pieces = cue.split()
    for piece in pieces:
        if piece in _AFFIX_OF_WORD:
            return _AFFIX_OF_WORD[piece]
    for affix in _LONGEST_FIRST:
        letters = affix.form.strip("-")
        if any((piece.startswith if affix.is_prefix else piece.endswith)(letters) for piece in pieces):
            return affix.form
    return ""


def _coverage(listed: tuple[str, ...], counts: Counter[str]) -> TypeCoverage:
    missing = [cue for cue in listed if cue not in counts]
    in_list = sum(counts[cue] for cue in listed if cue in counts)
    share = in_list / counts.total() if counts else 0.0
    return TypeCoverage(len(listed), len(listed) - len(missing), share, missing)
