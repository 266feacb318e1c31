"""Measures models task by task, alone or against the base they were fine-tuned from."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.progress import Progress

from hedge_hf.errors import HedgeError, one_line
from hedge_hf.evaluation.bootstrap import Sample, difference, score
from hedge_hf.evaluation.budget import DEFAULT_BUDGET, checked_budget, judge
from hedge_hf.evaluation.embeddings import Embeddings, Usage
from hedge_hf.evaluation.geometry import preservation, text_pairs
from hedge_hf.evaluation.pair_scores import PairScores
from hedge_hf.evaluation.results import Comparison, Evaluation, Score, TaskResult
from hedge_hf.evaluation.tasks.shipped import read
from hedge_hf.evaluation.tasks.task import Measures, NotApplicable, Task

Model = Embeddings | PairScores


@dataclass(frozen=True)
class _Run:
    result: TaskResult
    measures: Measures


def evaluate(model: Model, tasks: Sequence[Task], progress: Progress | None = None) -> Evaluation:
    """Measure one model.

    Args:
        model: `Embeddings` of an encoder or `PairScores` of a cross-encoder.
        tasks: The tasks, such as `suite("negation")`.
        progress: Where to draw a bar.

    Returns:
        Scores in percent with 95% bootstrap intervals. A task whose data cannot be had is in the result too, with
        the reason.

    Raises:
        UsageError: If a task has too few rows for intervals.
        HedgeError: If an embedding is zero or not finite.
    """
    [runs] = _run([model], tasks, progress or Progress(disable=True))
    return Evaluation(model.name, {name: run.result for name, run in runs.items()})


def compare(
    base: Model,
    tuned: Model,
    tasks: Sequence[Task],
    *,
    budget: float = DEFAULT_BUDGET,
    progress: Progress | None = None,
) -> Comparison:
    """Measure a model before and after fine-tuning, on the same rows.

    Args:
        base: The model before.
        tuned: The model after.
        tasks: The tasks.
        budget: Points that a general task may fall.
        progress: Where to draw a bar.

    Returns:
        Both evaluations, the paired differences, geometry preservation and the verdict.

    Raises:
        UsageError: If a task has too few rows, or the budget is not from 0 to 100.
        HedgeError: If an embedding is zero or not finite.
    """
    checked_budget(budget)
    before, after = _run([base, tuned], tasks, progress or Progress(disable=True))
    differences = {name: _differences(before[name].measures, after[name].measures) for name in before}
    geometry = preservation(base, tuned, text_pairs(read("groups", "test")))
    general = [task.name for task in tasks if task.kind == "general"]
    return Comparison(
        base=Evaluation(base.name, {name: run.result for name, run in before.items()}),
        tuned=Evaluation(tuned.name, {name: run.result for name, run in after.items()}),
        differences=differences,
        geometry=geometry,
        verdict=judge(geometry, {name: _main(differences[name]) for name in general if differences[name]}, budget),
    )


def _run(models: list[Model], tasks: Sequence[Task], progress: Progress) -> list[dict[str, _Run]]:
    """Load the rows of each task once and measure every model on them."""
    runs: list[dict[str, _Run]] = [{} for _ in models]
    bar = progress.add_task("Tasks", total=len(tasks))
    for task in tasks:
        progress.update(bar, description=task.name)
        for found, run in zip(runs, _run_task(models, task), strict=True):
            found[task.name] = run
        progress.advance(bar)
    return runs


def _run_task(models: list[Model], task: Task) -> list[_Run]:
    try:
        rows = task.load()
    except HedgeError:
        raise
    except Exception as error:  # a Hub client raises many kinds; whatever it is, the report names it
        reason = f"{task.dataset} cannot be had ({one_line(error)})"
    else:
        try:
            return [_measured(task, rows, model) for model in models]
        except NotApplicable as error:
            reason = str(error)
    not_run = TaskResult(task.name, task.kind, task.dataset, not_run=reason)
    return [_Run(not_run, Measures({})) for _ in models]


def _measured(task: Task, rows: Any, model: Model) -> _Run:
    model.usage = Usage()
    started = time.monotonic()
    measures = task.measure(rows, model)
    result = TaskResult(
        task=task.name,
        kind=task.kind,
        dataset=task.dataset,
        scores={name: _score(f"{task.name} {name}", name, sample) for name, sample in measures.scores.items()},
        by_category={name: score(name, sample) for name, sample in measures.by_category.items() if len(sample) > 1},
        texts=len(model.usage.texts),
        encoded=model.usage.encoded,
        truncated=model.truncated(model.usage.texts),
        seconds=time.monotonic() - started,
    )
    return _Run(result, measures)


def _score(context: str, name: str, sample: Sample | float) -> Score:
    if not isinstance(sample, Sample):
        return Score(name, 100 * sample)
    found = score(context, sample)
    return Score(name, found.value, found.low, found.high, found.count)


def _differences(base: Measures, tuned: Measures) -> dict[str, Score]:
    before, after = ({**measures.scores, **measures.by_category} for measures in (base, tuned))
    return {name: _difference(name, before[name], after[name]) for name in before if _has_units(before[name])}


def _difference(name: str, base: Sample | float, tuned: Sample | float) -> Score:
    if isinstance(base, Sample) and isinstance(tuned, Sample):
        return difference(name, base, tuned)
    return Score(name, 100 * (_value(tuned) - _value(base)))


def _value(sample: Sample | float) -> float:
    return sample.value if isinstance(sample, Sample) else sample


def _has_units(sample: Sample | float) -> bool:
    return not isinstance(sample, Sample) or len(sample) > 1


def _main(differences: dict[str, Score]) -> Score:
    return next(iter(differences.values()))
