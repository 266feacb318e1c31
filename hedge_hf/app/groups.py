"""Reads the groups that are reviewed, with all columns of their files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from hedge_hf.data.reading import read_tables
from hedge_hf.data.schema import GROUPS
from hedge_hf.data.validation import check_ids, check_rows, conform
from hedge_hf.errors import UsageError


def read_groups(files: Sequence[Path]) -> pa.Table:
    """Read files of groups with all their columns.

    Raises:
        UsageError: If one cannot be read, breaks the schema, or an id occurs twice.
    """
    tables, ids = [], set[str]()
    for path in files:
        first_row = 0
        try:
            with path.open("rb") as file:
                for table in read_tables(file, str(path)):
                    groups = conform(table, GROUPS, str(path))
                    check_rows(groups, str(path), first_row)
                    check_ids(ids, groups, str(path), first_row)
                    more = [name for name in table.column_names if name not in GROUPS]
                    tables.append(pa.table({**_columns(groups), **_columns(table.select(more))}))
                    first_row += len(table)
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror}; give a file of groups that can be read") from error
    if not ids:
        raise UsageError(f"{', '.join(map(str, files))}: no groups to review")
    return pa.concat_tables(tables, promote_options="default")


def _columns(table: pa.Table) -> dict[str, pa.ChunkedArray]:
    return dict(zip(table.column_names, table.columns, strict=True))
