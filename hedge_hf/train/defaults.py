"""What the training arguments of encoders and rerankers have in common."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import torch
from transformers.integrations import get_available_reporting_integrations

from hedge_hf.errors import UsageError

DECISIVE = (  # for the result of a run, so that none goes on with another value
    "adam_beta1", "adam_beta2", "adam_epsilon", "data_seed", "dataloader_drop_last", "gradient_accumulation_steps",
    "learning_rate", "lr_scheduler_type", "max_grad_norm", "max_steps", "num_train_epochs", "optim",
    "per_device_train_batch_size", "seed", "warmup_steps", "weight_decay",
)  # fmt: skip
_LOWEST = {
    "gradient_accumulation_steps": 1, "learning_rate": 0, "per_device_train_batch_size": 1, "warmup_steps": 0,
    "weight_decay": 0,
}  # fmt: skip


def has_bfloat16() -> bool:
    """Tell whether the GPU, or else the processor, multiplies bfloat16 in hardware."""
    if torch.cuda.is_available():
        return torch.cuda.is_bf16_supported(including_emulation=False)
    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16") or capabilities.get("bf16"))


@dataclass
class TrainingDefaults:
    """Defaults to put before a class of training arguments of transformers."""

    warmup_steps: float = field(default=0.1, metadata={"help": "warm-up steps, or their share of all if below 1"})
    weight_decay: float = field(default=0.01, metadata={"help": "AdamW's weight decay"})
    bf16: bool | None = field(
        default=None, metadata={"help": "bfloat16 autocast; by default where the GPU or processor has it"}
    )
    use_cpu: bool | None = field(
        default=None, metadata={"help": "train on the processor; by default where there is no accelerator"}
    )
    save_steps: float = field(default=50, metadata={"help": "steps between checkpoints"})
    save_total_limit: int | None = field(default=2, metadata={"help": "checkpoints to keep"})
    logging_steps: float = field(default=20, metadata={"help": "steps between log lines"})

    def __post_init__(self) -> None:
        seed: int = self.seed  # type: ignore[attr-defined]
        if not 0 <= seed < 2**32:
            raise UsageError(f"seed is {seed}; it must be from 0 to {2**32 - 1}")
        for name, lowest in _LOWEST.items():
            if not lowest <= getattr(self, name) < math.inf:
                raise UsageError(f"{name} is {getattr(self, name):g}; it must be {lowest} or above, and finite")
        if not self.output_dir:  # type: ignore[attr-defined]
            raise UsageError("output_dir is empty; give a folder")
        if self.max_steps == 0 or (self.max_steps < 0 and self.num_train_epochs <= 0):  # type: ignore[attr-defined]
            raise UsageError("there is nothing to train; give max_steps of 1 or above, or num_train_epochs above 0")
        if self.dataloader_persistent_workers:  # type: ignore[attr-defined]
            raise UsageError(
                "dataloader_persistent_workers has to be False: the rows of an epoch are drawn as its workers start"
            )
        if self.use_cpu is None:
            self.use_cpu = not torch.accelerator.is_available()
        if self.bf16 is None:
            self.bf16 = has_bfloat16() and not self.fp16  # type: ignore[attr-defined]
        super().__post_init__()  # type: ignore[misc]
        for name in self.report_to:  # type: ignore[attr-defined]
            if name not in ("none", *get_available_reporting_integrations()):
                raise UsageError(f"report_to {name}: it is unknown or not installed; install its package")
