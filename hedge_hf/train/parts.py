"""Which weights of an encoder learn: all of them, the upper layers, or a low-rank adapter."""

from __future__ import annotations

from sentence_transformers import SentenceTransformer
from torch import nn

from hedge_hf.errors import UsageError, require


def add_lora(model: SentenceTransformer, rank: int) -> None:
    """Freeze the encoder and add a low-rank adapter to each of its linear layers.

    Args:
        model: The encoder, changed in place.
        rank: Rank of the updates; their scale is alpha / rank = 2.

    Raises:
        HedgeError: If peft is not installed.

    References:
        - LoRA, https://arxiv.org/abs/2106.09685
    """
    peft = require("peft", "lora")
    options = {"r": rank, "lora_alpha": 2 * rank, "lora_dropout": 0.0, "target_modules": "all-linear"}
    model.add_adapter(peft.LoraConfig(task_type="FEATURE_EXTRACTION", **options))


def freeze_layers(model: SentenceTransformer, count: int) -> None:
    """Freeze the token embeddings and the lowest layers.

    Args:
        model: The encoder, changed in place.
        count: How many layers.

    Raises:
        UsageError: If the encoder has no list of layers, or not that many.
    """
    layers = next((part for part in model.modules() if isinstance(part, nn.ModuleList) and len(part) > 1), None)
    if layers is None or count > len(layers):
        raise UsageError(f"frozen_layers is {count}; the encoder has {0 if layers is None else len(layers)} layers")
    for name, parameter in model.named_parameters():
        if "embeddings" in name:
            parameter.requires_grad_(False)
    for layer in layers[:count]:
        layer.requires_grad_(False)
