"""Mines negatives again with the weights of the moment, and swaps them in between two steps."""

from __future__ import annotations

import logging
import math
from pathlib import Path
from typing import Any

from accelerate import PartialState
from accelerate.state import AcceleratorState
from accelerate.utils import DistributedType, broadcast_object_list
from datasets import Dataset, DatasetDict
from sentence_transformers import SentenceTransformer
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.mining.decisions import REASONS, Decision
from hedge_hf.mining.reading import read_corpus, read_queries
from hedge_hf.train.callbacks.background import Background
from hedge_hf.train.contrast_rows import MINED
from hedge_hf.train.mined_arguments import EASY_TO_HARD, EVERY_EPOCH, NEVER, MinedArguments
from hedge_hf.train.negative_files import NegativeFiles
from hedge_hf.train.refreshed_rows import RefreshedRows

logger = logging.getLogger(__name__)

_NO_EFFECT = "has no effect if negatives are mined once: train more epochs, or refresh after fewer steps"
_SUSPECTS = [REASONS[kind][1] for kind in (Decision.SUSPECT, Decision.KEPT_SUSPECT, Decision.RELABELLED)]


class RefreshNegatives(TrainerCallback):
    """Mines at the first step, and again as `refresh_negatives` says.

    Rank 0 mines and writes, then all ranks read the same file. Approximate Nearest Neighbor Negative Contrastive
    Estimation, https://arxiv.org/abs/2007.00808; in the background it is asynchronous as there.
    """

    def __init__(self, rows: RefreshedRows, files: NegativeFiles, arguments: MinedArguments) -> None:
        self.rows, self.files, self.arguments = rows, files, arguments
        self._new_epoch = False
        self._background = Background(files) if arguments.refresh_in_background else None

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """Check that it can work, and forget what was mined after the checkpoint."""
        if AcceleratorState().distributed_type in (DistributedType.FSDP, DistributedType.DEEPSPEED):
            raise UsageError(
                "queries and corpus need the whole weights in every process, which FSDP and DeepSpeed split: launch "
                "with DDP, or mine with `hedge-hf mine` and train on its --dataset"
            )
        once = self.arguments.refresh_negatives != NEVER and self._refreshes(args, state) < 2
        if once and self.arguments.curriculum == EASY_TO_HARD:
            raise UsageError(f"curriculum {EASY_TO_HARD} {_NO_EFFECT}")
        if args.process_index == 0:
            if once:
                logger.warning("refresh_negatives %s %s", self.arguments.refresh_negatives, _NO_EFFECT)
            self.files.remove_after(state.global_step)
        PartialState().wait_for_everyone()

    def on_epoch_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """Note that an epoch begins; a run that goes on may be in the middle of one."""
        self._new_epoch = abs((state.epoch or 0) - round(state.epoch or 0)) < 1e-6

    def on_step_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """Mine, if it is time, or take what another process has mined."""
        step = state.global_step
        due = step == 0 or (bool(self.arguments.steps) and step % (self.arguments.steps or 1) == 0)
        due |= self._new_epoch and self.arguments.refresh_negatives == EVERY_EPOCH
        self._new_epoch = False
        easiness = self._easiness(args, state)
        if due and (step == 0 or self._background is None):
            self._mine(kwargs["model"], step, easiness, args)
        elif self.rows.numbers is None:
            self._restore(step)
        if self._background is not None:
            self._look_at_background(self._background, due and step > 0, step, easiness, args)

    def on_train_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """Stop mining in the background."""
        if self._background is not None:
            self._background.stop()

    def _mine(self, model: SentenceTransformer, step: int, easiness: float, args: TrainingArguments) -> None:
        if args.process_index == 0:
            self.files.mine(model, step, easiness, autocast=bool(args.bf16))
        PartialState().wait_for_everyone()
        self.rows.load(self.files.file(step))

    def _restore(self, step: int) -> None:
        before = [mined for mined in self.files.steps() if mined <= step]
        if not before:
            raise HedgeError(
                f"{self.files.folder} has no negatives of a step before {step}; remove the run's folder and start anew"
            )
        self.rows.load(self.files.file(before[-1]))

    def _look_at_background(
        self, background: Background, due: bool, step: int, easiness: float, args: TrainingArguments
    ) -> None:
        ready = [False]
        if args.process_index == 0:
            ready = [background.take(step)]
            background.want(Path(args.output_dir or ""), easiness, due)
        broadcast_object_list(ready)
        if ready[0]:
            self.rows.load(self.files.file(step))

    def _refreshes(self, args: TrainingArguments, state: TrainerState) -> int:
        steps = self.arguments.steps
        return math.ceil(state.max_steps / steps) if steps else math.ceil(state.num_train_epochs)

    def _easiness(self, args: TrainingArguments, state: TrainerState) -> float:
        """Return 1 at the first mining and 0 at the last, by even steps."""
        if self.arguments.curriculum != EASY_TO_HARD:
            return 0.0
        steps = self.arguments.steps
        nth = state.global_step // steps if steps else round(state.epoch or 0)
        return max(0.0, 1 - nth / (self._refreshes(args, state) - 1))

    def summary(self) -> str:
        """Return one line on how often negatives were mined, and what it cost."""
        records = [record for step in self.files.steps() if (record := self.files.record(step))]
        total = sum(record["seconds"]["total"] for record in records)
        parts = {part: sum(record["seconds"][part] for record in records) for part in ("encode", "index", "search")}
        split = ", ".join(f"{part} {spent:.1f}" for part, spent in parts.items())
        counts = records[-1]["counts"] if records else {}
        fates = [f"{count} {reason}" for reason, count in counts.items() if count and reason in _SUSPECTS]
        suspects = f"; candidates at the last: {'; '.join(fates)}" if fates else ""
        return f"Negatives: mined {len(records)} time(s) in {total:.1f} s ({split}){suspects}"


def mined_rows(arguments: MinedArguments, folder: Path, seed: int) -> tuple[RefreshedRows, RefreshNegatives]:
    """Read queries and corpus; return their rows, and the callback that gives them negatives.

    Args:
        arguments: Whose `queries` and `corpus` are given.
        folder: Where negatives are kept.
        seed: Seed of the draws.

    Raises:
        UsageError: If the data does not fit.
    """
    corpus = read_corpus(arguments.corpus or "")
    queries = read_queries(arguments.queries or "", corpus)
    rows = RefreshedRows(queries, corpus, arguments.negatives_per_row)
    return rows, RefreshNegatives(rows, NegativeFiles(folder, arguments, queries, corpus, seed), arguments)


def with_mined(rows: Dataset | DatasetDict, refreshed: RefreshedRows) -> Dataset | DatasetDict:
    """Put the mined rows beside the others, if there are any."""
    if not len(rows):
        return refreshed.dataset
    others = rows if isinstance(rows, DatasetDict) else {"rows": rows}
    return DatasetDict({**others, MINED: refreshed.dataset})
