"""How far variants are from their anchors, in characters and in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hedge_hf.data.schema import VARIANT_TYPES
from hedge_hf.errors import require
from hedge_hf.generate.audit.counts import TYPES
from hedge_hf.generate.audit.sources import Row
from hedge_hf.generate.audit.words import words

BINS = 16
CHARACTERS_PER_BIN = 4


@dataclass(frozen=True)
class Histogram:
    """How distances are distributed.

    Attributes:
        mean: Their mean; 0 if there are none.
        median: The smallest distance that half of them do not exceed; 0 if there are none.
        width: Width of a bin.
        counts: Number in each bin, from 0 up; the last one also holds whatever is longer.
    """

    mean: float
    median: int
    width: int
    counts: list[int]


@dataclass(frozen=True)
class TypeDistances:
    """Levenshtein distances of a type's variants to their anchors.

    Attributes:
        characters: In characters.
        words: In words: how many are put in, taken out or replaced.
    """

    characters: Histogram
    words: Histogram


class Distances:
    """Measures distances as groups come; memory does not grow with their number."""

    def __init__(self) -> None:
        self._distance = require("rapidfuzz.distance", "generate").Levenshtein.distance
        self._characters: dict[str, Counter[int]] = {name: Counter() for name in TYPES}
        self._words: dict[str, Counter[int]] = {name: Counter() for name in TYPES}

    def add(self, row: Row) -> None:
        """Measure the variants of a group."""
        anchor = words(row["anchor"])
        for column in VARIANT_TYPES:
            for variant in row[column]:
                self._characters[variant["type"]][self._distance(row["anchor"], variant["text"])] += 1
                self._words[variant["type"]][self._distance(anchor, words(variant["text"]))] += 1

    def of_types(self) -> dict[str, TypeDistances]:
        """Return the distances of each type, in the taxonomy's order."""
        return {
            name: TypeDistances(
                histogram(self._characters[name], CHARACTERS_PER_BIN), histogram(self._words[name], width=1)
            )
            for name in TYPES
        }


def histogram(distances: Counter[int], width: int) -> Histogram:
    """Sum up distances, given as how often each occurs, in `BINS` bins."""
    total, seen, median = distances.total(), 0, 0
    counts = [0] * BINS
    for distance, count in sorted(distances.items()):
        if 2 * seen < total:
            median = distance
        seen += count
        counts[min(distance // width, BINS - 1)] += count
    mean = sum(distance * count for distance, count in distances.items()) / total if total else 0.0
    return Histogram(mean, median, width, counts)
