"""Loads a causal language model and its tokenizer, and lays an adapter over it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2
import torch
from peft import LoraConfig, PeftConfig, PeftModel, get_peft_model
from safetensors import SafetensorError
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerBase

from hedge_hf.errors import HedgeError, UsageError, one_line, require
from hedge_hf.train.llm_arguments import LLMArguments

_UNREADABLE = (httpx2.HTTPError, OSError, ValueError, KeyError, RuntimeError, SafetensorError)


def load_tokenizer(name: str) -> PreTrainedTokenizerBase:
    """Load a tokenizer with a chat template and a pad token.

    A tokenizer without a pad token pads with its end token: padding has no labels, so the end is still learnt.

    Raises:
        UsageError: If it has no chat template, or neither a pad nor an end token.
        HedgeError: If it cannot be loaded.
    """
    try:
        tokenizer = AutoTokenizer.from_pretrained(name, trust_remote_code=False)
    except _UNREADABLE as error:
        raise HedgeError(f"{name}: no tokenizer in this folder or on the Hub ({one_line(error)})") from error
    if not tokenizer.chat_template:
        raise UsageError(f"{name} has no chat template; take its instruction-tuned sibling")
    if tokenizer.eos_token_id is None:
        raise UsageError(f"{name}: the tokenizer has no end token; set eos_token in its tokenizer_config.json")
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer


def load_config(name: str) -> Any:
    """Load a model's configuration.

    Raises:
        HedgeError: If it cannot be loaded.
    """
    try:
        return AutoConfig.from_pretrained(name, trust_remote_code=False)
    except _UNREADABLE as error:
        raise HedgeError(f"{name}: no model in this folder or on the Hub ({one_line(error)})") from error


def load_causal(name: str, dtype: torch.dtype | str = "auto", four_bit: bool = False) -> Any:
    """Load a causal language model; code of the repository is never run.

    Args:
        name: A folder or a Hub id.
        dtype: Of the weights.
        four_bit: Keep them in 4-bit NF4.

    Raises:
        HedgeError: If it cannot be loaded, or bitsandbytes is missing.
    """
    options: dict[str, Any] = {"dtype": dtype, "trust_remote_code": False}
    if four_bit:
        options["quantization_config"] = _four_bit()
    try:
        return AutoModelForCausalLM.from_pretrained(name, **options)
    except _UNREADABLE as error:
        raise HedgeError(
            f"{name}: no causal language model in this folder or on the Hub ({one_line(error)})"
        ) from error


def add_adapter(model: Any, arguments: LLMArguments) -> PeftModel:
    """Lay a fresh adapter over a model, or the given one.

    Raises:
        UsageError: If the adapter is of another base, or the model has no such layers.
        HedgeError: If the adapter cannot be loaded.
    """
    if arguments.adapter:
        return load_adapter(model, arguments.adapter, arguments.model_name_or_path, trainable=True)
    targets = arguments.lora_targets
    try:
        return get_peft_model(
            model,
            LoraConfig(
                task_type="CAUSAL_LM",
                r=arguments.lora_rank,
                lora_alpha=2 * arguments.lora_rank,
                lora_dropout=0.0,
                target_modules="all-linear" if targets == ["all-linear"] else targets,
            ),
        )
    except ValueError as error:
        raise UsageError(f"lora_targets {' '.join(targets)}: {one_line(error)}") from error


def adapter_base(name: str) -> str | None:
    """Return the base of an adapter, a folder or a Hub id; None if it is no adapter."""
    try:
        return PeftConfig.from_pretrained(name).base_model_name_or_path
    except _UNREADABLE:
        return None


def load_adapter(model: Any, name: str, base: str, trainable: bool = False) -> PeftModel:
    """Lay a saved adapter over its base.

    Args:
        model: The base.
        name: Folder or Hub id of the adapter.
        base: Folder or Hub id of the base.
        trainable: Whether it is to be trained further.

    Raises:
        UsageError: If it was trained on another base.
        HedgeError: If it cannot be loaded.
    """
    own = adapter_base(name)
    if own is None:
        raise HedgeError(f"{name}: no adapter in this folder or on the Hub")
    if not _same(own, base):
        raise UsageError(f"{name} is an adapter of {own}, not of {base}; give that base")
    try:
        return PeftModel.from_pretrained(model, name, is_trainable=trainable)
    except _UNREADABLE as error:
        raise UsageError(f"{name} does not fit {base} ({one_line(error)}); give the base it was made for") from error


def _same(one: str, other: str) -> bool:
    paths = [Path(name) for name in (one, other)]
    return one == other or (all(path.exists() for path in paths) and paths[0].samefile(paths[1]))


def _four_bit() -> Any:
    require("bitsandbytes", "qlora")
    from transformers import BitsAndBytesConfig

    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=torch.bfloat16,
    )
