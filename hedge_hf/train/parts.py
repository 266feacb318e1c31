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


def merge_lora(model: SentenceTransformer) -> None:
    """Add the adapter to the weights and take it off, so that the encoder is again a plain one.

    Args:
        model: An encoder after `add_lora`, changed in place.
    """
    tuners = require("peft.tuners.tuners_utils", "lora")
    adapted = [(name, part) for name, part in model.named_modules() if isinstance(part, tuners.BaseTunerLayer)]
    for name, part in adapted:
        part.merge()
        model.set_submodule(name, part.get_base_layer())
    for part in model.modules():
        if getattr(part, "_hf_peft_config_loaded", False):
            setattr(part, "_hf_peft_config_loaded", False)  # noqa: B010  the attribute is not declared
    model.requires_grad_(True)


def freeze_layers(model: SentenceTransformer, count: int) -> None:
    """Freeze the token embeddings and the lowest layers.

    Args:
        model: The encoder, changed in place.
        count: How many layers.

    Raises:
        UsageError: If the encoder has no list of layers, or not that many.
    """
    layers = next((part for part in model[0].modules() if isinstance(part, nn.ModuleList)), None)
    if layers is None or count > len(layers):
        raise UsageError(f"frozen_layers is {count}; the encoder has {0 if layers is None else len(layers)} layers")
    for name, parameter in model.named_parameters():
        if "embed" in name:  # embeddings in BERT and its kin, embed_tokens in decoders
            parameter.requires_grad_(False)
    for layer in layers[:count]:
        layer.requires_grad_(False)
