"""TRL's trainer with a term that keeps a language model's replies to general questions near its base's."""

from __future__ import annotations

import copy
from contextlib import nullcontext
from typing import Any

import torch
from peft import PeftModel
from torch import Tensor
from torch.nn.functional import kl_div, log_softmax
from trl import SFTTrainer

GENERAL_ROWS = 4
"""Rows of general text per device and step."""


def divergence(base: Tensor, tuned: Tensor, mask: Tensor) -> Tensor:
    """Return the mean KL(base || tuned) of next-token distributions.

    Args:
        base: Logits of shape (rows, tokens, vocabulary).
        tuned: Logits of the same shape.
        mask: 1 for tokens that count, shape (rows, tokens).
    """
    target, found = (log_softmax(logits.float(), dim=-1) for logits in (base, tuned))
    per_token = kl_div(found, target, reduction="none", log_target=True).sum(-1)
    return (per_token * mask).sum() / mask.sum()


class PreservingTrainer(SFTTrainer):
    """Adds `kl_weight` times the divergence from the base on rows of general text, drawn anew at each step.

    With an adapter the base is the model without it; otherwise a frozen copy is kept. Which rows a step draws depends
    on the seed, the step and the rank alone, so a resumed run draws what a whole one does.
    """

    def __init__(self, *args: Any, kl_weight: float, general: list[list[int]], **kwargs: Any) -> None:
        """Take the arguments of `SFTTrainer`.

        Args:
            *args: For the base class.
            kl_weight: Weight of the divergence.
            general: Tokens of the general rows.
            **kwargs: For the base class.
        """
        self.kl_weight, self._general = kl_weight, general
        model = kwargs["model"]
        self._base = None if isinstance(model, PeftModel) else copy.deepcopy(model).eval().requires_grad_(False)
        self._drawn = (-1, 0)
        super().__init__(*args, **kwargs)
        if self._base is not None:
            self._base.to(self.args.device)

    def compute_loss(
        self, model: Any, inputs: dict[str, Any], return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        """Return the loss on the completions and, in training, the weighted divergence on top."""
        loss = super().compute_loss(model, inputs, return_outputs, num_items_in_batch)
        if not model.training:
            return loss
        batch = self._batch()
        with torch.no_grad(), self._without_adapter(model), self.accelerator.autocast():
            base = (self._base or model)(**batch).logits
        drift = divergence(base, model(**batch).logits, batch["attention_mask"])
        self._metrics["train"]["kl"].append(drift.item())
        # like the loss, which counts the tokens of all accumulation steps
        steps = self.current_gradient_accumulation_steps if num_items_in_batch is not None else 1
        return loss + self.kl_weight * drift / steps

    def _without_adapter(self, model: Any) -> Any:
        return nullcontext() if self._base is not None else self.accelerator.unwrap_model(model).disable_adapter()

    def _batch(self) -> dict[str, Tensor]:
        step = self.state.global_step
        self._drawn = (step, self._drawn[1] + 1 if self._drawn[0] == step else 0)
        generator = torch.Generator().manual_seed(
            hash((self.args.seed, *self._drawn, self.args.process_index)) % 2**63
        )
        chosen = torch.randint(len(self._general), (GENERAL_ROWS,), generator=generator).tolist()
        tokenizer: Any = self.processing_class
        padded = tokenizer.pad({"input_ids": [self._general[row] for row in chosen]}, return_tensors="pt")
        return {name: padded[name].to(self.args.device) for name in ("input_ids", "attention_mask")}
