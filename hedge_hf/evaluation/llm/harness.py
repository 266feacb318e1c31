"""A task of lm-evaluation-harness as a suite: asked of the same models, and paired like everything else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lm_eval
import torch
from lm_eval.api.registry import get_aggregation
from rich.progress import Progress
from transformers import set_seed

from hedge_hf.errors import HedgeError, one_line
from hedge_hf.evaluation.bootstrap import Sample, share
from hedge_hf.evaluation.llm.compare import Measured
from hedge_hf.evaluation.llm.harness_model import WholePrompts
from hedge_hf.evaluation.llm.model import LanguageModel
from hedge_hf.evaluation.tasks.task import Measures

SEED = 1234  # of the examples in lm_eval.simple_evaluate


@dataclass(frozen=True)
class HarnessSuite:
    """A task of lm-evaluation-harness, or the tasks of one of its groups, as one suite.

    Attributes:
        name: Its name in the report.
        tasks: The tasks, loaded.
        limit: Ask so many questions of each task only.
    """

    name: str
    tasks: list[Any]
    limit: int | None

    @property
    def asked(self) -> list[Any]:
        """What the answers depend on: the configuration of each task, its questions and its examples."""
        return [
            [task.dump_config(), list(task.eval_docs)[: self.limit], list(task.fewshot_docs() or [])]
            for task in self.tasks
        ]

    @property
    def settings(self) -> dict[str, Any]:
        """How it is asked, by task, for the report."""
        return {
            task.task_name: {
                "version": task.VERSION,
                "shots": task.get_config("num_fewshot"),
                "filters": [one["name"] for one in task.get_config("filter_list") or [{"name": "none"}]],
                "decoding": task.get_config("generation_kwargs") or "likelihood",
            }
            for task in self.tasks
        }

    def answer(self, model: LanguageModel, batch_size: int, progress: Progress) -> list[dict[str, Any]]:
        """Let a model answer all questions, asked with its chat template.

        Args:
            model: The model.
            batch_size: Prompts per batch.
            progress: Bars that make room for those of lm_eval.

        Returns:
            The values of every metric and filter: `task`, `metric`, `filter`, and `values` in the order of the
            questions. What is no share of right answers is left out.

        Raises:
            HedgeError: If the tasks cannot be run.
        """
        set_seed(SEED)
        for task in self.tasks:
            task.set_fewshot_seed(SEED)
        progress.stop()
        try:
            found = lm_eval.evaluate(
                WholePrompts(model, batch_size),
                {"tasks": {task.task_name: task for task in self.tasks}},
                limit=self.limit,
                bootstrap_iters=0,
                apply_chat_template=True,
                fewshot_as_multiturn=True,
                confirm_run_unsafe_code=False,
            )
        except (torch.OutOfMemoryError, HedgeError):
            raise
        except Exception as error:  # tasks raise many kinds
            raise HedgeError(f"lm_eval cannot run {self.name} ({one_line(error)}); leave it out") from error
        finally:
            progress.start()
        return [row for task in self.tasks for row in _rows(task, found["samples"][task.task_name])]

    def measured(self, rows: list[dict[str, Any]]) -> Measured:
        """Score what `answer` returned: all questions of the tasks together, and the main score by task.

        Raises:
            HedgeError: If the tasks have no metric in common.
        """
        values: dict[str, dict[str, list[float]]] = defaultdict(dict)
        for row in rows:
            values[_score_name(row)][row["task"]] = row["values"]
        scores: dict[str, Sample | float] = {
            name: share([one for part in found.values() for one in part])
            for name, found in values.items()
            if len(found) == len(self.tasks)
        }
        if not scores:
            raise HedgeError(f"{self.name}: its tasks have no metric in common; name them one by one")
        main = values[next(iter(scores))]
        categories = {task: share(part) for task, part in main.items() if len(part) > 1}
        return Measured("general", self._dataset, Measures(scores, categories if len(main) > 1 else {}), {})

    @property
    def _dataset(self) -> str:
        source = str(self.tasks[0].DATASET_PATH)
        return source if "/" in source and not Path(source).exists() else self.name


def is_share(task: Any, metric: str) -> bool:
    """Tell whether a metric of a task is the mean over its questions, and better the higher it is."""
    return bool(task.higher_is_better().get(metric)) and task.aggregation()[metric] is get_aggregation("mean")


def _rows(task: Any, samples: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    values: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for sample in sorted(samples, key=lambda sample: sample["doc_id"]):
        for metric in sample["metrics"]:
            values[metric, sample["filter"]].append(sample[metric])
    order = list(dict.fromkeys(sample["filter"] for sample in samples))
    for (metric, name), found in sorted(values.items(), key=lambda item: order.index(item[0][1])):
        if metric in task.aggregation() and is_share(task, metric) and all(0 <= float(one) <= 1 for one in found):
            yield {"task": task.task_name, "metric": metric, "filter": name, "values": [float(one) for one in found]}


def _score_name(row: dict[str, Any]) -> str:
    return row["metric"] if row["filter"] == "none" else f"{row['metric']}_{row['filter']}".replace("-", "_")
