"""An audit as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from hedge_hf.evaluation.table import cell, new_table
from hedge_hf.generate.audit.gates import Rise
from hedge_hf.generate.audit.report import Audit

_WIDTH = 100


def to_tables(result: Audit) -> Iterator[Table]:
    """Yield types, coverage, gates, and rejects if there are any."""
    yield _types(result)
    yield _coverage(result)
    yield _gates(result)
    if result.rejects:
        yield _rejects(result)


def risen_line(rise: Rise) -> str:
    """Return how a gate rose."""
    return f"rose: {rise.label} {cell(rise.before)} -> {cell(rise.now)}"


def _types(result: Audit) -> Table:
    title = f"{result.data}: {result.anchors:,} anchors, {result.variants:,} variants"
    columns = ("rows", "share", "cues", "bits", "even", "dist-2", "BLEU", "chars", "words")
    caption = (
        "cues: different ones, their entropy, its share of the maximum; distinct-2 of a sample of "
        f"{result.sample:,} anchors, self-BLEU of {result.diversity['anchor'].bleu_texts} texts; "
        "characters and words changed, mean"
    )
    table = new_table(title, caption, "type", columns)
    anchors = result.diversity["anchor"]
    table.add_row("anchor", *[""] * 5, f"{anchors.distinct[1]:.2f}", _bleu(anchors.self_bleu), "", "")
    for name, counts in result.types.items():
        diversity, distances = result.diversity[name], result.distances[name]
        table.add_row(
            name,
            f"{counts.rows:,}",
            f"{counts.share:.1%}",
            f"{counts.distinct_cues:,}",
            f"{counts.entropy:.1f}",
            f"{counts.evenness:.2f}",
            f"{diversity.distinct[1]:.2f}",
            _bleu(diversity.self_bleu),
            f"{distances.characters.mean:.1f}",
            f"{distances.words.mean:.1f}",
        )
    return table


def _coverage(result: Audit) -> Table:
    table = new_table(
        "Taxonomy", first="type", columns=("listed cues", "found", "missing", "variants with a listed cue")
    )
    for name, one in result.coverage.types.items():
        table.add_row(name, str(one.listed), str(one.found), str(len(one.missing)), f"{one.share_listed:.0%}")
    return table


def _gates(result: Audit) -> Table:
    table = new_table("Gates", "percent [95% interval]", "baseline", ("score", "chance", "limit", ""))
    for gate in result.gates:
        if gate.score is None:
            table.add_row(gate.label, Text(f"not measured: {gate.not_measured}", "yellow"), "", "", "")
            continue
        mark = Text("above", "bold red") if gate.above else Text("ok", "green")
        table.add_row(gate.label, Text(cell(gate.score)), f"{gate.chance:.0f}", f"{gate.limit:.0f}", mark)
    return table


def _rejects(result: Audit) -> Table:
    table = new_table(f"Rejects: {result.rejected:,}", first="reason", columns=["count"])
    table.add_column("example", overflow="fold")
    for name, reason in result.rejects.items():
        example = reason.examples[0]
        shown = " ".join((example["text"] or example["anchor"] or "").split())
        detail = f" ({example['detail']})" if example["detail"] else ""
        table.add_row(Text(name), f"{reason.count:,}", Text(_short(shown + detail)))
    return table


def _bleu(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _short(text: str) -> str:
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
