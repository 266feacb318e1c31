"""What `hedge-hf evaluate-llm` can be told."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import get_args

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.budget import checked_budget
from hedge_hf.evaluation.llm.problems import GSM8K
from hedge_hf.evaluation.llm.questions import Mode

DEFAULT_BUDGET = 2.0
ARITHMETIC = "gsm8k"
_SHIPPED = ("hedgetriple", "hedging")
_PUBLISHED = ("nevir", "cannot", ARITHMETIC)


def parse(argv: list[str]) -> argparse.Namespace:
    """Return the options.

    Raises:
        UsageError: If one is wrong or has no effect.
    """
    options = _parser().parse_args(argv)
    _check(options)
    return options


def _check(options: argparse.Namespace) -> None:
    checked_budget(options.budget)
    for name, lowest in (("batch_size", 1), ("shots", 0), ("harness_shots", 0), ("limit", 2)):
        value = getattr(options, name)
        if value is not None and value < lowest:
            raise UsageError(f"--{name.replace('_', '-')} is {value}; it must be {lowest} or above")
    files = Counter(Path(file).name for file in dict.fromkeys(options.nli))
    if twice := [name for name, count in files.items() if count > 1]:
        raise UsageError(f"--nli has several files named {twice[0]}, which is the name in the report; rename one")
    if not (options.suites or options.nli or options.harness):
        raise UsageError("--suites names none; name one, or give --nli or --harness")
    if options.harness_shots is not None and not options.harness:
        raise UsageError("--harness-shots has no effect without --harness")
    if options.against == options.model:
        raise UsageError("--against names the model itself; give its base")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hedge-hf evaluate-llm", allow_abbrev=False, description="Measure a language model on negation and sums."
    )
    parser.add_argument(
        "model", metavar="MODEL", help="folder or Hub id of a model with a chat template, or an adapter"
    )
    parser.add_argument("--against", metavar="BASE", help="folder or Hub id of the model before")
    parser.add_argument(
        "--suites",
        nargs="*",
        choices=(*_SHIPPED, *_PUBLISHED),
        default=[*_SHIPPED, *_PUBLISHED],
        help="hedgetriple and hedging need no Hub (default: all; none if nothing is named)",
    )
    parser.add_argument(
        "--nli", metavar="FILE", nargs="+", default=[], help="files with premise, hypothesis and label, as more suites"
    )
    parser.add_argument("--split", default="test", help="split of hedgetriple (default: %(default)s)")
    parser.add_argument(
        "--mode",
        choices=get_args(Mode),
        default="likelihood",
        help="the likeliest option, the one written, or the one written after reasons (default: %(default)s)",
    )
    parser.add_argument(
        "--arithmetic",
        metavar="SOURCE",
        default=GSM8K,
        help="problems: a file or ID:CONFIG@SPLIT (default: %(default)s)",
    )
    parser.add_argument("--shots", type=int, default=5, help="worked problems shown first (default: %(default)s)")
    parser.add_argument(
        "--harness",
        metavar="TASK",
        nargs="+",
        default=[],
        help="tasks of lm-evaluation-harness, such as gsm8k, or YAML files of your own, as more suites",
    )
    parser.add_argument(
        "--harness-shots", type=int, metavar="N", help="examples that these show first (default: each task's own)"
    )
    parser.add_argument("--limit", type=int, help="ask so many questions of each suite only")
    parser.add_argument("--batch-size", type=int, default=16, help="chats per batch (default: %(default)s)")
    parser.add_argument(
        "--budget",
        type=float,
        default=DEFAULT_BUDGET,
        help="points that arithmetic and each task of --harness may fall (default: %(default)s)",
    )
    parser.add_argument(
        "--report", metavar="DIR", type=Path, help="write evaluation-llm.json there, and answers to go on from"
    )
    return parser
