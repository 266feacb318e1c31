"""An evaluation of a CLAP model as tables for the terminal."""

from __future__ import annotations

from rich.console import Group
from rich.text import Text

from hedge_hf.evaluation.clap.evaluate import ClapEvaluation
from hedge_hf.evaluation.clap.measure import CUTOFFS
from hedge_hf.evaluation.results import Score
from hedge_hf.evaluation.table import cell, new_table

LEVEL_LABELS = {
    "original": "original",
    "appended": "absent tag denied",
    "part": "part negated",
    "full": "fully negated",
}


def to_table(result: ClapEvaluation) -> Group:
    """Return retrieval by level of negation, the binary protocol, and its accuracy by tag."""
    found = new_table(f"{result.model} on {result.data}: search among {result.rows} clips", first="captions")
    for name in (*(f"R@{k}" for k in CUTOFFS), "median rank"):
        found.add_column(name, justify="right", no_wrap=True)
    for level, one in result.retrieval.items():
        found.add_row(LEVEL_LABELS[level], *(cell(one.recall[k]) for k in CUTOFFS), rank_cell(one.median_rank))
    pairs = new_table("negation, percent [95% interval]", first="nearer to the clip")
    pairs.add_column("", justify="right", no_wrap=True)
    for name, accuracy in result.binary.accuracy.items():
        pairs.add_row(name, cell(accuracy))
    tags = new_table("original > part, by what is denied", first="tag")
    for name in ("", "captions"):
        tags.add_column(name, justify="right", no_wrap=True)
    for name, accuracy in result.binary.by_tag.items():
        tags.add_row(Text(name), cell(accuracy), str(accuracy.count))
    if search := result.search:
        pairs.add_row('"A without B": right among the first 10', cell(search.precision_at_10))
        pairs.add_row("    by chance", cell(search.chance))
        pairs.add_row("    with B among the first 10", cell(search.excluded_at_10))
    return Group(found, "", pairs, "", tags)


def rank_cell(rank: Score) -> str:
    """Return a rank with its interval, such as "3 [2, 4]"."""
    return f"{rank.value:g} [{rank.low:g}, {rank.high:g}]"
