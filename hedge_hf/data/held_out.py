"""Leaves negations of some patterns out of a table of groups."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hedge_hf.errors import UsageError
from hedge_hf.taxonomy import PATTERN_NAMES, PATTERNS


def check_patterns(names: Collection[str]) -> None:
    """Raise UsageError unless `names` is a list of known patterns."""
    if isinstance(names, str):
        raise UsageError(f"exclude_patterns is {names!r}; it must be a list, as in [{names}]")
    unknown = [name for name in names if name not in PATTERN_NAMES]
    if unknown:
        raise UsageError(
            f"exclude_patterns: unknown pattern {unknown[0]!r}; the patterns are {', '.join(PATTERN_NAMES)}"
        )


def hold_out(groups: pa.Table, patterns: Collection[str]) -> pa.Table:
    """Drop the negations that are of any of the patterns, and the groups left without negations.

    Args:
        groups: Rows of `GROUPS`.
        patterns: Names of patterns.

    Returns:
        The other groups, in their order, each with the negations that are left.
    """
    chosen = [pattern for pattern in PATTERNS if pattern.name in patterns]
    lists = groups["negations"].combine_chunks()
    negations = lists.flatten()
    kept = [not any(pattern.matches(variant) for pattern in chosen) for variant in negations.to_pylist()]
    rows = np.flatnonzero(kept)
    counts = np.bincount(pc.list_parent_indices(lists).to_numpy()[rows], minlength=len(groups))
    offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]), pa.int32())
    column = groups.column_names.index("negations")
    left = pa.ListArray.from_arrays(offsets, negations.take(pa.array(rows)), type=lists.type)
    return groups.set_column(column, groups.schema.field(column), left).filter(pa.array(counts > 0))
