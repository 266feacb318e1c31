"""`hedge-hf publish llm`: a trained language model, or its adapter, with its card."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from hedge_hf.errors import UsageError
from hedge_hf.hub.llm_card import write_llm_card
from hedge_hf.hub.publish import add_target, publish, target_of
from hedge_hf.hub.staging import link_tree
from hedge_hf.train.llm_model import adapter_base

_ONE_OF = ("adapter_config.json", "config.json")


def stage(source: Path, folder: Path) -> None:
    """Put a language model or an adapter into the folder that is going to be its repository.

    Raises:
        UsageError: If it is neither, has no weights in safetensors, or is an adapter of a base that is not on the Hub.
    """
    if not any((source / name).is_file() for name in _ONE_OF):
        raise UsageError(f"{source}: no {' or '.join(_ONE_OF)}; give the model folder of hedge-hf train llm")
    if not list(source.glob("*.safetensors")):
        raise UsageError(f"{source}: no weights in safetensors; give the model folder of hedge-hf train llm")
    base = adapter_base(str(source)) if (source / _ONE_OF[0]).is_file() else None
    if base and Path(base).exists():
        raise UsageError(
            f"{source} is an adapter of the local folder {base}, which nobody else has; merge it with "
            "hedge-hf merge, or train on a base from the Hub"
        )
    link_tree(source, folder)


def main(argv: list[str]) -> None:
    """Stage the folder, write its card and upload it."""
    parser = argparse.ArgumentParser(prog="hedge-hf publish llm", allow_abbrev=False)
    parser.add_argument("folder", type=Path, help="folder of the model, such as runs/llm/llama3-8b-lora/model")
    parser.add_argument("--evaluation", type=Path, required=True, help="evaluation-llm.json to write the card from")
    add_target(parser)
    options = parser.parse_args(argv)
    target = target_of(options, "model")

    def stage_with_card(folder: Path) -> None:
        stage(options.folder, folder)
        write_llm_card(options.folder, target.repo, options.evaluation, folder)

    url = publish(target, stage_with_card, options.dry_run)
    if url:
        Console().print(f"Published {options.folder}: {url}", highlight=False, markup=False, soft_wrap=True)
