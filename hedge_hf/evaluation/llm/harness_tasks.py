"""Finds and loads tasks of lm-evaluation-harness; needs the extra `harness`."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import evaluate.config
import lm_eval
from lm_eval.tasks import TaskManager

from hedge_hf.errors import HedgeError, UsageError, one_line
from hedge_hf.evaluation.llm.harness import HarnessSuite, is_share

VERSION = lm_eval.__version__
_REFUSED = {
    "unsafe_code": "runs code that a model writes",
    "doc_to_image": "asks about images",
    "doc_to_audio": "asks about sounds",
}


def harness_suites(names: Iterable[str], shots: int | None, limit: int | None) -> list[HarnessSuite]:
    """Load tasks with their data. No task that runs unsafe code, or a metric that is code of the Hub, is loaded.

    Args:
        names: Tasks, groups or tags of lm_eval, or YAML files of tasks.
        shots: Worked examples to show; None for as many as each task says.
        limit: Ask so many questions of each task only.

    Raises:
        UsageError: If there is no such task, or it cannot be measured.
        HedgeError: If its data cannot be had.
    """
    logging.getLogger("lm_eval").setLevel(logging.ERROR)
    evaluate.config.HF_EVALUATE_OFFLINE = True  # a metric of the Hub is code
    suites = [_suite(name, shots, limit) for name in dict.fromkeys(names)]
    for place, suite in enumerate(suites):
        if suite.name in [other.name for other in suites[:place]]:
            raise UsageError(f"--harness has two tasks named {suite.name}; rename one")
    return suites


def _suite(name: str, shots: int | None, limit: int | None) -> HarnessSuite:
    manager = _manager(registered=not Path(name).is_file())
    if name not in manager.task_index and not Path(name).is_file():
        raise UsageError(f"--harness {name}: neither a task of lm_eval {VERSION} (lm_eval ls tasks) nor a file of one")
    for configuration in _configurations([name], manager.task_index):
        _refuse(configuration["task"], configuration)
    try:
        tasks = list(manager.load([name])["tasks"].values())
        questions = [min(len(task.eval_docs), limit or len(task.eval_docs)) for task in tasks]
    except Exception as error:  # a Hub client raises many kinds, and tasks run code of their own
        raise HedgeError(f"--harness {name} cannot be had ({one_line(error)}); leave it out") from error
    for task in tasks:
        own = task.get_config("num_fewshot")
        if shots and own == 0:
            raise UsageError(f"--harness-shots {shots}: {task.task_name} is asked without examples; ask it by itself")
        task.set_config("num_fewshot", (own or 0) if shots is None else shots)
        _refuse(task.task_name, vars(task.config) if hasattr(task, "config") else {})
        if not any(is_share(task, metric) for metric in task.aggregation()):
            raise UsageError(f"--harness {task.task_name}: no metric is a share of right answers; leave it out")
    if sum(questions) < 2:
        raise UsageError(f"--harness {name}: {sum(questions)} question(s) are too few for an interval")
    return HarnessSuite(f"{Path(name).stem if Path(name).is_file() else name} (lm_eval)", tasks, limit)


@cache
def _manager(registered: bool) -> TaskManager:
    return TaskManager(include_defaults=registered)


def _configurations(members: Iterable[Any], index: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the configurations of tasks, of those in groups and of those with a tag, before any of their code runs."""
    for member in members:
        inside = member if isinstance(member, dict) else {}
        if isinstance(inside.get("task"), str):
            yield inside
        name = inside.get("group") or inside.get("task") or member
        entry = index.get(name) if isinstance(name, str) else None
        if entry:
            inside = entry.cfg or {"task": sorted(entry.tags)}
            if isinstance(inside["task"], str):
                yield inside
        if isinstance(inside.get("task"), list):
            yield from _configurations(inside["task"], index)


def _refuse(task: str, configuration: Mapping[str, Any]) -> None:
    for key, reason in _REFUSED.items():
        if configuration.get(key):
            raise UsageError(f"--harness {task} {reason}; leave it out")
    if any(metric.get("hf_evaluate") for metric in configuration.get("metric_list") or []):
        raise UsageError(f"--harness {task} has a metric that is code of the Hub; leave it out")
