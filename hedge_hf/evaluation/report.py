"""An evaluation as a table for the terminal and as JSON for everything else."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from hedge_hf.evaluation.bootstrap import RESAMPLES, SEED
from hedge_hf.evaluation.results import Comparison, Evaluation, Score, Verdict
from hedge_hf.version import __version__

Result = Evaluation | Comparison

_LIBRARIES = ("datasets", "numpy", "scipy", "sentence-transformers", "torch", "transformers")


def to_json(result: Result) -> dict[str, Any]:
    """Return the result with what is needed to reproduce it.

    Returns:
        A dictionary of JSON types: `evaluation` or `comparison` has the fields of that dataclass; beside it stand
        `versions`, `machine`, `date` (UTC), `seed` and `resamples`.
    """
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": SEED,
        "resamples": RESAMPLES,
        "versions": {"python": platform.python_version(), "hedge-hf": __version__}
        | {name: _version(name) for name in _LIBRARIES},
        "machine": {"platform": platform.platform(), "cpu_count": os.cpu_count()},
        type(result).__name__.lower(): asdict(result),
    }


def from_json(report: dict[str, Any]) -> Result:
    """Return the result that `to_json` wrote.

    Raises:
        KeyError: If a field is missing.
    """
    if "evaluation" in report:
        return _evaluation(report["evaluation"])
    found = report["comparison"]
    return Comparison(
        base=_evaluation(found["base"]),
        tuned=_evaluation(found["tuned"]),
        differences=_scores(found["differences"]),
        geometry=Score(**found["geometry"]),
        verdict=Verdict(**found["verdict"]),
    )


def to_table(result: Result) -> Table:
    """Return one line per score; a comparison shows base, tuned and their difference side by side."""
    if isinstance(result, Evaluation):
        table = _table(result.model, result, ["score"])
        _add_lines(table, result, lambda name, score: [_cell(score)])
        return table
    tuned = result.tuned.scores | result.tuned.by_type
    table = _table(f"{result.tuned.model} against {result.base.model}", result.base, ["base", "tuned", "difference"])
    _add_lines(
        table,
        result.base,
        lambda name, score: [_cell(score), _cell(tuned[name]), _cell(result.differences[name], signed=True)],
    )
    table.add_row(result.geometry.label, "", f"{result.geometry.value:.1f}", "")
    return table


def _table(title: str, evaluation: Evaluation, columns: list[str]) -> Table:
    counts = ", ".join(f"{count} {kind}" for kind, count in evaluation.counts.items())
    table = Table(
        title=Text(title, "bold"),
        caption=Text(f"percent [95% interval]; split {evaluation.split}: {counts}", "dim"),
        title_justify="left",
        caption_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
    )
    table.add_column("")
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _add_lines(table: Table, evaluation: Evaluation, cells: Callable[[str, Score], list[Text]]) -> None:
    for name, score in evaluation.scores.items():
        table.add_row(score.label, *cells(name, score))
    table.add_section()
    table.add_row("Triplet accuracy by type", style="dim")
    for name, score in evaluation.by_type.items():
        table.add_row(score.label, *cells(name, score))
    table.add_section()


def _cell(score: Score, signed: bool = False) -> Text:
    sign = "+" if signed else ""
    return Text(f"{score.value:{sign}.1f} [{score.low:{sign}.0f}, {score.high:{sign}.0f}]")


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _evaluation(found: dict[str, Any]) -> Evaluation:
    return Evaluation(**found | {field: _scores(found[field]) for field in ("scores", "by_type")})


def _scores(found: dict[str, Any]) -> dict[str, Score]:
    return {name: Score(**score) for name, score in found.items()}
