"""Checks a table of rows before it becomes data: the first bad row is named with its file, column and fix."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from datasets import Features
from datasets.exceptions import DatasetGenerationError
from datasets.table import cast_array_to_feature

from hedge_hf.data.schema import GROUPS, VARIANT_TYPES
from hedge_hf.errors import UsageError


class InvalidDataError(UsageError, DatasetGenerationError):
    """A data file breaks the schema; `datasets` passes this error on as it is."""


def conform(table: pa.Table, features: Features, file: str) -> pa.Table:
    """Bring a table into the column order and types of `features`.

    Args:
        table: Rows as read from `file`; extra columns are dropped.
        features: `GROUPS`, `CONTRAST`, `EXCLUSION` or `CONSTRUCTIONS`.
        file: Name used in messages.

    Returns:
        The table with exactly the columns of `features`.

    Raises:
        InvalidDataError: If a column is missing or has another type.
    """
    columns = []
    for field in features.arrow_schema:
        if field.name not in table.column_names:
            raise InvalidDataError(f"{file}: column {field.name!r} is missing; the columns are {', '.join(features)}")
        column = table[field.name]
        if not _compatible(column.type, field.type):
            raise InvalidDataError(f"{file}: column {field.name!r} has type {column.type}; it must be {field.type}")
        columns.append(cast_array_to_feature(column, features[field.name]))
    return pa.table(columns, schema=features.arrow_schema)


def check_rows(table: pa.Table, file: str, first_row: int = 0) -> None:
    """Check the values of a conforming table.

    Args:
        table: Output of `conform`.
        file: Name used in messages.
        first_row: Number of rows of the file before this table.

    Raises:
        InvalidDataError: If a text is missing or blank, a list of variants is empty, a type is not in the
            taxonomy, or a negation equals its anchor.
    """
    for field in table.schema:
        if pa.types.is_string(field.type):
            blank = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(table[field.name]), ""), True)
            _refuse(blank, table, file, first_row, f"{field.name!r} is empty; fill it or drop the row")
    if table.schema.names == GROUPS.arrow_schema.names:
        for column in VARIANT_TYPES:
            _check_variants(table, column, file, first_row)


def check_ids(ids: set[str], table: pa.Table, file: str, first_row: int = 0) -> None:
    """Add the ids of `table` to `ids`; raise InvalidDataError at the first one that is already there."""
    for row, identifier in enumerate(table["id"].to_pylist()):
        if identifier in ids:
            raise InvalidDataError(
                f"{file}: row {first_row + row}: 'id' {identifier!r} occurs twice; ids must be unique"
            )
        ids.add(identifier)


def _compatible(found: pa.DataType, wanted: pa.DataType) -> bool:
    """Tell whether values can be cast without reinterpreting them (a number is not a text)."""
    if pa.types.is_null(found):
        return True
    if pa.types.is_list(wanted):
        return (pa.types.is_list(found) or pa.types.is_large_list(found)) and _compatible(
            found.value_type, wanted.value_type
        )
    if pa.types.is_struct(wanted):
        return pa.types.is_struct(found) and all(
            found.get_field_index(field.name) >= 0 and _compatible(found.field(field.name).type, field.type)
            for field in wanted
        )
    return pa.types.is_string(found) or pa.types.is_large_string(found) or pa.types.is_string_view(found)


def _check_variants(table: pa.Table, column: str, file: str, first_row: int) -> None:
    lists = table[column].combine_chunks()
    _refuse(
        pc.equal(pc.fill_null(pc.list_value_length(lists), 0), 0),
        table,
        file,
        first_row,
        f"{column!r} is an empty list; each anchor needs at least one",
    )
    owners = pc.list_parent_indices(lists)
    variants = lists.flatten()
    kind = variants.field("type")
    known = pc.is_in(kind, value_set=pa.array(VARIANT_TYPES[column]))
    types = ", ".join(VARIANT_TYPES[column])
    _refuse(pc.invert(known), table, file, first_row, f"{column!r} has an unknown type; the types are {types}", owners)
    for name in ("text", "cue"):
        blank = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(variants.field(name)), ""), True)
        _refuse(blank, table, file, first_row, f"{column!r} has an empty {name}; fill it or drop it", owners)
    text = variants.field("text")
    same = pc.equal(pc.take(_folded(table["anchor"]), owners), _folded(text))
    _refuse(same, table, file, first_row, f"{column!r} repeats its anchor; write a variant that differs", owners)


def _folded(texts: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Forget case and the punctuation at either end."""
    return pc.utf8_trim(pc.utf8_lower(texts), characters=" .!?")


def _refuse(
    bad: pa.Array | pa.ChunkedArray,
    table: pa.Table,
    file: str,
    first_row: int,
    reason: str,
    owners: pa.Array | None = None,
) -> None:
    positions = np.flatnonzero(bad.to_numpy(zero_copy_only=False))
    if len(positions):
        row = int(owners[positions[0]].as_py()) if owners is not None else int(positions[0])
        raise InvalidDataError(f"{file}: row {first_row + row} (id {table['id'][row].as_py()!r}): {reason}")
