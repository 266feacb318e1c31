from __future__ import annotations

import yaml
from hand_made import HandMade, missing
from huggingface_hub.repocard_data import model_index_to_eval_results

from hedge_hf.evaluation import Embeddings, evaluate
from hedge_hf.evaluation.model_index import to_model_index
from hedge_hf.evaluation.tasks.task import Task


def test_the_block_has_every_score_of_the_tasks_that_were_run(tasks: list[Task], scattered: HandMade) -> None:
    found = evaluate(Embeddings(scattered, "org/model"), [*tasks, missing("CANNOT", ConnectionError("no"))])
    name, results = model_index_to_eval_results(yaml.safe_load(to_model_index(found))["model-index"])

    assert name == "org/model"
    assert {(result.dataset_name, result.metric_type): result.metric_value for result in results} == {
        (task.task, key): round(score.value, 2) for task in found.tasks.values() for key, score in task.scores.items()
    }
