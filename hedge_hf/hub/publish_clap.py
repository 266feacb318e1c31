"""`hedge-hf publish clap`: a trained CLAP model and its processor, with their card."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from hedge_hf.errors import UsageError
from hedge_hf.hub.clap_card import write_clap_card
from hedge_hf.hub.publish import add_target, publish, target_of
from hedge_hf.hub.staging import link_tree
from hedge_hf.train.clap_model import load_clap


def main(argv: list[str]) -> None:
    """Check the folder, stage it, write its card and upload it."""
    parser = argparse.ArgumentParser(prog="hedge-hf publish clap", allow_abbrev=False)
    parser.add_argument("folder", type=Path, help="folder of the model, such as runs/clap/synthetic/model")
    parser.add_argument(
        "--evaluation", type=Path, help="evaluation.json of hedge-hf evaluate-clap, to write the card from"
    )
    add_target(parser)
    options = parser.parse_args(argv)
    target = target_of(options, "model")
    load_clap(str(options.folder))
    if not (options.evaluation or (options.folder / "README.md").is_file()):
        raise UsageError(f"{options.folder} has no README.md; give --evaluation to write the card from")

    def stage(folder: Path) -> None:
        link_tree(options.folder, folder)
        if options.evaluation:
            write_clap_card(options.folder, target.repo, options.evaluation, folder)

    url = publish(target, stage, options.dry_run)
    if url:
        Console().print(
            f'Published {options.folder}: {url}\nClapModel.from_pretrained("{target.repo}") loads it',
            highlight=False,
            soft_wrap=True,
            markup=False,
        )
