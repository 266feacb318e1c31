"""Measure how a CLAP model hears negation: `hedge-hf evaluate-clap MODEL [DATA]`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, cast

from rich.console import Console

from hedge_hf.audio.features import clips
from hedge_hf.audio.rows import load_music
from hedge_hf.audio.vocabulary import load_vocabulary
from hedge_hf.cli import run
from hedge_hf.data.registration import MUSIC
from hedge_hf.evaluation.clap.embed import ClapEncoder
from hedge_hf.evaluation.clap.evaluate import ClapEvaluation, evaluate_clap
from hedge_hf.evaluation.clap.plot import draw
from hedge_hf.evaluation.clap.table import to_table
from hedge_hf.evaluation.files import checked_folder, write
from hedge_hf.evaluation.report import to_json
from hedge_hf.train.clap_model import load_clap


def write_report(result: ClapEvaluation, folder: Path) -> list[Path]:
    """Write evaluation.json and evaluation.png into an existing folder, and return their paths."""
    content = to_json(cast(Any, result))  # it takes any dataclass
    contents = {
        folder / "evaluation.json": json.dumps(content, indent=2, allow_nan=False).encode() + b"\n",
        folder / "evaluation.png": draw([result]),
    }
    for path, data in contents.items():
        write(path, data)
    return list(contents)


def main(argv: list[str]) -> None:
    """Parse the options, measure, and show and write the result."""
    options = _parser().parse_args(argv)
    folder = checked_folder(options.report) if options.report else None
    vocabulary = load_vocabulary(options.vocabulary)
    columns = (options.audio_column, options.caption_column, options.tags_column)
    model, processor = load_clap(options.model)
    music = load_music(options.data, options.split, columns, options.max_rows)
    found = clips(music, processor.feature_extractor)
    result = evaluate_clap(options.model, ClapEncoder(model, processor), found, vocabulary)
    console = Console(highlight=False)
    console.print(to_table(result))
    if result.skipped:
        reasons = ", ".join(f"{count:,} with {reason}" for reason, count in result.skipped.items())
        console.print(f"rows left out: {reasons}", markup=False, soft_wrap=True)
    for path in write_report(result, folder) if folder else []:
        console.print(str(path), markup=False, soft_wrap=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hedge-hf evaluate-clap", allow_abbrev=False, description=__doc__)
    parser.add_argument("model", metavar="MODEL", help="folder or Hub id of a CLAP model")
    parser.add_argument(
        "data", metavar="DATA", nargs="?", default=MUSIC, help="Hub id or folder of music (default: %(default)s)"
    )
    parser.add_argument("--split", default="test", help="split of the data (default: %(default)s)")
    for role in ("audio", "caption", "tags"):
        parser.add_argument(f"--{role}_column", default=role, metavar="NAME", help="default: %(default)s")
    parser.add_argument("--max_rows", type=int, metavar="N", help="take the first so many rows only")
    parser.add_argument("--vocabulary", type=Path, metavar="FILE.yaml", help="terms instead of the shipped ones")
    parser.add_argument("--report", type=Path, metavar="DIR", help="write evaluation.json and evaluation.png there")
    return parser


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
