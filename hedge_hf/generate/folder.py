"""The folder of a generation run: which file holds what, and how its files are read and written whole."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hedge_hf.data.schema import GROUPS
from hedge_hf.errors import HedgeError
from hedge_hf.generate.types import Anchor, Reject, Variant

GROUPS_SCHEMA = pa.schema([*GROUPS.arrow_schema, pa.field("licence", pa.string()), pa.field("prompt", pa.string())])
REJECTS_SCHEMA = pa.schema([pa.field(name, pa.string()) for name in Reject._fields])
_BATCH_ROWS = 2000


def shard_name(round_: int, rank: int) -> str:
    """Return what the files of one shard are called, without suffix."""
    return f"{round_:02d}-{rank:05d}"


def anchors_file(folder: Path, round_: int, rank: int) -> Path:
    """Return the file of a shard's anchors, JSON Lines with the fields of `Anchor`."""
    return folder / "anchors" / f"{shard_name(round_, rank)}.jsonl"


def replies_file(folder: Path, round_: int, rank: int) -> Path:
    """Return the journal of a shard's replies."""
    return folder / "replies" / f"{shard_name(round_, rank)}.jsonl"


def groups_file(folder: Path, round_: int, rank: int) -> Path:
    """Return the file of a shard's accepted groups."""
    return folder / f"groups-{shard_name(round_, rank)}.parquet"


def rejects_file(folder: Path, round_: int, rank: int) -> Path:
    """Return the file of what the filters refused."""
    return folder / "rejects" / f"{shard_name(round_, rank)}.parquet"


def read_anchors(file: Path) -> Iterator[Anchor]:
    """Yield the anchors of a shard."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield Anchor(**json.loads(line))


def groups_files(folder: Path, round_: int | None = None) -> list[Path]:
    """Return the files of accepted groups that are whole, of one round or of all."""
    return sorted(folder.glob(f"groups-{'*' if round_ is None else f'{round_:02d}-*'}.parquet"))


def kept_variants(file: Path) -> Iterator[Variant]:
    """Yield the variants of a file of accepted groups."""
    for batch in pq.ParquetFile(file).iter_batches(_BATCH_ROWS, columns=["hedges", "negations"]):
        for column in batch.columns:
            for variants in column.to_pylist():
                yield from variants


class WholeParquet:
    """A Parquet file that has its name only once it is complete; rows are written in batches of bounded size."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        """Open a temporary file beside `path`.

        Raises:
            HedgeError: If it cannot be written; so do `add` and `close`.
        """
        self._path, self._schema = path, schema
        self._partial = path.with_name(f".{path.name}.partial")
        self._rows: list[dict[str, Any]] = []
        with explained_if_full(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = pq.ParquetWriter(self._partial, schema)

    def add(self, row: dict[str, Any]) -> None:
        """Add a row with the keys of the schema."""
        self._rows.append(row)
        if len(self._rows) == _BATCH_ROWS:
            self._flush()

    def close(self) -> None:
        """Write the rest and give the file its name."""
        self._flush()
        with explained_if_full(self._path):
            self._writer.close()
            os.replace(self._partial, self._path)

    def _flush(self) -> None:
        with explained_if_full(self._path):
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows = []


@contextmanager
def explained_if_full(path: Path) -> Iterator[None]:
    """Raise HedgeError where a file cannot be written, with the way to go on."""
    try:
        yield
    except OSError as error:
        raise HedgeError(
            f"{path} cannot be written ({error.strerror or error}); free some space, and the same command goes on"
        ) from error
