from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import mteb
import pytest
from datasets import load_dataset
from hand_made import contrast_rows, groups
from nevir_repository import write_nevir
from sentence_transformers import SentenceTransformer
from tiny import load_tiny_encoder

from hedge_hf.evaluation import Embeddings, evaluate
from hedge_hf.evaluation.mteb_tasks import HedgeTask, NegationEN, NegationGuard
from hedge_hf.evaluation.suites import negation_tasks
from hedge_hf.evaluation.tasks import get_tasks
from hedge_hf.evaluation.tasks.general import GENERAL_TASKS
from hedge_hf.evaluation.tasks.task import Task
from hedge_hf.hub.local import LocalHub

BOTH_NEVIRS = """
import json, sys, mteb
from sentence_transformers import SentenceTransformer
from hedge_hf.evaluation import Embeddings, evaluate
from hedge_hf.evaluation.tasks.published import nevir

encoder = SentenceTransformer(sys.argv[1], device="cpu")
theirs = mteb.evaluate(encoder, [mteb.get_task("NevIR")], cache=None)[0].get_score()
found = evaluate(Embeddings(encoder, "tiny"), [nevir()]).tasks["NevIR"]
print(json.dumps([theirs, found.main.value, found.main.count, found.not_run]))
"""


def measured(model: SentenceTransformer, tasks: list[Any]) -> dict[str, dict[str, Any]]:
    """Return the scores of each task under mteb itself."""
    results = mteb.evaluate(model, tasks, cache=None, show_progress_bar=False).task_results
    return {result.task_name: result.scores["test"][0] for result in results}


@pytest.fixture
def encoder(tiny_encoder: Path) -> SentenceTransformer:
    return load_tiny_encoder(tiny_encoder)


def test_our_tasks_have_under_mteb_the_scores_that_they_have_without(
    encoder: SentenceTransformer, tasks: list[Task]
) -> None:
    theirs = measured(encoder, [HedgeTask(task) for task in tasks])
    ours = evaluate(Embeddings(encoder, "tiny"), tasks).tasks

    assert list(theirs) == list(ours)
    for name, task in zip(ours, tasks, strict=True):
        found = theirs[name]
        assert found["main_score"] == found[task.main]
        for key, score in (ours[name].scores | ours[name].by_category).items():
            expected = pytest.approx([score.value, score.low, score.high], abs=1e-4)
            assert [100 * found[key], 100 * found[f"{key}_low"], 100 * found[f"{key}_high"]] == expected


def test_a_task_can_be_unloaded_and_loaded_again(encoder: SentenceTransformer, tasks: list[Task]) -> None:
    loaded = []
    task = HedgeTask(replace(tasks[0], load=lambda: loaded.append("again") or contrast_rows()))
    first = measured(encoder, [task])
    second = measured(encoder, [task])

    assert first == second
    assert loaded == ["again", "again"]
    assert not task.data_loaded
    assert task.metadata.name == "HedgeTriple-Contrast"


def test_mteb_chooses_the_prompts_and_only_for_retrieval(tiny_encoder: Path, tasks: list[Task]) -> None:
    prompts = {"query": "query: ", "document": "document: "}
    prompted = SentenceTransformer(str(tiny_encoder), prompts=prompts, device="cpu")
    theirs = measured(prompted, [HedgeTask(task) for task in tasks])
    ours = evaluate(Embeddings(prompted, "tiny"), tasks).tasks
    plain = measured(load_tiny_encoder(tiny_encoder), [HedgeTask(task) for task in tasks])

    for name, result in ours.items():
        assert {key: theirs[name][key] for key in result.scores} == pytest.approx(
            {key: score.value / 100 for key, score in result.scores.items()}, abs=1e-6
        )
    assert theirs["HedgeTriple-Triplet"] == plain["HedgeTriple-Triplet"]


def test_one_unit_of_a_category_has_no_interval(encoder: SentenceTransformer, tasks: list[Task]) -> None:
    rows = groups()
    for group in rows[1:]:
        group["negations"] = [one for one in group["negations"] if one["type"] != "lexical"]
    found = measured(encoder, [HedgeTask(replace(tasks[2], load=lambda: rows))])["HedgeTriple-Triplet"]

    assert "negation_lexical" in found
    assert "negation_lexical_low" not in found
    assert "negation_verbal_low" in found


def test_the_tasks_for_mteb_are_all_negation_tasks() -> None:
    tasks = {task.metadata.name: task for task in get_tasks(split="validation", excluir_source="my/folder")}

    assert list(tasks) == [task.name for task in negation_tasks()]
    assert tasks["ExcluIR"].metadata.dataset["path"] == "my/folder"
    assert type(tasks["NevIR"]) is type(mteb.get_task("NevIR"))
    for name, task in tasks.items():
        assert task.metadata.description
        assert name == "NevIR" or isinstance(task, HedgeTask)


def test_the_benchmarks() -> None:
    assert [task.metadata.name for task in NegationEN.tasks] == [task.name for task in negation_tasks()]
    assert {task.metadata.name for task in NegationGuard.tasks} == set(GENERAL_TASKS)


@pytest.mark.slow
def test_our_nevir_has_mtebs_score(tmp_path: Path, tiny_encoder: Path) -> None:
    rows = load_dataset("hedgetriple", "contrast", split="test").to_list()
    write_nevir(tmp_path / "tree", rows)
    with LocalHub(tmp_path / "tree", read_only=True) as hub:
        environment = os.environ | hub.environment() | {"HF_HOME": str(tmp_path / "home"), "HF_HUB_OFFLINE": "0"}
        command = [sys.executable, "-c", BOTH_NEVIRS, str(tiny_encoder)]
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    theirs, ours, count, not_run = json.loads(done.stdout.splitlines()[-1])

    assert not_run is None
    assert ours / 100 == pytest.approx(theirs, abs=1e-6)
    assert 0 < theirs < 1
    assert count == len(rows)
