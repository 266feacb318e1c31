"""Runs a trainer to its end, from the last checkpoint if there is one, and saves the model."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from rich.console import Console
from safetensors import SafetensorError
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from hedge_hf.errors import HedgeError, UsageError, one_line
from hedge_hf.train.run_folder import TOOK, last_checkpoint

_TORCH_WRITER = "inline_container.cc"  # torch.save raises a bare RuntimeError when it cannot write


class _NothingLeft(Exception):
    """There is no step left to train."""


class _EndAtTheEnd(TrainerCallback):
    """Ends a run that goes on from its last step, of which transformers would train one more."""

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """Look at the step of the checkpoint, whose weights are loaded."""
        if state.global_step >= state.max_steps:
            raise _NothingLeft


def fit(trainer: Any, output: Path, finish: Callable[[], None] = lambda: None) -> Path:
    """Train, or go on from the last checkpoint in the output folder.

    Args:
        trainer: A trainer of transformers or of a library on top of it.
        output: Its output folder.
        finish: What to do with the model before it is saved.

    Returns:
        The folder of the trained model, `output/model`.

    Raises:
        UsageError: If the checkpoint to go on from is none.
        HedgeError: If the weights end as no numbers, the disk is full, or an option needs a package that is not
            installed.
    """
    training = trainer.args
    given = training.resume_from_checkpoint
    if given and not (Path(given) / "trainer_state.json").is_file():
        raise UsageError(
            f"resume_from_checkpoint is {given}, no checkpoint that was written to its end; leave it out: a run "
            "goes on from its last one by itself"
        )
    console = Console(stderr=True, quiet=training.process_index != 0, highlight=False, markup=False)
    checkpoint = given or last_checkpoint(output)
    if checkpoint:
        console.print(f"Going on from {checkpoint}")
        trainer.add_callback(_EndAtTheEnd())
    started = time.monotonic()
    folder = output / "model"
    result = None
    try:
        with suppress(_NothingLeft):
            result = trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
        finish()
        if not all(bool(weight.isfinite().all()) for weight in trainer.model.parameters()):
            raise HedgeError(
                f"after {trainer.state.global_step} steps weights are not finite, and the model was not saved; lower "
                "learning_rate or leave fp16 off, and give another output_dir"
            )
        trainer.save_model(str(folder))
    except ImportError as error:  # an option such as optim may need a package
        raise HedgeError(one_line(error)) from error
    except (OSError, SafetensorError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and _TORCH_WRITER not in str(error):
            raise
        raise HedgeError(
            f"{output} cannot be written ({one_line(error)}); free some space and give the same command "
            "again, it goes on from the last whole checkpoint"
        ) from error
    if training.process_index == 0:
        (folder / "training_args.bin").unlink(missing_ok=True)  # a pickle
        steps, seconds = trainer.state.global_step, time.monotonic() - started
        if not checkpoint:  # of a run that was cut, nobody knows how long it took
            took = {"seconds": round(seconds), "steps": steps, "processes": training.world_size}
            (output / TOOK).write_text(json.dumps(took), encoding="utf-8")
        if result is None:
            console.print(f"All {steps} steps were trained before\nModel: {folder}")
        else:
            since = f", from {checkpoint}" if checkpoint else ""
            console.print(
                f"Trained {steps} steps in {seconds:.0f} s on {training.world_size} process(es){since}, "
                f"mean loss {result.training_loss:.3f}\nModel: {folder}"
            )
    return folder
