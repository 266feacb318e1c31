"""The end of a generation run in numbers: what was kept, what was refused and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
from rich import box
from rich.table import Table

from hedge_hf.generate.folder import groups_files, kept_variants
from hedge_hf.generate.llm.journal import read_journal
from hedge_hf.taxonomy import HEDGE_TYPE_NAMES, NEGATION_TYPE_NAMES


@dataclass(frozen=True)
class Summary:
    """Counts over all shards of a folder.

    Attributes:
        groups: Accepted groups.
        variants: Accepted variants by type.
        rejects: Refused variants and anchors by reason.
        tokens: Tokens that a model was paid for.
    """

    groups: int
    variants: Counter[str]
    rejects: Counter[str]
    tokens: int


def summarise(folder: Path) -> Summary:
    """Count what a folder holds."""
    groups, variants, rejects = 0, Counter[str](), Counter[str]()
    for file in groups_files(folder):
        groups += pq.ParquetFile(file).metadata.num_rows
        variants.update(variant["type"] for variant in kept_variants(file))
    for file in folder.glob("rejects/*.parquet"):
        rejects.update(pq.read_table(file, columns=["reason"])["reason"].to_pylist())
    tokens = sum(outcome.tokens for file in folder.glob("replies/*.jsonl") for outcome in read_journal(file))
    return Summary(groups, variants, rejects, tokens)


def to_table(summary: Summary, anchors: int) -> Table:
    """Return the counts as a table for the terminal."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("kept")
    table.add_column("", justify="right")
    table.add_row("groups", f"{summary.groups:,} of {anchors:,} anchors")
    for name in (*NEGATION_TYPE_NAMES, *HEDGE_TYPE_NAMES):
        table.add_row(name, f"{summary.variants[name]:,}")
    table.add_section()
    for reason, count in summary.rejects.most_common():
        table.add_row(f"refused: {reason}", f"{count:,}")
    if summary.tokens:
        table.add_row("tokens", f"{summary.tokens:,}")
    return table
