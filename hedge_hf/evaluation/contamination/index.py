"""Finds the most similar text among many by its word n-grams: MinHash LSH proposes, the real similarity decides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hedge_hf.errors import require

_SHORT = 6
_PERMUTATIONS = 128


class NearIndex:
    """Texts by their word 3-grams, and by their 2-grams for queries with under six words.

    The hash tables are tuned to four fifths of the threshold, so that of the texts right at the threshold 1 to 3 in
    a hundred are missed, and hardly any well above it.
    """

    def __init__(self, forms: Iterable[str], threshold: float) -> None:
        """Build the hash tables.

        Args:
            forms: Texts as words joined by single spaces, two words or more.
            threshold: Lowest Jaccard similarity to report, above 0 and at most 1.

        Raises:
            HedgeError: If datasketch is not installed.
        """
        library = require("datasketch", "train")
        self._forms = list(forms)
        self._threshold = threshold
        self._empty = library.MinHash(num_perm=_PERMUTATIONS, seed=1)
        self._tables = {
            size: library.MinHashLSH(threshold * 0.8, _PERMUTATIONS, weights=(0.2, 0.8)) for size in (2, 3)
        }
        for row, form in enumerate(self._forms):
            self._insert(row, form, 3)
            if form.count(" ") * threshold < _SHORT:
                self._insert(row, form, 2)

    def nearest(self, form: str) -> tuple[float, str] | None:
        """Return the similarity and the indexed text most similar to `form`, the first of equals, or None."""
        size = 2 if form.count(" ") + 1 < _SHORT else 3
        grams = _grams(form, size)
        rows = sorted(self._tables[size].query(self._sketch(grams)))
        scored = [(_jaccard(grams, _grams(self._forms[row], size)), self._forms[row]) for row in rows]
        best = max(scored, key=lambda pair: pair[0], default=None)
        return best if best and best[0] >= self._threshold else None

    def _insert(self, row: int, form: str, size: int) -> None:
        self._tables[size].insert(row, self._sketch(_grams(form, size)), check_duplication=False)

    def _sketch(self, grams: set[bytes]) -> Any:
        sketch = self._empty.copy()
        sketch.update_batch(grams)
        return sketch


def _grams(form: str, size: int) -> set[bytes]:
    words = form.split(" ")
    return {" ".join(words[start : start + size]).encode() for start in range(len(words) - size + 1)}


def _jaccard(ours: set[bytes], theirs: set[bytes]) -> float:
    return len(ours & theirs) / len(ours | theirs)
