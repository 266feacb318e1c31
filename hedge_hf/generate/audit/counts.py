"""How many variants there are by type, cue and source, and how evenly the cues are used."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from hedge_hf.data.schema import VARIANT_TYPES
from hedge_hf.generate.audit.sources import Row
from hedge_hf.generate.audit.words import place, words

CUES_KEPT = 200
TYPES = tuple(name for names in VARIANT_TYPES.values() for name in names)


@dataclass(frozen=True)
class CueCount:
    """How often a cue marks variants of its type.

    Attributes:
        cue: The cue, in lower case.
        count: Number of variants.
        share: Fraction of the type's variants.
        sources: Number of variants by source.
    """

    cue: str
    count: int
    share: float
    sources: dict[str, int]


@dataclass(frozen=True)
class TypeCounts:
    """The variants of a type.

    Attributes:
        rows: How many there are.
        share: Fraction of all variants.
        sources: Number of variants by source.
        distinct_cues: Number of different cues.
        entropy: Entropy of the cues in bits.
        evenness: The entropy as a fraction of its maximum for so many cues; 0 for a single cue.
        without_cue: Variants that do not contain the cue they claim.
        cues: The 200 most frequent cues, most frequent first.
    """

    rows: int
    share: float
    sources: dict[str, int]
    distinct_cues: int
    entropy: float
    evenness: float
    without_cue: int
    cues: list[CueCount]


class Counts:
    """Counts groups as they come; memory grows with the number of different cues only."""

    def __init__(self) -> None:
        self.anchors = 0
        self.sources: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self._variants: Counter[tuple[str, str, str]] = Counter()
        self._without_cue: Counter[str] = Counter()

    def add(self, row: Row) -> None:
        """Count a group."""
        self.anchors += 1
        self.sources[row["source"]] += 1
        self.languages[row["language"]] += 1
        for column in VARIANT_TYPES:
            for variant in row[column]:
                self._variants[variant["type"], fold(variant["cue"]), row["source"]] += 1
                if place(words(variant["cue"]), words(variant["text"])) < 0:
                    self._without_cue[variant["type"]] += 1

    def of_types(self) -> dict[str, TypeCounts]:
        """Return the counts of each type, in the taxonomy's order."""
        total = self._variants.total()
        return {name: self._of_type(name, total) for name in TYPES}

    def _of_type(self, name: str, total: int) -> TypeCounts:
        sources: Counter[str] = Counter()
        cues: Counter[str] = Counter()
        by_cue: dict[str, Counter[str]] = {}
        for (kind, cue, source), count in self._variants.items():
            if kind == name:
                sources[source] += count
                cues[cue] += count
                by_cue.setdefault(cue, Counter())[source] += count
        rows, bits = cues.total(), entropy(cues.values())
        most = sorted(cues.items(), key=lambda item: (-item[1], item[0]))[:CUES_KEPT]
        return TypeCounts(
            rows=rows,
            share=rows / total,
            sources=dict(sorted(sources.items())),
            distinct_cues=len(cues),
            entropy=bits,
            evenness=bits / math.log2(len(cues)) if len(cues) > 1 else 0.0,
            without_cue=self._without_cue[name],
            cues=[CueCount(cue, count, count / rows, dict(sorted(by_cue[cue].items()))) for cue, count in most],
        )


def entropy(counts: Iterable[int]) -> float:
    """Return the entropy in bits of a distribution given by positive counts; 0 if there are none."""
    found = list(counts)
    total = sum(found)
    return sum(count / total * math.log2(total / count) for count in found)


def fold(cue: str) -> str:
    """Return a cue as the taxonomy writes it: lower case, straight apostrophes, single spaces."""
    return " ".join(cue.lower().replace("’", "'").split())
