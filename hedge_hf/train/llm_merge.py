"""Merge a trained language model with its base, wholly or part of the way: `hedge-hf merge`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from safetensors import SafetensorError

from hedge_hf.cli import run
from hedge_hf.errors import HedgeError, UsageError, one_line
from hedge_hf.train.llm_model import adapter_base, load_adapter, load_causal, load_tokenizer
from hedge_hf.train.run_folder import CONFIGURATION, new_folder, read_configuration


@torch.no_grad()
def merge(base: Any, tuned: Any, alpha: float) -> Any:
    """Return the base moved by `alpha` of the way to the tuned model (WiSE-FT).

    Args:
        base: The model before, changed in place and returned.
        tuned: The model after, of the same architecture.
        alpha: 0 is the base, 1 the tuned model.

    Raises:
        UsageError: If the architectures differ.

    References:
        - Robust fine-tuning of zero-shot models, https://arxiv.org/abs/2109.01903
    """
    before, after = base.state_dict(), tuned.state_dict()
    if {name: weight.shape for name, weight in before.items()} != {
        name: weight.shape for name, weight in after.items()
    }:
        raise UsageError("the models have different architectures; give the base of the fine-tuning")
    moved: dict[int, str] = {}  # weights by where they lie: tied ones have two names and move once
    for name, weight in before.items():
        if weight.is_floating_point() and moved.setdefault(weight.data_ptr(), name) == name:
            weight.lerp_(after[name].to(weight), alpha)
    return base


def load_merged(name: str, base: str | None = None, alpha: float = 1.0, dtype: torch.dtype | str = "auto") -> Any:
    """Load a model without its adapter as a layer of its own: a plain transformer.

    Args:
        name: Folder or Hub id of an adapter or of a whole model.
        base: Its base; an adapter names its own.
        alpha: How far to go from the base; 1 is the tuned model.
        dtype: Of the weights.

    Raises:
        UsageError: If alpha is not from 0 to 1, a whole model comes without its base, or they do not fit.
        HedgeError: If one of them cannot be loaded.
    """
    if not 0 <= alpha <= 1:
        raise UsageError(f"alpha is {alpha:g}; it must be from 0 (the base) to 1 (the tuned model)")
    own = adapter_base(name)
    if own is not None:
        tuned = load_adapter(load_causal(own, dtype), name, base or own).merge_and_unload()
        return tuned if alpha == 1 else merge(load_causal(own, dtype), tuned, alpha)
    if alpha == 1:
        return load_causal(name, dtype)
    if base is None:
        raise UsageError(f"{name} is a whole model; give its --base to go only part of the way")
    return merge(load_causal(base, dtype), load_causal(name, dtype), alpha)


def main(argv: list[str]) -> None:
    """Parse the options, merge and save."""
    parser = argparse.ArgumentParser(prog="hedge-hf merge", allow_abbrev=False, description=__doc__)
    parser.add_argument("model", metavar="MODEL", help="folder or Hub id of an adapter, or of a whole model")
    parser.add_argument("--base", help="folder or Hub id of its base; an adapter names its own")
    parser.add_argument("--alpha", type=float, default=1.0, help="0 is the base, 1 the tuned model (default: 1)")
    parser.add_argument("--output_dir", type=Path, required=True, help="folder of the merged model")
    options = parser.parse_args(argv)
    merged = load_merged(options.model, options.base, options.alpha)
    tokenizer = load_tokenizer(options.model)
    run_folder = Path(options.model).parent
    configuration = {"model_name_or_path": options.base or adapter_base(options.model) or options.model}
    if (run_folder / CONFIGURATION).is_file():
        configuration |= read_configuration(run_folder)
    folder = options.output_dir / "model"
    try:
        with new_folder(options.output_dir) as unfinished:
            merged.save_pretrained(unfinished / "model")
            tokenizer.save_pretrained(unfinished / "model")
            text = json.dumps(configuration | {"merged_alpha": options.alpha}, indent=2)
            (unfinished / CONFIGURATION).write_text(text, encoding="utf-8")
    except (OSError, SafetensorError) as error:
        raise HedgeError(f"{folder} cannot be written ({one_line(error)}); free some space") from error
    Console().print(f"Model: {folder}", highlight=False, markup=False, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
