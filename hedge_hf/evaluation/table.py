"""An evaluation as a table for the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.table import Table
from rich.text import Text

from hedge_hf.evaluation.report import Result
from hedge_hf.evaluation.results import Comparison, Evaluation, Score, TaskResult


def cell(score: Score, signed: bool = False) -> str:
    """Return a score with its interval, such as "34.0 [30, 39]", and the p-value of a difference below 0.05."""
    sign = "+" if signed else ""
    interval = "" if score.low is None or score.high is None else f" [{score.low:{sign}.0f}, {score.high:{sign}.0f}]"
    star = " *" if score.p_value is not None and score.p_value < 0.05 else ""
    return f"{score.value:{sign}.1f}{interval}{star}"


def to_table(result: Result) -> Table:
    """Return the scores of all tasks; a comparison shows base, tuned and their difference side by side."""
    if isinstance(result, Comparison):
        return _comparison_table(result)
    table = new_table(result.model, "percent [95% interval]", columns=["score"])
    for task in result.tasks.values():
        _add(table, task, [[cell(score)] for score in (*task.scores.values(), *task.by_category.values())])
    return table


def summary(evaluation: Evaluation) -> str:
    """Return what it took: texts, how many were encoded, their speed, and the tasks with truncated texts."""
    results = [task for task in evaluation.tasks.values() if task.not_run is None]
    seconds, encoded = sum(task.seconds for task in results), sum(task.encoded for task in results)
    texts = sum(task.texts for task in results)
    line = f"{evaluation.model}: {len(results)} tasks, {texts:,} texts, {encoded:,} encoded, {seconds:.0f} s"
    if encoded:
        line += f" ({encoded / seconds:,.0f} texts/s)"
    cut = [f"{task.task} {task.truncated:.0f}%" for task in results if task.truncated >= 1]
    return line + (f"; longer than the model reads: {', '.join(cut)}" if cut else "")


def _comparison_table(result: Comparison) -> Table:
    table = new_table(
        f"{result.tuned.model} against {result.base.model}",
        "percent [95% interval]; differences are paired; * p < 0.05",
        columns=["base", "tuned", "difference"],
    )
    for name, before in result.base.tasks.items():
        after, changes = result.tuned.tasks[name], result.differences[name]
        scores = {**before.scores, **before.by_category}
        tuned = {**after.scores, **after.by_category}
        _add(
            table,
            before,
            [[cell(score), cell(tuned[key]), cell(changes[key], signed=True)] for key, score in scores.items()],
        )
    table.add_row("Geometry preservation", "", cell(result.geometry), "")
    return table


def new_table(title: str, caption: str = "", first: str = "", columns: Iterable[str] = ()) -> Table:
    """Return a table without rows in our looks: a first column of names, then columns of numbers."""
    table = Table(
        title=Text(title, "bold"),
        caption=Text(caption, "dim") if caption else None,
        title_justify="left",
        caption_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
    )
    table.add_column(first, overflow="fold")
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _add(table: Table, task: TaskResult, lines: list[list[str]]) -> None:
    if task.not_run is not None:
        table.add_row(Text(task.task, "bold"))
        table.add_row(Text(f"  not run: {task.not_run}", "yellow"))
        return
    table.add_row(Text(task.task, "bold"))
    labels = [score.label for score in task.scores.values()]
    labels += [f"  {score.label}" for score in task.by_category.values()]
    for label, cells in zip(labels, lines, strict=True):
        table.add_row(f"  {label}", *(Text(text) for text in cells))
