"""Our tasks in the shape of mteb's, and two benchmarks made of them."""

from __future__ import annotations

from typing import Any

import mteb
import numpy as np
from datasets import Dataset
from mteb.abstasks import AbsTask
from mteb.abstasks.task_metadata import TaskMetadata
from mteb.types import PromptType
from torch.utils.data import DataLoader

from hedge_hf.evaluation.bootstrap import Sample
from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.evaluation.suites import negation_tasks
from hedge_hf.evaluation.tasks.general import GENERAL_TASKS
from hedge_hf.evaluation.tasks.published import EXCLUIR
from hedge_hf.evaluation.tasks.task import Task
from hedge_hf.version import __version__

__all__ = ["HedgeTask", "NegationEN", "NegationGuard", "get_tasks"]

_OURS_IS_MTEBS = "NevIR"


class HedgeTask(AbsTask):
    """One of our tasks under `mteb.evaluate`; its scores are fractions, with the ends of their intervals beside them.

    Args:
        task: The task.
    """

    def __init__(self, task: Task, **kwargs: Any) -> None:
        self.task = task
        super().__init__(**kwargs)

    @property
    def metadata(self) -> TaskMetadata:  # type: ignore[override]
        """What mteb wants to know; a property, because mteb drops the instance's own when it unloads data."""
        return _metadata(self.task)

    def load_data(self, num_proc: int | None = None, *, timer: Any = None, **kwargs: Any) -> None:
        """Load the rows of the task."""
        if not self.data_loaded:
            self.dataset = {"test": self.task.load()}
            self.data_loaded = True

    def _evaluate_subset(
        self, model: Any, data_split: Any, *, hf_split: str, hf_subset: str, encode_kwargs: Any, **_: Any
    ) -> dict[str, float]:
        encoder = _Encoder(model, self.metadata, hf_split, hf_subset, encode_kwargs)
        measures = self.task.measure(data_split, Embeddings(encoder, self.task.name))
        scores: dict[str, float] = {}
        for name, sample in {**measures.scores, **measures.by_category}.items():
            scores[name] = sample.value if isinstance(sample, Sample) else sample
            if isinstance(sample, Sample) and len(sample) > 1:
                low, high = np.percentile(sample.resampled, (2.5, 97.5))
                scores |= {f"{name}_low": float(low), f"{name}_high": float(high)}
        return scores

    def _calculate_descriptive_statistics_from_split(self, split: str, **_: Any) -> Any:
        raise NotImplementedError("the datasets are described in their own cards")


class _Encoder:
    """What `Embeddings` needs of an mteb encoder."""

    def __init__(
        self, model: Any, metadata: TaskMetadata, hf_split: str, hf_subset: str, encode_kwargs: dict[str, Any]
    ) -> None:
        self._model = model
        self._fixed = {"task_metadata": metadata, "hf_split": hf_split, "hf_subset": hf_subset} | encode_kwargs
        self._batch_size = encode_kwargs.get("batch_size", 32)
        self.prompts = dict.fromkeys(PromptType, "mteb chooses the prompt")

    def encode(self, inputs: list[str], /, *, show_progress_bar: bool | None = None) -> Any:
        return self._encoded(inputs, None)

    def encode_query(self, inputs: list[str], /, *, show_progress_bar: bool | None = None) -> Any:
        return self._encoded(inputs, PromptType.query)

    def encode_document(self, inputs: list[str], /, *, show_progress_bar: bool | None = None) -> Any:
        return self._encoded(inputs, PromptType.document)

    def _encoded(self, texts: list[str], prompt_type: PromptType | None) -> Any:
        loader = DataLoader(Dataset.from_dict({"text": texts}), batch_size=self._batch_size)
        return self._model.encode(loader, prompt_type=prompt_type, **self._fixed)


def get_tasks(split: str = "test", excluir_source: str = EXCLUIR) -> list[AbsTask]:
    """Return the negation tasks for `mteb.evaluate`; NevIR is mteb's own.

    Local models share one name in mteb: pass `cache=None`, or a second model gets the scores of the first.

    Args:
        split: Split of HedgeTriple.
        excluir_source: Folder or Hub id of ExcluIR.
    """
    return [
        mteb.get_task(task.name) if task.name == _OURS_IS_MTEBS else HedgeTask(task)
        for task in negation_tasks(split, excluir_source)
    ]


def _metadata(task: Task) -> TaskMetadata:
    return TaskMetadata(
        name=task.name,
        description=task.question,
        reference=task.reference,
        dataset={"path": task.dataset, "revision": __version__},
        type="PairClassification",
        category="t2t",
        eval_splits=["test"],
        eval_langs=["eng-Latn"],
        main_score=task.main,
    )


NegationEN = mteb.Benchmark(
    name="NegationEN",
    tasks=get_tasks(),
    description="Does an English encoder understand negation, exclusion and hedging?",
    reference="https://arxiv.org/abs/2507.12782",
)
NegationGuard = mteb.Benchmark(
    name="NegationGuard",
    tasks=mteb.get_tasks(tasks=list(GENERAL_TASKS), languages=["eng"]),
    description="General ability that must not get worse when a model learns negation.",
)
