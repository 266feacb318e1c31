"""Find evaluation texts in training data: `hedge-hf contamination`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from hedge_hf.cli import run
from hedge_hf.errors import UsageError
from hedge_hf.evaluation.contamination.overlaps import DEFAULT_THRESHOLD, checked_threshold, find_overlaps
from hedge_hf.evaluation.contamination.report import Contamination, example_lines, to_json, to_table
from hedge_hf.evaluation.contamination.sources import KINDS, read_texts
from hedge_hf.evaluation.files import checked_folder, write


def main(argv: list[str]) -> None:
    """Parse the options, compare, and show and write the result; overlaps are a result, not an error."""
    options = _parser().parse_args(argv)
    checked_threshold(options.threshold)
    if options.report:
        if options.report.is_dir():
            raise UsageError(f"--report {options.report} is a folder; give the path of a file in it")
        checked_folder(options.report.parent)
    started = time.monotonic()
    result = _check(options.train, list(dict.fromkeys(options.evaluation)), options.threshold)
    if options.report:
        write(options.report, json.dumps(to_json(result), indent=2, ensure_ascii=False).encode() + b"\n")
    console = Console()
    console.print(to_table(result))
    for line in example_lines(result):
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    console.print(
        result.line, style="bold red" if result.found else "green", highlight=False, markup=False, soft_wrap=True
    )
    console.print(f"{time.monotonic() - started:.0f} s", highlight=False)
    if options.report:
        console.print(str(options.report), highlight=False, markup=False, soft_wrap=True)


def _check(train: str, evaluation: list[str], threshold: float) -> Contamination:
    bar = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*bar, console=Console(stderr=True)) as progress:
        task = progress.add_task("reading", total=1 + len(evaluation))
        texts = {}
        for source in dict.fromkeys([train, *evaluation]):
            texts[source] = read_texts(source)
            progress.advance(task)
        total = sum(len(texts[source]) for source in [train, *evaluation])
        task = progress.add_task("comparing", total=total)
        sets = find_overlaps(
            texts[train],
            {source: texts[source] for source in evaluation},
            threshold,
            advance=lambda: progress.advance(task),
        )
    return Contamination(train, len(texts[train]), threshold, tuple(sets))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hedge-hf contamination",
        description="Find texts of evaluation sets in training data, word for word or nearly so.",
        epilog=f"TRAIN and EVAL are each `hedgetriple`, `hedgetriple:CONFIG`, a file ({', '.join(KINDS)}) or the id "
        "of a dataset on the Hub, ID:CONFIG@SPLIT; without @SPLIT that is the train split of hedgetriple and all "
        "splits of any other. All columns of texts are compared.",
    )
    parser.add_argument("train", metavar="TRAIN", help="training data")
    parser.add_argument("evaluation", metavar="EVAL", nargs="+", help="evaluation sets")
    parser.add_argument("--report", metavar="FILE.json", type=Path, help="write the result there")
    parser.add_argument(
        "--threshold",
        type=float,
        default=DEFAULT_THRESHOLD,
        help="Jaccard similarity of word 3-grams from which on texts are nearly the same (default: %(default)g)",
    )
    return parser


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
