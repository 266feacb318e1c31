"""`hedge-hf publish model`: a trained encoder, or an adapter for one, with its card."""

from __future__ import annotations

import argparse
from pathlib import Path

from huggingface_hub import RepoCard
from rich.console import Console

from hedge_hf.errors import UsageError, one_line
from hedge_hf.hub.model_card import write_model_card
from hedge_hf.hub.publish import add_target, publish, target_of
from hedge_hf.hub.staging import link_tree

ADAPTER = "adapter_config.json"


def stage(source: Path, folder: Path) -> None:
    """Put a sentence-transformers model, or an adapter for one, into the folder that is going to be its repository.

    Raises:
        UsageError: If it is none of them, or has no weights in safetensors.
    """
    if not any((source / name).is_file() for name in ("modules.json", ADAPTER)):
        raise UsageError(f"{source}: no modules.json; give the folder of a trained sentence-transformers model")
    if not list(source.glob("**/*.safetensors")):
        raise UsageError(f"{source}: no weights in safetensors; save the model with sentence-transformers 3+")
    link_tree(source, folder)


def check_no_examples(readme: Path) -> None:
    """Refuse the card that sentence-transformers writes by itself: its widget shows texts of the training data.

    Raises:
        UsageError: If there is no card, or one with such a widget.
    """
    try:
        metadata = RepoCard.load(readme, ignore_metadata_errors=True).data.to_dict()
    except (OSError, ValueError) as error:
        raise UsageError(f"{readme}: no card ({one_line(error)}); give --evaluation to write one from") from error
    if metadata.get("widget"):
        raise UsageError(
            f"{readme} shows training texts in its widget; give --evaluation for another card, or --allow-examples"
        )


def main(argv: list[str]) -> None:
    """Stage the folder, write its card and upload it."""
    parser = argparse.ArgumentParser(prog="hedge-hf publish model", allow_abbrev=False)
    parser.add_argument("folder", type=Path, help="folder of the model, such as runs/encoder/minilm/model")
    parser.add_argument("--evaluation", type=Path, help="evaluation.json to write the card from")
    parser.add_argument(
        "--allow-examples", action="store_true", help="publish a card that shows training texts in its widget"
    )
    parser.add_argument(
        "--contamination", type=Path, metavar="FILE.json", help="report of hedge-hf contamination for the card"
    )
    add_target(parser)
    options = parser.parse_args(argv)
    if options.contamination and not options.evaluation:
        raise UsageError("--contamination has no effect without --evaluation: the card is written from both")
    target = target_of(options, "model")

    def stage_with_card(folder: Path) -> None:
        stage(options.folder, folder)
        if options.evaluation:
            write_model_card(options.folder, target.repo, options.evaluation, options.contamination, folder)
        elif not options.allow_examples:
            check_no_examples(options.folder / "README.md")

    url = publish(target, stage_with_card, options.dry_run)
    if options.evaluation and not options.dry_run:
        write_model_card(options.folder, target.repo, options.evaluation, options.contamination)
    if url:
        load = "load_adapter" if (options.folder / ADAPTER).is_file() else "SentenceTransformer"
        Console().print(
            f'Published {options.folder}: {url}\n{load}("{target.repo}") loads it',
            highlight=False,
            soft_wrap=True,
            markup=False,
        )
