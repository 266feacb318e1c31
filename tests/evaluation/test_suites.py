from __future__ import annotations

import pytest

from hedge_hf.errors import UsageError
from hedge_hf.evaluation import suite
from hedge_hf.evaluation.suites import SUITES, negation_tasks
from hedge_hf.evaluation.tasks.general import GENERAL_TASKS

OFFLINE = [
    "HedgeTriple-Contrast",
    "HedgeTriple-Exclusion",
    "HedgeTriple-Triplet",
    "HedgeTriple-Hedging",
    "HedgeTriple-Patterns",
    "HedgeTriple-Constructions",
]
PUBLISHED = ["NevIR", "ExcluIR", "CANNOT", "M3-Counterfactual", "HedgeTriple-Hedge-Distinction"]


@pytest.mark.parametrize(
    ("name", "tasks"),
    [
        ("hedgetriple", OFFLINE),
        ("negation", OFFLINE + PUBLISHED),
        ("general", list(GENERAL_TASKS)),
        ("all", OFFLINE + PUBLISHED + list(GENERAL_TASKS)),
    ],
)
def test_a_suite_has_its_tasks(name: str, tasks: list[str]) -> None:
    assert [task.name for task in suite(name)] == tasks
    assert name in SUITES


def test_every_task_says_what_it_asks() -> None:
    for task in negation_tasks():
        assert task.kind == "negation"
        assert task.question.endswith("?")
        assert task.reference.startswith("https://")
        assert task.dataset == "hedgetriple" or "/" in task.dataset
        assert task.main.islower()


def test_the_options_reach_the_tasks() -> None:
    tasks = {task.name: task for task in suite("all", "validation[:3]", "my/folder", ["STS12"])}

    assert list(tasks)[-2:] == ["HedgeTriple-Hedge-Distinction", "STS12"]
    assert tasks["ExcluIR"].dataset == "my/folder"
    assert len(tasks["HedgeTriple-Contrast"].load()) == 3


def test_a_general_task_that_mteb_lacks_is_refused_only_where_it_is_asked_for() -> None:
    with pytest.raises(UsageError, match="'NoSuchTask'"):
        suite("general", general=["NoSuchTask"])
    assert len(suite("negation", general=["NoSuchTask"])) == len(OFFLINE + PUBLISHED)
