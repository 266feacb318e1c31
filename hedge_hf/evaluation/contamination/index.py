"""Finds the most similar text among many by its word n-grams: MinHash bands propose, the real similarity decides."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable

from hedge_hf.errors import require

_SHORT = 6
_PERMUTATIONS = 112
_TABLES = """
CREATE TABLE near_forms (row INTEGER PRIMARY KEY, form TEXT);
CREATE TABLE near_bands (band INTEGER, row INTEGER, PRIMARY KEY (band, row)) WITHOUT ROWID;
"""


class NearIndex:
    """Texts by their word 3-grams, and by their 2-grams for queries with under six words.

    The bands are tuned to four fifths of the threshold, so that of the texts right at the threshold 1 to 3 in a
    hundred are missed, and hardly any well above it. They are tables of an SQLite database: in memory, or in a file
    so that memory stays flat.
    """

    def __init__(self, forms: Iterable[str], threshold: float, database: sqlite3.Connection | None = None) -> None:
        """Make the tables and add the first texts.

        Args:
            forms: Texts as words joined by single spaces, two words or more.
            threshold: Lowest Jaccard similarity to report, above 0 and at most 1.
            database: Where the tables are made; they must not be there yet.

        Raises:
            HedgeError: If datasketch is not installed.
        """
        library = require("datasketch", "train")
        tuned = library.MinHashLSH(threshold * 0.8, _PERMUTATIONS, weights=(0.2, 0.8))
        self._slices = [slice(start * tuned.r, (start + 1) * tuned.r) for start in range(tuned.b)]
        self._empty = library.MinHash(num_perm=_PERMUTATIONS, seed=1)
        self._threshold = threshold
        self._database = database or sqlite3.connect(":memory:")
        for statement in _TABLES.split(";"):
            self._database.execute(statement)
        self._query = (
            "SELECT DISTINCT row, form FROM near_bands JOIN near_forms USING (row) "
            f"WHERE band IN ({', '.join('?' * tuned.b)}) ORDER BY row"
        )
        for form in forms:
            self._insert(form, {})

    def nearest(self, form: str) -> tuple[float, str] | None:
        """Return the similarity and the indexed text most similar to `form`, the first of equals, or None."""
        size = _size(form)
        return self._best(form, size, self._bands(form, size))

    def admit(self, form: str) -> tuple[float, str] | None:
        """Return what `nearest` returns; if that is None, add `form` to the index."""
        size = _size(form)
        bands = self._bands(form, size)
        best = self._best(form, size, bands)
        if best is None:
            self._insert(form, {size: bands})
        return best

    def _best(self, form: str, size: int, bands: list[int]) -> tuple[float, str] | None:
        grams = _grams(form, size)
        found = self._database.execute(self._query, bands)
        scored = [(_jaccard(grams, _grams(other, size)), other) for _, other in found]
        best = max(scored, key=lambda pair: pair[0], default=None)
        return best if best and best[0] >= self._threshold else None

    def _insert(self, form: str, known: dict[int, list[int]]) -> None:
        sizes = (2, 3) if form.count(" ") * self._threshold < _SHORT else (3,)
        bands = [band for size in sizes for band in known.get(size) or self._bands(form, size)]
        row = self._database.execute("INSERT INTO near_forms (form) VALUES (?)", (form,)).lastrowid
        self._database.executemany("INSERT OR IGNORE INTO near_bands VALUES (?, ?)", ((band, row) for band in bands))

    def _bands(self, form: str, size: int) -> list[int]:
        sketch = self._empty.copy()
        sketch.update_batch(_grams(form, size))
        return [
            _number(bytes((size, place)) + sketch.hashvalues[part].tobytes())
            for place, part in enumerate(self._slices)
        ]


def _size(form: str) -> int:
    return 2 if form.count(" ") + 1 < _SHORT else 3


def _grams(form: str, size: int) -> set[bytes]:
    words = form.split(" ")
    return {" ".join(words[start : start + size]).encode() for start in range(len(words) - size + 1)}


def _jaccard(ours: set[bytes], theirs: set[bytes]) -> float:
    return len(ours & theirs) / len(ours | theirs)


def _number(content: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(content, digest_size=4).digest(), "big")
