"""What an audit reads: the folder of a run, files of groups, or the shipped rows."""

from __future__ import annotations

import glob
import hashlib
import heapq
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasets import Features

from hedge_hf.data.builder import SEED_FOLDER
from hedge_hf.data.reading import read_tables
from hedge_hf.data.registration import NAME
from hedge_hf.data.validation import check_rows, conform
from hedge_hf.errors import UsageError
from hedge_hf.evaluation.bootstrap import SEED
from hedge_hf.generate.folder import REJECTS_SCHEMA

Row = dict[str, Any]

REJECTS = Features.from_arrow_schema(REJECTS_SCHEMA)


@dataclass(frozen=True)
class Sources:
    """The files to audit.

    Attributes:
        name: What the user asked for.
        groups: Files of groups.
        report: Folder of the report if the user gives none.
        rejects: Files of refused variants.
        contrast: Files of contrast pairs.
        exclusion: Files of exclusion queries.
        anchor_counts: What the choice of anchors counted, or None.
    """

    name: str
    groups: tuple[Path, ...]
    report: Path
    rejects: tuple[Path, ...] = ()
    contrast: tuple[Path, ...] = ()
    exclusion: tuple[Path, ...] = ()
    anchor_counts: Path | None = None


def find(name: str) -> Sources:
    """Find the files that a name stands for.

    Args:
        name: "hedgetriple" for the shipped rows, the folder of a run, or a file of groups or a glob of several.

    Raises:
        UsageError: If there are none.
    """
    if name == NAME:
        return Sources(
            name,
            (SEED_FOLDER / "groups.parquet",),
            Path("audit"),
            contrast=(SEED_FOLDER / "contrast.parquet",),
            exclusion=(SEED_FOLDER / "exclusion.parquet",),
        )
    path = Path(name).expanduser()
    if path.is_dir():
        groups = tuple(sorted(path.glob("groups-*.parquet")))
        if not groups:
            raise UsageError(f"{name} has no groups-*.parquet; give the output folder of a run, or a file of groups")
        counts = path / "anchors" / "counts.json"
        return Sources(
            name,
            groups,
            path / "audit",
            rejects=tuple(sorted(path.glob("rejects/*.parquet"))),
            anchor_counts=counts if counts.exists() else None,
        )
    files = [str(path)] if path.exists() else sorted(glob.glob(str(path), recursive=True))
    if not files:
        raise UsageError(f"{name}: no such file; give {NAME!r}, the folder of a run, or a file or glob of groups")
    return Sources(name, tuple(map(Path, files)), Path("audit"))


def read_rows(files: Iterable[Path], features: Features) -> Iterator[Row]:
    """Yield the rows of some files, one table at a time in memory.

    Args:
        files: Parquet or JSON Lines files; columns beyond those of `features` are left out.
        features: The columns.

    Raises:
        UsageError: If a file cannot be read or breaks the schema.
    """
    for path in files:
        for first_row, table in _tables(path, features):
            check_rows(table, str(path), first_row)
            yield from table.to_pylist()


def read_rejects(files: Iterable[Path]) -> Iterator[Row]:
    """Yield the rejects of some files; only `id`, `anchor`, `source` and `reason` must be filled.

    Raises:
        UsageError: If a file cannot be read, lacks a column, or one of the four is empty.
    """
    for path in files:
        for first_row, table in _tables(path, REJECTS):
            check_rows(table.select(["id", "anchor", "source", "reason"]), str(path), first_row)
            yield from table.to_pylist()


def read_anchor_counts(path: Path | None) -> dict[str, int]:
    """Return what the choice of anchors counted, by names such as "org/corpus / sentences"; none without a file.

    Raises:
        UsageError: If the file is not what the choice of anchors writes.
    """
    if path is None:
        return {}
    try:
        sources = json.loads(path.read_text(encoding="utf-8"))["sources"]
        return {name: count for one in sources for name, count in _numbers(one, (one["source"],))}
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; it must be readable") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path}: damaged; remove it to audit without the counts of anchors") from error


def sampled(rows: Iterable[Row], size: int) -> list[Row]:
    """Return `size` rows, the same ones on every run and in whatever order they come; all if there are fewer.

    Those with the smallest hash of seed and id: a smaller sample is the start of a larger one.
    """
    return heapq.nsmallest(size, rows, key=lambda row: draw(row["id"]))


def draw(identifier: str) -> bytes:
    """Return the lot that an id draws: rows with the smallest are sampled."""
    return hashlib.blake2b(f"{SEED}:{identifier}".encode(), digest_size=8).digest()


def _tables(path: Path, features: Features) -> Iterator[tuple[int, Any]]:
    first_row = 0
    try:
        with path.open("rb") as file:
            for table in read_tables(file, str(path)):
                yield first_row, conform(table, features, str(path))
                first_row += len(table)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; give the path of a file that can be read") from error


def _numbers(found: dict[str, Any], names: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    for name, value in found.items():
        if isinstance(value, dict):
            yield from _numbers(value, (*names, name))
        elif type(value) is int:
            yield " / ".join((*names, name)), value
