"""Measure an encoder, alone or against its base: `hedge-hf evaluate`."""

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
from hedge_hf.evaluation.budget import DEFAULT_BUDGET, checked_budget
from hedge_hf.evaluation.compare import compare, evaluate_encoder
from hedge_hf.evaluation.files import checked_folder, write
from hedge_hf.evaluation.plot import draw
from hedge_hf.evaluation.report import Result, to_json, to_table
from hedge_hf.evaluation.results import Comparison
from hedge_hf.evaluation.rows import load_rows
from hedge_hf.train.base import load_base


def write_report(result: Result, folder: Path) -> list[Path]:
    """Write evaluation.json and evaluation.png.

    Args:
        result: What to write.
        folder: An existing folder.

    Returns:
        The two paths.

    Raises:
        HedgeError: If a file cannot be written.
    """
    contents = {
        folder / "evaluation.json": json.dumps(to_json(result), indent=2, allow_nan=False).encode() + b"\n",
        folder / "evaluation.png": draw(result),
    }
    for path, content in contents.items():
        write(path, content)
    return list(contents)


def main(argv: list[str]) -> None:
    """Parse the options, measure, and show and write the result."""
    options = _parser().parse_args(argv)
    if options.budget is not None and options.against is None:
        raise UsageError("--budget has no effect without --against BASE: give both or neither")
    budget = checked_budget(DEFAULT_BUDGET if options.budget is None else options.budget)
    folder = checked_folder(options.report) if options.report else None
    started = time.monotonic()
    result = _measure(options.model, options.against, options.split, budget)
    paths = write_report(result, folder) if folder else []
    console = Console()
    console.print(to_table(result))
    if isinstance(result, Comparison):
        console.print(
            result.verdict.line, style="green" if result.verdict.passed else "bold red", markup=False, soft_wrap=True
        )
    console.print(f"{time.monotonic() - started:.0f} s", highlight=False)
    for path in paths:
        console.print(str(path), highlight=False, markup=False, soft_wrap=True)


def _measure(model: str, against: str | None, split: str, budget: float) -> Result:
    rows = load_rows(split)
    tuned = load_base(model)
    base = load_base(against) if against else None
    bar = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*bar, console=Console(stderr=True)) as progress:
        if against is None or base is None:
            return evaluate_encoder(tuned, rows, name=model, progress=progress)
        return compare(base, tuned, rows, budget=budget, base_name=against, tuned_name=model, progress=progress)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hedge-hf evaluate", description="Measure an encoder on HedgeTriple.")
    parser.add_argument("model", metavar="MODEL", help="folder or Hub id of the encoder")
    parser.add_argument("--against", metavar="BASE", help="folder or Hub id of the encoder it was fine-tuned from")
    parser.add_argument("--split", default="test", help="split of hedgetriple (default: test)")
    parser.add_argument("--report", metavar="DIR", type=Path, help="write evaluation.json and evaluation.png there")
    parser.add_argument(
        "--budget",
        type=float,
        metavar="POINTS",
        help=f"how far geometry preservation may lie below 100 (default: {DEFAULT_BUDGET:g})",
    )
    return parser


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
