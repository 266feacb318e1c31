from __future__ import annotations

import json
from pathlib import Path

import pytest
from datasets import load_dataset
from hand_made import missing, numbers
from sentence_transformers import SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from tiny import load_tiny_encoder

from hedge_hf.evaluation import Embeddings, evaluate
from hedge_hf.evaluation.evaluator import HedgeEvaluator
from hedge_hf.evaluation.tasks.shipped import shipped_tasks
from hedge_hf.evaluation.tasks.task import Task


def test_the_metrics_are_the_scores_as_fractions(tiny_encoder: Path, tasks: list[Task]) -> None:
    encoder = load_tiny_encoder(tiny_encoder)
    metrics = HedgeEvaluator(tasks, name="watched")(encoder)
    results = evaluate(Embeddings(encoder, "tiny"), tasks).tasks

    assert metrics.keys() - {"watched_main"} == {
        f"watched_{task}_{score}" for task, result in results.items() for score in result.scores
    }
    assert metrics["watched_HedgeTriple-Triplet_accuracy"] == pytest.approx(
        results["HedgeTriple-Triplet"].main.value / 100
    )
    assert metrics["watched_main"] == pytest.approx(sum(result.main.value for result in results.values()) / 400)
    assert all(0 <= value <= 1 for value in metrics.values())


def test_without_tasks_the_validation_split_is_watched(tiny_encoder: Path) -> None:
    evaluator = HedgeEvaluator()
    metrics = evaluator(load_tiny_encoder(tiny_encoder))

    assert evaluator.primary_metric == "hedgetriple_main"
    assert {"hedgetriple_main", "hedgetriple_HedgeTriple-Contrast_paired_accuracy"} < metrics.keys()


def test_a_mean_without_one_of_its_tasks_is_refused(tiny_encoder: Path, tasks: list[Task]) -> None:
    evaluator = HedgeEvaluator([*tasks, missing("CANNOT", ConnectionError("no route"))])

    with pytest.raises(RuntimeError, match=r"^CANNOT: org/sts cannot be had \(no route\)$"):
        evaluator(load_tiny_encoder(tiny_encoder))


def test_a_trainer_keeps_the_best_model(tiny_encoder: Path, tmp_path: Path) -> None:
    """Training that does harm, with hedges and negations swapped, so that an early checkpoint is the best."""
    encoder = load_tiny_encoder(tiny_encoder)
    rows = load_dataset("hedgetriple", split="validation[:48]").select_columns(["anchor", "negative", "positive"])
    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(tmp_path), max_steps=6, per_device_train_batch_size=8, learning_rate=2e-2, use_cpu=True,
        eval_strategy="steps", eval_steps=1, save_steps=1, load_best_model_at_end=True, report_to=[],
        metric_for_best_model="eval_hedgetriple_main", disable_tqdm=True,
    )  # fmt: skip
    evaluator = HedgeEvaluator(shipped_tasks("validation[:30]"))
    trainer = SentenceTransformerTrainer(
        encoder, arguments, train_dataset=rows, loss=MultipleNegativesRankingLoss(encoder), evaluator=evaluator
    )
    trainer.train()
    history = {
        entry["step"]: entry["eval_hedgetriple_main"]
        for entry in trainer.state.log_history
        if "eval_hedgetriple_main" in entry
    }

    assert len(history) == 6
    assert len(set(history.values())) > 1
    best = max(history.values())
    assert trainer.state.best_metric == best
    assert history[int(trainer.state.best_model_checkpoint.split("-")[-1])] == best
    assert evaluator(trainer.model)["hedgetriple_main"] == pytest.approx(best)
    assert json.loads((Path(trainer.state.best_model_checkpoint) / "modules.json").read_text())


def test_a_general_task_counts_in_the_mean(tasks: list[Task], tiny_encoder: Path) -> None:
    only = HedgeEvaluator([numbers("STS", watched=0.5)], name="watched")(load_tiny_encoder(tiny_encoder))

    assert only == {"watched_STS_spearman": 0.5, "watched_main": 0.5}
