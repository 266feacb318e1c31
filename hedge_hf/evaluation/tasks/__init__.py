"""The tasks, one idea per file; `get_tasks` gives them to mteb."""

from __future__ import annotations

from typing import Any

from hedge_hf.errors import require
from hedge_hf.evaluation.tasks.task import Measures, Scorer, Task

__all__ = ["Measures", "Scorer", "Task", "get_tasks"]


def get_tasks(**options: Any) -> list[Any]:
    """Return the negation tasks for `mteb.evaluate`; the options are those of `evaluation.mteb_tasks.get_tasks`."""
    require("mteb", "mteb")
    return require("hedge_hf.evaluation.mteb_tasks", "mteb").get_tasks(**options)
