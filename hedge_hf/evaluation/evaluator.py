"""The tasks as a sentence-transformers evaluator, to watch negation during training and keep the best model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sentence_transformers.sentence_transformer.evaluation import SentenceEvaluator

from hedge_hf.evaluation.compare import evaluate
from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.evaluation.tasks.shipped import shipped_tasks
from hedge_hf.evaluation.tasks.task import Task


class HedgeEvaluator(SentenceEvaluator):
    """Measures tasks on a model that is being trained.

    The primary metric is the mean of the tasks' main scores, from 0 to 1: with it `load_best_model_at_end=True` and
    `metric_for_best_model="eval_hedgetriple_main"` keep the best checkpoint.

    Args:
        tasks: What to measure; without it HedgeTriple's validation split.
        name: Prefix of the metrics.

    Example:
        >>> trainer = HedgeTripleTrainer(model, arguments, rows, evaluator=HedgeEvaluator())  # doctest: +SKIP
    """

    def __init__(self, tasks: Sequence[Task] | None = None, name: str = "hedgetriple") -> None:
        super().__init__()
        self.tasks = list(tasks) if tasks is not None else shipped_tasks("validation")
        self.name = name
        self.primary_metric = f"{name}_main"

    def __call__(
        self, model: Any, output_path: str | None = None, epoch: int = -1, steps: int = -1
    ) -> dict[str, float]:
        """Return the metrics: `{name}_{task}_{score}`, and their mean over the main scores as `{name}_main`.

        Raises:
            RuntimeError: If the data of a task cannot be had: a mean over other tasks would not be comparable.
        """
        results = evaluate(Embeddings(model, self.name), self.tasks).tasks.values()
        for result in results:
            if result.not_run:
                raise RuntimeError(f"{result.task}: {result.not_run}")
        metrics = {
            f"{self.name}_{result.task}_{score.name}": score.value / 100
            for result in results
            for score in result.scores.values()
        }
        metrics[self.primary_metric] = sum(result.main.value for result in results) / len(results) / 100
        self.store_metrics_in_model_card_data(model, metrics, epoch, steps)
        return metrics
