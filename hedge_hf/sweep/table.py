"""The table of a sweep: one row per name, negation and general ability side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import mean
from typing import Any

from hedge_hf.evaluation.results import Comparison, Evaluation
from hedge_hf.evaluation.table import cell
from hedge_hf.sweep.plan import Sweep


@dataclass(frozen=True)
class Row:
    """The runs of one name.

    Attributes:
        name: The name.
        options: What they change in the recipe.
        seeds: The seed of each.
        seconds: How long each trained, with start and restarts.
        comparisons: What each scores against the base.
    """

    name: str
    options: dict[str, Any]
    seeds: list[int]
    seconds: list[float]
    comparisons: list[Comparison]


@dataclass(frozen=True)
class Averages:
    """What a table can be sorted and drawn by.

    Attributes:
        negation: Mean of the main scores of the negation tasks, in percent.
        general: Mean change of the general tasks in points; without such tasks, geometry preservation minus 100.
    """

    negation: float
    general: float


def common_tasks(rows: Sequence[Row], kind: str) -> list[str]:
    """Return the tasks of a kind that were run for every row; a mean over others would compare unlike things."""
    evaluations = [side for row in rows for found in row.comparisons for side in (found.base, found.tuned)]
    names = [name for name, task in evaluations[0].tasks.items() if task.kind == kind]
    return [name for name in names if all(_was_run(evaluation, name) for evaluation in evaluations)]


def averages(rows: Sequence[Row]) -> list[Averages]:
    """Return the averages of each row, over the tasks that all rows have and over seeds."""
    negation, general = common_tasks(rows, "negation"), common_tasks(rows, "general")
    return [
        Averages(
            mean(negation_average(found.tuned, negation) for found in row.comparisons),
            mean(_kept(found, general) for found in row.comparisons),
        )
        for row in rows
    ]


def negation_average(evaluation: Evaluation, names: Sequence[str]) -> float:
    """Return the mean of the main scores of some tasks, in percent."""
    return mean(evaluation.tasks[name].main.value for name in names)


def to_markdown(plan: Sweep, rows: Sequence[Row]) -> str:
    """Return the table of a sweep with a note of what its columns are."""
    if not rows:
        return "No run is done.\n"
    seeds = max(len(row.seeds) for row in rows)
    shown = f"mean of up to {seeds} seeds (lowest to highest)" if seeds > 1 else "one seed, 95% bootstrap interval"
    note = f"Recipe `{plan.recipe}`, suite `{plan.suite}`, split `{plan.split}` of HedgeTriple. Percent; {shown}."
    left = [name for name in dict.fromkeys(run.name for run in plan.runs) if name not in {row.name for row in rows}]
    return f"{markdown_table(rows)}\n{note}\n" + (f"Not run yet: {', '.join(left)}.\n" if left else "")


def markdown_table(rows: Sequence[Row]) -> str:
    """Return one line per row, after one for the base.

    Args:
        rows: At least one row; all are measured against the same base.
    """
    base = rows[0].comparisons[0].base
    negation, general = common_tasks(rows, "negation"), common_tasks(rows, "general")
    tasks = [*negation, *general]
    kept = "general tasks, mean change" if general else "geometry preservation - 100"
    head = ["run", "s", "negation, mean", kept, *tasks, "geometry"]
    scores = [cell(base.tasks[name].main) for name in tasks]
    lines = [head, ["---", *["---:"] * (len(head) - 1)]]
    lines.append([base.model, "", f"{negation_average(base, negation):.1f}", "", *scores, ""])
    for row, average in zip(rows, averages(rows), strict=True):
        shown = [f"{mean(row.seconds):.0f}", f"{average.negation:.1f}", f"{average.general:+.2f}"]
        lines.append([row.name, *shown, *_cells(row, tasks)])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def to_json(plan: Sweep, rows: Sequence[Row]) -> dict[str, Any]:
    """Return the rows with all scores of all seeds."""
    return {
        "recipe": plan.recipe,
        "base": plan.base,
        "suite": plan.suite,
        "split": plan.split,
        "rows": [asdict(row) | asdict(average) for row, average in zip(rows, averages(rows), strict=True)],
    }


def _was_run(evaluation: Evaluation, name: str) -> bool:
    return name in evaluation.tasks and evaluation.tasks[name].not_run is None


def _kept(comparison: Comparison, names: Sequence[str]) -> float:
    if not names:
        return comparison.geometry.value - 100
    changes = (comparison.differences[name][comparison.tuned.tasks[name].main.name].value for name in names)
    return mean(changes)


def _cells(row: Row, tasks: Sequence[str]) -> list[str]:
    scores = [[found.tuned.tasks[name].main for found in row.comparisons] for name in tasks]
    scores.append([found.geometry for found in row.comparisons])
    return [
        cell(found[0])
        if len(found) == 1
        else f"{mean(score.value for score in found):.1f} ({min(score.value for score in found):.1f} "
        f"to {max(score.value for score in found):.1f})"
        for found in scores
    ]
