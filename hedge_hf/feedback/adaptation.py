"""Domain adaptation: feedback beside the rows of a recipe, and a check that the rest did not get worse."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from dataclasses import astuple
from pathlib import Path
from typing import Any

from datasets import Dataset, DatasetDict

from hedge_hf.evaluation.compare import compare
from hedge_hf.evaluation.models import load_scorer
from hedge_hf.evaluation.results import Comparison
from hedge_hf.evaluation.tasks.general import general_tasks
from hedge_hf.feedback.rows import feedback_rows
from hedge_hf.feedback.store import FeedbackStore

_GENERAL = ("STS12", "STS13", "STS14", "STSBenchmark")


def with_feedback(rows: Dataset | DatasetDict, store: FeedbackStore) -> DatasetDict:
    """Put the rows of a store beside others.

    Args:
        rows: The rows of a recipe.
        store: The store.

    Raises:
        UsageError: If no query in the store has a document that answers it.
    """
    others: Any = rows if isinstance(rows, DatasetDict) else {"rows": rows}
    return DatasetDict({**others, **feedback_rows(store)})


def digest(store: FeedbackStore) -> str:
    """Return what identifies the content of a store, for the configuration of a run."""
    content = [[astuple(event) for event in store.events()], store.documents()]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def check_regression(base: str, tuned: Path) -> Comparison:
    """Measure geometry preservation and general tasks before and after.

    Args:
        base: The model that was trained.
        tuned: The folder of the result.

    Returns:
        The comparison, whose `verdict` says whether the regression budget was kept. Without mteb, no general task is
        run; one whose data cannot be had is in it with the reason.
    """
    tasks = general_tasks(_GENERAL) if importlib.util.find_spec("mteb") else []
    return compare(load_scorer(base), load_scorer(str(tuned)), tasks)


def summary(comparison: Comparison) -> str:
    """Return the check as the command line shows it: a line per general task, and the verdict."""
    lines = []
    for name, result in comparison.tuned.tasks.items():
        found = comparison.differences[name]
        lines.append(f"{name}: {next(iter(found.values())).value:+.2f}" if found else f"{name}: {result.not_run}")
    return "\n".join([*lines, f"Regression check: {comparison.verdict.line}"])
