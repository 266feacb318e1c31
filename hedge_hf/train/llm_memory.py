"""How much memory a training run of a language model needs, told before any weight is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psutil
import torch
from transformers import AutoModelForCausalLM
from transformers.integrations import is_deepspeed_zero3_enabled

from hedge_hf.errors import UsageError
from hedge_hf.train.llm_arguments import LLMArguments, LLMTrainingArguments
from hedge_hf.train.llm_trainer import GENERAL_ROWS

_ADAM_BYTES = 8  # two moments in float32
_FOUR_BIT_BYTES = 0.55  # NF4 with doubly quantised constants
_LAYER_BYTES = 34  # per token and hidden unit in half precision; Korthikanti et al. 2022, section 4.1
_DISTRIBUTIONS = 5  # logits and log-probabilities before and after, and their divergence, in float32
_SPARE = 1.1


@dataclass(frozen=True)
class Memory:
    """Bytes that one device needs.

    Attributes:
        weights: Of the model and its adapter, or a frozen copy of it.
        training: Gradients and the moments of AdamW.
        activations: Of the longest rows.
    """

    weights: float
    training: float
    activations: float

    @property
    def total(self) -> float:
        """All of it, with a tenth to spare."""
        return _SPARE * (self.weights + self.training + self.activations)

    @property
    def line(self) -> str:
        """The estimate as the command line shows it."""
        return (
            f"{_gb(self.total)} (weights {_gb(self.weights)}, gradients and AdamW {_gb(self.training)}, activations "
            f"{_gb(self.activations)})"
        )


def estimate(config: Any, arguments: LLMArguments, training: LLMTrainingArguments) -> Memory:
    """Estimate the memory of one device.

    Args:
        config: The model's configuration.
        arguments: Which weights are trained.
        training: Batch, length and precision.

    Raises:
        UsageError: If it is no causal language model.
    """
    try:
        with torch.device("meta"):
            model = AutoModelForCausalLM.from_config(config)
    except ValueError as error:
        raise UsageError(
            f"{arguments.model_name_or_path} is a {config.model_type} model, not a causal language model; give one"
        ) from error
    linear = {
        name: layer.weight
        for name, layer in model.named_modules()
        if isinstance(layer, torch.nn.Linear) and not name.endswith("lm_head")
    }
    total, in_layers = sum(weight.numel() for weight in model.parameters()), sum(map(torch.numel, linear.values()))
    width = 2 if training.bf16 or training.fp16 else 4
    if arguments.lora_rank:
        trained = sum(
            arguments.lora_rank * sum(weight.shape)
            for name, weight in linear.items()
            if arguments.lora_targets == ["all-linear"] or name.endswith(tuple(arguments.lora_targets))
        )
        weights = (total - in_layers) * width + in_layers * (_FOUR_BIT_BYTES if arguments.load_in_4bit else width)
        weights += trained * 4
    else:
        trained, weights = total, total * 4
    weights /= training.world_size if has_sharded_weights(training) else 1
    if arguments.kl_weight and not arguments.lora_rank:
        weights += total * 4  # the frozen copy is whole on each device
    activations = _activations(config, training, width)
    if arguments.kl_weight:
        tokens = GENERAL_ROWS * (training.max_length or 0)
        activations += _DISTRIBUTIONS * 4 * tokens * config.get_text_config().vocab_size
    shards = training.world_size if _distributed(training) in ("FSDP", "DEEPSPEED") else 1
    return Memory(weights, trained * (4 + _ADAM_BYTES) / shards, activations)


def check_memory(needed: Memory, device: torch.device, available: float) -> None:
    """Compare the estimate with what the device has.

    Raises:
        UsageError: If it is more.
    """
    if needed.total > available:
        raise UsageError(
            f"about {needed.line} are needed, and {device} has {_gb(available)} free; lower "
            "per_device_train_batch_size or max_length, set activation_checkpointing, lora_rank or load_in_4bit, or "
            "shard over more devices (FSDP)"
        )


def has_sharded_weights(training: LLMTrainingArguments) -> bool:
    """Tell whether no device has all weights: under FSDP and DeepSpeed ZeRO 3, not under ZeRO 1 and 2."""
    return _distributed(training) == "FSDP" or is_deepspeed_zero3_enabled()


def free_memory(device: torch.device) -> float:
    """Return the free bytes of a device; the processor has those of the machine."""
    return float(torch.cuda.mem_get_info(device)[0] if device.type == "cuda" else psutil.virtual_memory().available)


def _activations(config: Any, training: LLMTrainingArguments, width: int) -> float:
    text = config.get_text_config()
    tokens = training.per_device_train_batch_size * (training.max_length or 0)
    per_layer = tokens * text.hidden_size * width / 2
    kept = 2 if training.activation_checkpointing else _LAYER_BYTES
    return per_layer * (kept * text.num_hidden_layers + _LAYER_BYTES)


def _distributed(training: LLMTrainingArguments) -> str:
    return "NO" if training.distributed_state is None else str(training.distributed_state.distributed_type.value)


def _gb(size: float) -> str:
    return f"{size / 1e9:.2f} GB"
