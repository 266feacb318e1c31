"""Measure a model, alone or against its base: `hedge-hf evaluate`."""

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
from hedge_hf.evaluation.compare import compare, evaluate
from hedge_hf.evaluation.files import checked_folder, write
from hedge_hf.evaluation.html_report import to_html
from hedge_hf.evaluation.model_index import to_model_index
from hedge_hf.evaluation.models import load_scorer
from hedge_hf.evaluation.plot import draw
from hedge_hf.evaluation.report import Result, to_json
from hedge_hf.evaluation.results import Comparison
from hedge_hf.evaluation.suites import SUITES, suite
from hedge_hf.evaluation.table import summary, to_table
from hedge_hf.evaluation.tasks.general import GENERAL_TASKS
from hedge_hf.evaluation.tasks.published import EXCLUIR
from hedge_hf.evaluation.tasks.task import Task


def write_report(result: Result, folder: Path, tasks: list[Task]) -> list[Path]:
    """Write evaluation.json, evaluation.png, evaluation.html and model-index.yaml.

    Args:
        result: What to write.
        folder: An existing folder.
        tasks: The tasks that were measured.

    Returns:
        The four paths.

    Raises:
        HedgeError: If a file cannot be written.
    """
    tuned = result.tuned if isinstance(result, Comparison) else result
    questions = {task.name: task.question for task in tasks}
    contents = {
        folder / "evaluation.json": json.dumps(to_json(result), indent=2, allow_nan=False).encode() + b"\n",
        folder / "evaluation.png": draw(result),
        folder / "evaluation.html": to_html(result, questions).encode(),
        folder / "model-index.yaml": to_model_index(tuned).encode(),
    }
    for path, content in contents.items():
        write(path, content)
    return list(contents)


def main(argv: list[str]) -> None:
    """Parse the options, measure, and show and write the result."""
    options = _parser().parse_args(argv)
    if options.budget is not None and options.against is None:
        raise UsageError("--budget has no effect without --against BASE: give both or neither")
    if options.general is not None and options.suite not in ("general", "all"):
        raise UsageError(f"--general has no effect with --suite {options.suite}: take general or all")
    if options.excluir is not None and options.suite not in ("negation", "all"):
        raise UsageError(f"--excluir has no effect with --suite {options.suite}: take negation or all")
    checked_budget(DEFAULT_BUDGET if options.budget is None else options.budget)
    folder = checked_folder(options.report) if options.report else None
    tasks = suite(options.suite, options.split, options.excluir or EXCLUIR, options.general or GENERAL_TASKS)
    started = time.monotonic()
    result = _measure(options, tasks)
    console = Console()
    console.print(to_table(result))
    _show_summary(result, console)
    console.print(f"{time.monotonic() - started:.0f} s", highlight=False)
    for path in write_report(result, folder, tasks) if folder else []:
        console.print(str(path), highlight=False, markup=False, soft_wrap=True)


def _measure(options: argparse.Namespace, tasks: list[Task]) -> Result:
    bar = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*bar, console=Console(stderr=True)) as progress:
        tuned = load_scorer(options.model, progress, options.cache)
        if options.against is None:
            return evaluate(tuned, tasks, progress)
        base = load_scorer(options.against, progress, options.cache)
        budget = DEFAULT_BUDGET if options.budget is None else options.budget
        return compare(base, tuned, tasks, budget=budget, progress=progress)


def _show_summary(result: Result, console: Console) -> None:
    for evaluation in (result.base, result.tuned) if isinstance(result, Comparison) else (result,):
        console.print(summary(evaluation), highlight=False, markup=False, soft_wrap=True)
    if isinstance(result, Comparison):
        style = "green" if result.verdict.passed else "bold red"
        console.print(result.verdict.line, style=style, markup=False, soft_wrap=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hedge-hf evaluate", description="Measure a model of sentences or pairs.")
    parser.add_argument(
        "model", metavar="MODEL", help="folder or Hub id: SentenceTransformer, CrossEncoder, transformer"
    )
    parser.add_argument("--against", metavar="BASE", help="folder or Hub id of the model it was fine-tuned from")
    parser.add_argument(
        "--suite", choices=SUITES, default="negation", help="hedgetriple needs no Hub (default: %(default)s)"
    )
    parser.add_argument("--split", default="test", help="split of hedgetriple (default: %(default)s)")
    parser.add_argument(
        "--excluir", metavar="SOURCE", help=f"ExcluIR: a Hub id, or the folder of its two files (default: {EXCLUIR})"
    )
    parser.add_argument(
        "--general",
        metavar="TASK",
        nargs="+",
        help=f"mteb tasks of the suite general (default: {', '.join(GENERAL_TASKS)})",
    )
    parser.add_argument(
        "--report", metavar="DIR", type=Path, help="write evaluation.json, .png, .html and model-index.yaml there"
    )
    parser.add_argument(
        "--budget",
        type=float,
        metavar="POINTS",
        help=f"how far a general task may fall (default: {DEFAULT_BUDGET:g})",
    )
    parser.add_argument(
        "--no-cache", dest="cache", action="store_false", help="keep no embeddings on disk between runs"
    )
    return parser


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
