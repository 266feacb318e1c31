"""The table of a sweep: one row per name, negation and general ability side by side."""

from __future__ import annotations

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

    @property
    def negation(self) -> float:
        """Mean of the main scores of the negation tasks, over tasks and seeds, in percent."""
        return mean(negation_average(comparison.tuned) for comparison in self.comparisons)

    @property
    def general(self) -> float:
        """What is kept of the base, over seeds: see `kept_ability`."""
        return mean(kept_ability(comparison) for comparison in self.comparisons)


def negation_average(evaluation: Evaluation) -> float:
    """Return the mean of the main scores of the negation tasks that were run, in percent."""
    return mean(evaluation.tasks[name].main.value for name in task_names(evaluation, "negation"))


def kept_ability(comparison: Comparison) -> float:
    """Return what is kept of the base.

    That is the mean change of the general tasks in points; where none was run, geometry preservation minus 100.
    """
    names = task_names(comparison.tuned, "general")
    if not names:
        return comparison.geometry.value - 100
    changes = (comparison.differences[name][comparison.tuned.tasks[name].main.name].value for name in names)
    return mean(changes)


def task_names(evaluation: Evaluation, kind: str) -> list[str]:
    """Return the tasks of a kind that were run."""
    return [name for name, task in evaluation.tasks.items() if task.kind == kind and task.not_run is None]


def to_markdown(plan: Sweep, rows: list[Row]) -> str:
    """Return the table of a sweep with a note of what its columns are."""
    if not rows:
        return "No run is done.\n"
    seeds = max(len(row.seeds) for row in rows)
    shown = f"mean of up to {seeds} seeds (lowest to highest)" if seeds > 1 else "one seed, 95% bootstrap interval"
    note = f"Recipe `{plan.recipe}`, suite `{plan.suite}`, split `{plan.split}` of HedgeTriple. Percent; {shown}."
    return f"{markdown_table(rows)}\n{note}\n"


def markdown_table(rows: list[Row]) -> str:
    """Return one line per row, after one for the base.

    Args:
        rows: At least one row; all are measured by the same tasks against the same base.
    """
    base = rows[0].comparisons[0].base
    tasks = [name for kind in ("negation", "general") for name in task_names(base, kind)]
    general = "general tasks, mean change" if task_names(base, "general") else "geometry preservation - 100"
    head = ["run", "s", "negation, mean", general, *tasks, "geometry"]
    scores = [cell(base.tasks[name].main) for name in tasks]
    before = [base.model, "", f"{negation_average(base):.1f}", "", *scores, ""]
    lines = [head, ["---", *["---:"] * (len(head) - 1)], before, *(_cells(row, tasks) for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _cells(row: Row, tasks: list[str]) -> list[str]:
    scores = [[comparison.tuned.tasks[name].main for comparison in row.comparisons] for name in tasks]
    scores.append([comparison.geometry for comparison in row.comparisons])
    shown = [
        cell(found[0])
        if len(found) == 1
        else f"{mean(score.value for score in found):.1f} ({min(score.value for score in found):.1f} "
        f"to {max(score.value for score in found):.1f})"
        for found in scores
    ]
    return [row.name, f"{mean(row.seconds):.0f}", f"{row.negation:.1f}", f"{row.general:+.2f}", *shown]


def to_json(plan: Sweep, rows: list[Row]) -> dict[str, Any]:
    """Return the rows with all scores of all seeds."""
    return {
        "recipe": plan.recipe,
        "base": plan.base,
        "suite": plan.suite,
        "split": plan.split,
        "rows": [
            {
                "name": row.name,
                "options": row.options,
                "negation": row.negation,
                "general": row.general,
                "runs": [
                    {"seed": seed, "seconds": seconds, "comparison": asdict(comparison)}
                    for seed, seconds, comparison in zip(row.seeds, row.seconds, row.comparisons, strict=True)
                ],
            }
            for row in rows
        ],
    }
