"""The hedges or negations of a table of groups, flattened for whole-table work."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True)
class Variants:
    """The hedges or the negations of a table of groups, flattened.

    Attributes:
        owner: Row of the group each variant belongs to, int array of shape (variants,), ascending.
        text: Strings of shape (variants,).
        type: Taxonomy type names of shape (variants,).
        counts: Number of variants of each group, int array of shape (groups,).
    """

    owner: np.ndarray
    text: pa.Array
    type: pa.Array
    counts: np.ndarray

    @property
    def starts(self) -> np.ndarray:
        """Position of each group's first variant, int array of shape (groups,)."""
        return np.cumsum(self.counts) - self.counts

    def first_of(self, type_name: str) -> np.ndarray:
        """Return the position of each group's first variant of a type, -1 where it has none."""
        positions = np.flatnonzero(pc.equal(self.type, type_name).to_numpy(zero_copy_only=False))
        first = np.full(len(self.counts), -1)
        first[self.owner[positions[::-1]]] = positions[::-1]
        return first


def variants(groups: pa.Table, column: str, types: tuple[str, ...]) -> Variants:
    """Flatten `groups[column]` ("hedges" or "negations"), keeping the variants of the given types."""
    lists = groups[column].combine_chunks()
    flat = lists.flatten()
    keep = np.flatnonzero(pc.is_in(flat.field("type"), value_set=pa.array(types, pa.string())))
    owner = pc.list_parent_indices(lists).to_numpy()[keep]
    return Variants(
        owner=owner,
        text=flat.field("text").take(pa.array(keep)),
        type=flat.field("type").take(pa.array(keep)),
        counts=np.bincount(owner, minlength=len(groups)),
    )


def product(left: Variants, right: Variants) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pair every left variant with every right variant of the same group: owner, left and right positions."""
    right_counts = right.counts[left.owner]
    first = np.repeat(np.arange(len(left.owner)), right_counts)
    within = np.arange(len(first)) - np.repeat(np.cumsum(right_counts) - right_counts, right_counts)
    owner = left.owner[first]
    return owner, first, right.starts[owner] + within


def neighbours(chosen: Variants) -> tuple[np.ndarray, np.ndarray]:
    """Pair each variant with the next one of its group, the last with the first; lone variants are left out."""
    position = np.arange(len(chosen.owner))
    within = position - chosen.starts[chosen.owner]
    counts = chosen.counts[chosen.owner]
    following = chosen.starts[chosen.owner] + (within + 1) % np.maximum(counts, 1)
    several = counts > 1
    return position[several], following[several]
