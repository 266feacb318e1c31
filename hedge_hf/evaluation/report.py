"""An evaluation as JSON for everything that reads it later: the card, the HTML report, other programs."""

from __future__ import annotations

import os
import platform
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from hedge_hf.evaluation.bootstrap import RESAMPLES, SEED
from hedge_hf.evaluation.results import Comparison, Evaluation, Score, TaskResult, Verdict
from hedge_hf.version import __version__

Result = Evaluation | Comparison

_LIBRARIES = ("datasets", "mteb", "numpy", "scipy", "sentence-transformers", "torch", "transformers")


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
        differences={task: _scores(scores) for task, scores in found["differences"].items()},
        geometry=Score(**found["geometry"]),
        verdict=Verdict(**found["verdict"]),
    )


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _evaluation(found: dict[str, Any]) -> Evaluation:
    return Evaluation(found["model"], {name: _task_result(result) for name, result in found["tasks"].items()})


def _task_result(found: dict[str, Any]) -> TaskResult:
    return TaskResult(**found | {field: _scores(found[field]) for field in ("scores", "by_category")})


def _scores(found: dict[str, Any]) -> dict[str, Score]:
    return {name: Score(**score) for name, score in found.items()}
