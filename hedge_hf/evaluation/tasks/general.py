"""General ability, which must not get worse: any task of mteb, unmodified."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hedge_hf.errors import UsageError, require
from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.evaluation.rank_statistics import correlation
from hedge_hf.evaluation.tasks.task import Measures, NotApplicable, Scorer, Task

GENERAL_TASKS = (
    "STSBenchmark", "STS12", "STS13", "STS14", "STS15", "STS16", "SICK-R", "Banking77Classification", "SciFact",
)  # fmt: skip


def general_tasks(names: tuple[str, ...] | list[str] = GENERAL_TASKS) -> list[Task]:
    """Return tasks of mteb by name.

    Similarity tasks (STS) of one subset have intervals: Spearman's correlation of cosines with the human scores, as
    mteb computes it. All others are run by `mteb.evaluate`, which gives one number.

    Raises:
        UsageError: If mteb has no such task.
    """
    return [_general_task(name) for name in names]


def _general_task(name: str) -> Task:
    mteb = require("mteb", "mteb")
    try:
        [task] = mteb.get_tasks(tasks=[name], languages=["eng"])
    except (KeyError, ValueError) as error:
        raise UsageError(f"mteb has no English task {name!r}; mteb.get_tasks() lists them") from error
    return Task(
        name=name,
        kind="general",
        main=task.metadata.main_score,
        question=task.metadata.description,
        reference=str(task.metadata.reference),
        dataset=task.metadata.dataset["path"],
        load=lambda: _loaded(task),
        measure=_measure,
    )


def _loaded(task: Any) -> Any:
    task.load_data()
    return task


def _measure(task: Any, scorer: Scorer) -> Measures:
    mteb = require("mteb", "mteb")
    if isinstance(task, mteb.abstasks.AbsTaskSTS) and len(task.hf_subsets) == len(task.metadata.eval_splits) == 1:
        return Measures({task.metadata.main_score: _sts(task, scorer)})
    if not isinstance(scorer, Embeddings):
        raise NotApplicable(f"{task.metadata.name} needs embeddings; {scorer.name} only scores pairs")
    # local models share one name in mteb, so its cache would mix them up
    result = mteb.evaluate(_Served(scorer), task, cache=None, co2_tracker=False, show_progress_bar=False)
    return Measures({task.metadata.main_score: float(result.task_results[0].get_score())})


def _sts(task: Any, scorer: Scorer) -> Any:
    [subset], [split] = task.hf_subsets, task.metadata.eval_splits
    rows = task.dataset.get(subset, task.dataset)[split]
    left, right = task.column_names
    return correlation(scorer.similarities(rows[left][:], rows[right][:]), rows["score"][:])


class _Served:
    """Gives mteb the embeddings that other tasks share; an `mteb.EncoderProtocol`."""

    def __init__(self, embeddings: Embeddings) -> None:
        self._embeddings = embeddings
        self.mteb_model_meta = require("mteb", "mteb").models.ModelMeta.create_empty()

    def encode(self, inputs: Any, *, prompt_type: Any = None, **_: Any) -> NDArray[np.float32]:
        """Return the embeddings of all texts of a data loader, shape (texts, dimensions)."""
        texts = [text for batch in inputs for text in batch["text"]]
        return self._embeddings.vectors(texts, prompt_type.value if prompt_type else None)

    def similarity(self, one: Any, other: Any) -> Any:
        """Return all dot products; the embeddings are normalised."""
        return np.asarray(one) @ np.asarray(other).T

    def similarity_pairwise(self, one: Any, other: Any) -> Any:
        """Return the dot products of embeddings side by side."""
        return (np.asarray(one) * np.asarray(other)).sum(axis=-1)
