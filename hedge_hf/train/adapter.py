"""A fine-tuning as a small LoRA adapter, cut out of the difference to its base: `hedge-hf adapter`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from hedge_hf.cli import run
from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.train.base import load_base, repo_id
from hedge_hf.train.run_folder import new_folder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

WEIGHTS, CONFIG = "adapter_model.safetensors", "adapter_config.json"


def low_rank_difference(tuned: SentenceTransformer, base: SentenceTransformer, rank: int) -> dict[str, Tensor]:
    """Return the best approximation of what fine-tuning changed in the linear layers, as factors of LoRA.

    Args:
        tuned: The fine-tuned encoder.
        base: The encoder that it was fine-tuned from.
        rank: Rank of each factor pair.

    Returns:
        For each linear layer `lora_A`, shape (rank, in), and `lora_B`, shape (out, rank), in half precision, under the
        names of peft; lora_B @ lora_A is the truncated singular value decomposition of the difference. Changes of
        embeddings, biases and norms are left out.

    Raises:
        UsageError: If the encoders are not alike, or the rank is above that of a layer.
    """
    import torch

    before, after = _linear_layers(base), _linear_layers(tuned)
    if {name: layer.weight.shape for name, layer in before.items()} != {
        name: layer.weight.shape for name, layer in after.items()
    }:
        raise UsageError("the models have different layers; give the base of the fine-tuning")
    highest = min(min(layer.weight.shape) for layer in before.values())
    if rank > highest:
        raise UsageError(f"rank is {rank}; the layers have at most {highest}")
    factors = {}
    for name, layer in before.items():
        difference = (after[name].weight - layer.weight).detach().float().cpu()
        left, values, right = torch.linalg.svd(difference, full_matrices=False)
        root = values[:rank].sqrt()
        prefix = f"base_model.model.{name}"
        factors[f"{prefix}.lora_A.weight"] = (root[:, None] * right[:rank]).half().contiguous()
        factors[f"{prefix}.lora_B.weight"] = (left[:, :rank] * root).half().contiguous()
    return factors


def _linear_layers(model: SentenceTransformer) -> dict[str, Any]:
    """Return the linear layers of the transformer, under the names that peft expects, without the unused pooler."""
    import torch

    transformer: Any = getattr(model[0], "auto_model", None)
    if transformer is None:
        raise UsageError(f"a {type(model[0]).__name__} has no linear layers to adapt; give a transformer")
    return {
        name: part
        for name, part in transformer.named_modules()
        if isinstance(part, torch.nn.Linear) and not name.startswith("pooler")
    }


def save_adapter(factors: dict[str, Tensor], base_name: str, folder: Path) -> int:
    """Write an adapter in peft's format.

    Args:
        factors: Output of `low_rank_difference`.
        base_name: Hub id of the base.
        folder: Where it goes.

    Returns:
        Size of the weights in bytes.

    Raises:
        HedgeError: If the disk is full.
    """
    from safetensors.torch import save

    folder.mkdir(parents=True, exist_ok=True)
    rank = next(tensor.shape[0] for name, tensor in factors.items() if ".lora_A." in name)
    layers = sorted({name.removeprefix("base_model.model.").rsplit(".lora_", 1)[0] for name in factors})
    config = {
        "peft_type": "LORA",
        "task_type": "FEATURE_EXTRACTION",
        "base_model_name_or_path": base_name,
        "r": rank,
        "lora_alpha": rank,
        "lora_dropout": 0.0,
        "bias": "none",
        "inference_mode": True,
        "target_modules": layers,
    }
    content = save(factors, {"format": "pt"})
    try:
        (folder / WEIGHTS).write_bytes(content)
        (folder / CONFIG).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise HedgeError(f"{folder} cannot be written ({error.strerror}); free some space") from error
    return len(content)


def main(argv: list[str]) -> None:
    """Parse the options and write the adapter."""
    parser = argparse.ArgumentParser(prog="hedge-hf adapter", allow_abbrev=False, description=__doc__)
    parser.add_argument("model", metavar="MODEL", help="folder or Hub id of a fine-tuned encoder")
    parser.add_argument(
        "--against", metavar="BASE", required=True, help="folder or Hub id that it was fine-tuned from"
    )
    parser.add_argument("--rank", type=int, default=32, help="rank of the updates (default: %(default)s)")
    parser.add_argument("--output_dir", type=Path, required=True, help="folder of the adapter")
    options = parser.parse_args(argv)
    if options.rank < 1:
        raise UsageError(f"--rank is {options.rank}; it must be 1 or above")
    factors = low_rank_difference(load_base(options.model), load_base(options.against), options.rank)
    with new_folder(options.output_dir) as unfinished:
        size = save_adapter(factors, repo_id(options.against), unfinished)
    Console().print(
        f"{len(factors) // 2} layers, rank {options.rank}, {size / 1e6:.2f} MB\nAdapter: {options.output_dir}",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
