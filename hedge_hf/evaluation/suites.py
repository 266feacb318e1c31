"""Which tasks belong together."""

from __future__ import annotations

from hedge_hf.errors import require
from hedge_hf.evaluation.tasks.counterfactual import counterfactual
from hedge_hf.evaluation.tasks.general import GENERAL_TASKS, general_tasks
from hedge_hf.evaluation.tasks.hedge_confusion import hedge_confusion
from hedge_hf.evaluation.tasks.published import EXCLUIR, cannot, excluir, nevir
from hedge_hf.evaluation.tasks.shipped import shipped_tasks
from hedge_hf.evaluation.tasks.task import Task
from hedge_hf.evaluation.tasks.unseen import unseen_tasks

SUITES = ("hedgetriple", "negation", "general", "all")


def offline_tasks(split: str = "test") -> list[Task]:
    """Return the tasks that need no download."""
    return [*shipped_tasks(split), *unseen_tasks(split)]


def negation_tasks(split: str = "test", excluir_source: str = EXCLUIR) -> list[Task]:
    """Return the tasks on HedgeTriple and the published negation benchmarks."""
    return [
        *offline_tasks(split),
        nevir(),
        excluir(excluir_source),
        cannot(),
        counterfactual(),
        hedge_confusion(split),
    ]


def suite(
    name: str,
    split: str = "test",
    excluir_source: str = EXCLUIR,
    general: tuple[str, ...] | list[str] = GENERAL_TASKS,
) -> list[Task]:
    """Return the tasks of a suite.

    Args:
        name: "hedgetriple" (nothing to download), "negation" (these and published benchmarks), "general", or "all".
        split: Split of HedgeTriple.
        excluir_source: Folder or Hub id of ExcluIR.
        general: Names of mteb tasks.

    Raises:
        UsageError: If mteb has no such task.
        HedgeError: If mteb is not installed and the suite needs it.
    """
    if name == "hedgetriple":
        return offline_tasks(split)
    require("mteb", "mteb")
    negation = negation_tasks(split, excluir_source) if name in ("negation", "all") else []
    return negation + (general_tasks(general) if name in ("general", "all") else [])
