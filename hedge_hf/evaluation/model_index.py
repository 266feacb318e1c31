"""The results of an evaluation as the Hub shows them beside a model: the `model-index` block of its card."""

from __future__ import annotations

import yaml
from huggingface_hub import EvalResult
from huggingface_hub.repocard_data import eval_results_to_model_index

from hedge_hf.evaluation.results import Evaluation


def eval_results(evaluation: Evaluation) -> list[EvalResult]:
    """Return every score of the tasks that were run, in percent."""
    return [
        EvalResult(
            task_type="sentence-similarity",
            dataset_type=task.dataset,
            dataset_name=task.task,
            dataset_config=task.task,  # without it the card's index joins the tasks on one dataset
            metric_type=name,
            metric_name=f"{task.task} {score.label.lower()}",
            metric_value=round(score.value, 2),
        )
        for task in evaluation.tasks.values()
        for name, score in task.scores.items()
    ]


def to_model_index(evaluation: Evaluation) -> str:
    """Return the block as YAML, to paste into the metadata of a model card."""
    block = {"model-index": eval_results_to_model_index(evaluation.model, eval_results(evaluation))}
    return yaml.safe_dump(block, sort_keys=False, allow_unicode=True)
