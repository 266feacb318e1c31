"""The result for the terminal and for other programs."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from hedge_hf.evaluation.llm.compare import LLMComparison
from hedge_hf.evaluation.results import Evaluation
from hedge_hf.evaluation.table import cell, new_table

_CAPTION = "percent [95% interval]; differences are paired; * p < 0.05"

Errors = dict[str, dict[str, int]]


def to_table(result: Evaluation | LLMComparison) -> Table:
    """Return the scores of all suites; a comparison shows base, tuned and their difference."""
    compared = isinstance(result, LLMComparison)
    title = f"{result.tuned.model} against {result.base.model}" if isinstance(result, LLMComparison) else result.model
    table = new_table(title, _CAPTION, columns=["base", "tuned", "difference"] if compared else ["score"])
    tuned = result.tuned if isinstance(result, LLMComparison) else result
    for name, task in tuned.tasks.items():
        table.add_row(Text(name, "bold"))
        for key, score in {**task.scores, **task.by_category}.items():
            cells = [cell(score)]
            if isinstance(result, LLMComparison):
                before = result.base.tasks[name]
                base = {**before.scores, **before.by_category}.get(key)
                change = result.differences[name].get(key)
                cells = [cell(base) if base else "", *cells, cell(change, signed=True) if change else ""]
            table.add_row(f"{'  ' if key in task.by_category else ''}  {score.label}", *map(Text, cells))
    return table


def error_table(errors: dict[str, Errors]) -> Table:
    """Return the classes of wrong answers by suite, a column per model."""
    models = list(errors)
    table = new_table("Wrong answers by class", "counts", columns=models)
    for suite, counts in errors[models[0]].items():
        table.add_row(Text(suite, "bold"))
        for name in counts:
            table.add_row(f"  {name}", *(str(errors[model][suite][name]) for model in models))
    return table
