"""Sentences that may become anchors, in an SQLite file: memory stays flat and what is done is not done again."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType

import pyarrow as pa

from hedge_hf.data.splits import text_ids

_CACHE_KIB = 192 << 10
_TABLES = """
CREATE TABLE IF NOT EXISTS sources (position INTEGER PRIMARY KEY, counts TEXT);
CREATE TABLE IF NOT EXISTS candidates (rank INTEGER PRIMARY KEY, id TEXT, position INTEGER, text TEXT);
CREATE TABLE IF NOT EXISTS chosen (rank INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS shards (shard INTEGER, rank INTEGER, PRIMARY KEY (shard, rank)) WITHOUT ROWID;
"""
_ADD = """
INSERT INTO candidates VALUES (?, ?, ?, ?) ON CONFLICT (rank) DO UPDATE SET text = excluded.text
WHERE excluded.position = position AND excluded.text < text
"""
_SPREAD = "INSERT INTO shards SELECT (row_number() OVER (ORDER BY rank) - 1) % ?, rank FROM chosen"


@dataclass
class SourceCounts:
    """What became of a corpus. `sentences` is `candidates` and those rejected while reading, duplicates too.

    Attributes:
        source: Name of the corpus.
        domain: What it is about.
        licence: Its licence, or "unknown".
        rows: Rows read.
        sentences: Sentences in them.
        candidates: Different sentences without flaw.
        rejected: Sentences by the reason they were rejected for; near duplicates and texts of evaluation sets only
            as far as candidates were looked at.
        chosen: Anchors.
    """

    source: str
    domain: str
    licence: str
    rows: int = 0
    sentences: int = 0
    candidates: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    chosen: int = 0

    def reject(self, reason: str, number: int = 1) -> None:
        """Count rejected sentences."""
        self.rejected[reason] = self.rejected.get(reason, 0) + number


class Candidates:
    """The candidates of each corpus that rank lowest, where the rank of a sentence is a hash of its id and the seed.

    So which sentences are kept does not depend on the order of the rows. Each step is a transaction: killed in the
    middle, it has not begun.
    """

    def __init__(self, path: Path, seed: int, most: int) -> None:
        """Open the file, or make it.

        Args:
            path: The file.
            seed: Seed of the ranks.
            most: Candidates to keep of each corpus.
        """
        self.database = sqlite3.connect(path)
        self.database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self.database.executescript(_TABLES)
        self._seed, self._most = seed, most

    def __enter__(self) -> Candidates:
        """Return the candidates; the file is closed on leaving."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the file."""
        self.database.close()

    def read(self) -> list[SourceCounts]:
        """Return the counts of the corpora that were read to their end, in order."""
        found = self.database.execute("SELECT counts FROM sources ORDER BY position")
        return [SourceCounts(**json.loads(counts)) for (counts,) in found]

    def fill(self, position: int, counts: SourceCounts, batches: Iterable[list[str]]) -> None:
        """Take in the sentences of a corpus, and count duplicates and candidates.

        Args:
            position: Place of the corpus among the corpora; a sentence of an earlier one is a duplicate.
            counts: Its counts, which reading the batches may change.
            batches: Its sentences.
        """
        with self.database:
            added, surplus, held, limit = 0, 0, 0, None
            for batch in batches:
                ranked = self._ranked(batch, position)
                rows = [row for row in ranked if limit is None or row[0] < limit]
                self.database.executemany(_ADD, rows)
                added, surplus, held = added + len(ranked), surplus + len(ranked) - len(rows), held + len(rows)
                if held > 2 * self._most:
                    limit, held, removed = self._prune(position, limit)
                    surplus += removed
            _, held, removed = self._prune(position, limit)
            counts.candidates = held + surplus + removed
            if duplicates := added - counts.candidates:
                counts.reject("duplicate", duplicates)
            self.database.execute("INSERT INTO sources VALUES (?, ?)", (position, json.dumps(asdict(counts))))

    def choose(self, choice: Iterable[int], counts: list[SourceCounts], shards: int) -> list[SourceCounts]:
        """Make the choice unless it was made before, and spread it over shards in the order of the ranks.

        Args:
            choice: The ranks of the candidates that become anchors; not begun if the choice was made before.
            counts: The counts of the corpora, which going through the choice may change.
            shards: Number of shards.

        Returns:
            The counts as the choice left them.
        """
        if self.database.execute("SELECT 1 FROM chosen").fetchone():
            return self.read()
        with self.database:
            self.database.execute("BEGIN")
            self.database.executemany("INSERT INTO chosen VALUES (?)", ((rank,) for rank in choice))
            self.database.execute(_SPREAD, (shards,))
            rows = [(json.dumps(asdict(one)), position) for position, one in enumerate(counts)]
            self.database.executemany("UPDATE sources SET counts = ? WHERE position = ?", rows)
        return counts

    def ranked(self, position: int) -> Iterator[tuple[int, str]]:
        """Yield rank and text of the candidates of a corpus, the lowest rank first."""
        query = "SELECT rank, text FROM candidates WHERE position = ? ORDER BY rank"
        return iter(self.database.execute(query, (position,)))

    def shard(self, shard: int) -> Iterator[tuple[str, str, int]]:
        """Yield id, text and position of the corpus of the anchors of a shard, in the order of their ranks."""
        query = "SELECT id, text, position FROM shards JOIN candidates USING (rank) WHERE shard = ? ORDER BY rank"
        return iter(self.database.execute(query, (shard,)))

    def _ranked(self, sentences: list[str], position: int) -> list[tuple[int, str, int, str]]:
        ids = text_ids(pa.array(sentences, pa.string()))
        return [(self._rank(name), name, position, text) for name, text in zip(ids, sentences, strict=True)]

    def _rank(self, identifier: str) -> int:
        digest = hashlib.blake2b(f"{self._seed}:{identifier}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big", signed=True)

    def _prune(self, position: int, limit: int | None) -> tuple[int | None, int, int]:
        """Remove the candidates over the number to keep; return the rank they start at, those left and removed."""
        beyond = "SELECT rank FROM candidates WHERE position = ? ORDER BY rank LIMIT 1 OFFSET ?"
        found = self.database.execute(beyond, (position, self._most)).fetchone()
        if found is None:
            count = "SELECT count(*) FROM candidates WHERE position = ?"
            return limit, self.database.execute(count, (position,)).fetchone()[0], 0
        removed = self.database.execute("DELETE FROM candidates WHERE position = ? AND rank >= ?", (position, *found))
        return found[0], self._most, removed.rowcount
