"""Runs the stages of a generation as datatrove pipelines: on this machine, on Slurm or on Ray."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from datatrove.executor import LocalPipelineExecutor, RayPipelineExecutor, SlurmPipelineExecutor
from datatrove.pipeline.base import PipelineStep

from hedge_hf.errors import require

EXECUTORS = ("local", "slurm", "ray")
ACCELERATE = "accelerate"
_LONGEST_WAIT = timedelta(days=7)


@dataclass(frozen=True)
class Stage:
    """A pipeline that runs once per shard; the next stage waits for all shards of it.

    Attributes:
        name: Names its logs and its markers of completion, `logs/NAME`.
        steps: The steps.
        shards: How many shards there are.
        resumed: Whether shards that were completed before are skipped; otherwise all are made anew.
    """

    name: str
    steps: Sequence[PipelineStep]
    shards: int
    resumed: bool = True


@dataclass(frozen=True)
class Cluster:
    """Where stages run.

    Attributes:
        executor: One of `EXECUTORS`, or `ACCELERATE` for the processes that `accelerate launch` started.
        workers: Shards at a time.
        slurm_partition: Slurm's partition.
        slurm_time: Slurm's time limit of a shard, such as "04:00:00".
    """

    executor: str = "local"
    workers: int = 1
    slurm_partition: str | None = None
    slurm_time: str = "04:00:00"


def run_stages(stages: Sequence[Stage], logs: Path, cluster: Cluster) -> None:
    """Run the stages one after the other.

    On Slurm the jobs are submitted, each waiting for the one before, and the call returns at once.
    """
    submitted = None
    for stage in stages:
        options: dict[str, Any] = {
            "pipeline": list(stage.steps),
            "tasks": stage.shards,
            "workers": min(cluster.workers, stage.shards),
            "logging_dir": str(logs / stage.name),
            "skip_completed": stage.resumed,
        }
        if cluster.executor == ACCELERATE:
            _run_own_shards(options)
        elif cluster.executor == "slurm":
            submitted = SlurmPipelineExecutor(
                **options,
                partition=cluster.slurm_partition or "",
                time=cluster.slurm_time,
                job_name=f"hedge-hf-{stage.name}",
                depends=submitted,
            )
        elif cluster.executor == "ray":
            RayPipelineExecutor(**options).run()
        else:
            (LocalPipelineExecutor if options["workers"] > 1 else _OneByOne)(**options).run()
    if submitted is not None:
        submitted.run()


def process_state() -> Any:
    """Return accelerate's state of this process; processes wait for each other as long as a shard can take."""
    on_processor = not require("torch", "train").accelerator.is_available()  # it does not see that by itself
    return require("accelerate", "train").PartialState(cpu=on_processor, timeout=_LONGEST_WAIT)


class _OneByOne(LocalPipelineExecutor):
    """Runs shards in this process, without the helper of the base class, which outlives a process that is killed."""

    pipeline: list[Any]

    def run(self) -> None:
        """Run the shards that are not done."""
        steps = self.pipeline
        for rank in self.get_incomplete_ranks(
            range(self.local_rank_offset, self.local_rank_offset + self.local_tasks)
        ):
            self.pipeline = deepcopy(steps)
            self._run_for_rank(rank)


def _run_own_shards(options: dict[str, Any]) -> None:
    state = process_state()
    for rank in range(state.process_index, options["tasks"], state.num_processes):
        _OneByOne(**options | {"workers": 1}, local_tasks=1, local_rank_offset=rank).run()
    state.wait_for_everyone()


def completed_shards(stage: Stage, logs: Path) -> int:
    """Return how many shards of a stage are done."""
    return len(list((logs / stage.name / "completions").glob("*")))
