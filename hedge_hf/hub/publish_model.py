"""`hedge-hf publish model`: a trained encoder with its card."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from hedge_hf.errors import UsageError
from hedge_hf.hub.model_card import write_model_card
from hedge_hf.hub.publish import upload


def main(argv: list[str]) -> None:
    """Check the folder and upload it."""
    parser = argparse.ArgumentParser(prog="hedge-hf publish model", allow_abbrev=False)
    parser.add_argument("folder", type=Path, help="folder of the model, such as runs/encoder/minilm/model")
    parser.add_argument("--repo", required=True, help="namespace/name on the Hub")
    parser.add_argument("--evaluation", type=Path, help="evaluation.json to write the card from")
    parser.add_argument(
        "--contamination", type=Path, metavar="FILE.json", help="report of hedge-hf contamination for the card"
    )
    parser.add_argument("--private", action="store_true", help="make a new repository private")
    options = parser.parse_args(argv)
    if options.contamination and not options.evaluation:
        raise UsageError("--contamination has no effect without --evaluation: the card is written from both")
    if options.evaluation:
        write_model_card(options.folder, options.repo, options.evaluation, options.contamination)
    for name in ("modules.json", "README.md"):
        if not (options.folder / name).is_file():
            raise UsageError(f"{options.folder}: no {name}; give the folder of a trained sentence-transformers model")
    if not list(options.folder.glob("**/*.safetensors")):
        raise UsageError(f"{options.folder}: no weights in safetensors; save the model with sentence-transformers 3+")
    url = upload(options.folder, options.repo, "model", options.private)
    Console().print(
        f'Published {options.folder}: {url}\nSentenceTransformer("{options.repo}") loads it',
        highlight=False,
        soft_wrap=True,
    )
