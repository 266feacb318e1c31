"""Measure a language model, alone or against its base: `hedge-hf evaluate-llm`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from hedge_hf.cli import run
from hedge_hf.errors import HedgeError, UsageError, one_line, require
from hedge_hf.evaluation.files import checked_folder, write
from hedge_hf.evaluation.llm import gsm8k
from hedge_hf.evaluation.llm.answers import Answers
from hedge_hf.evaluation.llm.compare import LLMComparison, Measured, compare, evaluation
from hedge_hf.evaluation.llm.errors import error_counts
from hedge_hf.evaluation.llm.model import LanguageModel
from hedge_hf.evaluation.llm.options import ARITHMETIC, parse
from hedge_hf.evaluation.llm.problems import Problem, is_file
from hedge_hf.evaluation.llm.questions import Mode, Question, choose, measures, whole_pairs
from hedge_hf.evaluation.llm.report import Errors, error_table, to_table
from hedge_hf.evaluation.llm.suites import Suite, suites
from hedge_hf.evaluation.report import to_json
from hedge_hf.evaluation.results import Evaluation
from hedge_hf.version import __version__


class _Asked:
    """The questions of all suites, loaded once for both models."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        known = suites(options.split, tuple(options.nli))
        names = list(dict.fromkeys([*options.suites, *options.nli]))
        self.suites = [(known[name], _loaded(known[name], options.limit)) for name in names if name != ARITHMETIC]
        self.arithmetic = Path(options.arithmetic).name if is_file(options.arithmetic) else options.arithmetic
        self.problems: list[Problem] = []
        if ARITHMETIC in names:
            self.problems, shown = gsm8k.problems_and_shots(options.arithmetic, options.shots, options.limit)
            self.chats = gsm8k.chats(self.problems, shown)
        self.harness: list[Any] = []
        self.harness_version: list[str] = []
        if options.harness:
            harness = require("hedge_hf.evaluation.llm.harness_tasks", "harness")
            self.harness = harness.harness_suites(options.harness, options.harness_shots, options.limit)
            self.harness_version = [f"lm_eval {harness.VERSION}"]

    @property
    def settings(self) -> dict[str, Any]:
        """What the scores depend on, for the report."""
        return {
            "mode": self.options.mode,
            "limit": self.options.limit,
            "harness": ", ".join([f"hedge-hf {__version__}", *self.harness_version]),
            "lm_eval": {suite.name: suite.settings for suite in self.harness},
            "arithmetic": {
                "dataset": self.arithmetic,
                "shots": self.options.shots,
                "template": "the model's chat template, shots as turns of user and assistant",
                "filters": "flexible: the last number; strict: the number after the first ####",
                "decoding": f"greedy, at most {gsm8k.MAX_TOKENS} tokens",
            },
        }


def measure(name: str, asked: _Asked, answers: Answers, progress: Progress) -> dict[str, Measured]:
    """Let one model answer all suites; what it has answered before is read from the report folder."""
    loaded: list[LanguageModel] = []

    def model() -> LanguageModel:
        if not loaded:
            loaded.append(LanguageModel(name, asked.options.batch_size, progress))
        return loaded[0]

    found = {}
    mode: Mode = asked.options.mode
    for suite, questions in asked.suites:
        choices = answers.get(name, {"mode": mode}, questions, lambda: choose(model(), questions, mode))  # noqa: B023
        found[suite.name] = Measured("negation", suite.dataset, measures(questions, choices), {})
    if asked.problems:
        replies = answers.get(
            name, {"tokens": gsm8k.MAX_TOKENS}, asked.chats, lambda: model().generate(asked.chats, gsm8k.MAX_TOKENS)
        )
        scores, errors = gsm8k.measures(asked.problems, replies), error_counts(asked.problems, replies)
        found["Arithmetic"] = Measured("general", asked.arithmetic, scores, errors)
    for one in asked.harness:
        how = {"harness": asked.harness_version} | one.settings
        rows = answers.get(name, how, one.asked, lambda: one.answer(model(), asked.options.batch_size, progress))  # noqa: B023
        found[one.name] = one.measured(rows)
    return found


def main(argv: list[str]) -> None:
    """Parse the options, measure, and show and write the result."""
    options = parse(argv)
    folder = checked_folder(options.report) if options.report else None
    asked = _Asked(options)
    names = [name for name in (options.against, options.model) if name]
    bar = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*bar, console=Console(stderr=True)) as progress:
        try:
            measured = {name: measure(name, asked, Answers(folder), progress) for name in names}
        except torch.OutOfMemoryError as error:
            raise HedgeError(f"the device has too little memory ({one_line(error)}); lower --batch-size") from error
    result: Evaluation | LLMComparison
    if options.against:
        base, tuned = measured.items()
        result = compare(base, tuned, options.budget)
    else:
        result = evaluation(options.model, measured[options.model])
    errors = {name: _errors(found) for name, found in measured.items()}
    _show(result, errors)
    if folder:
        report = to_json(result) | {"settings": asked.settings, "errors": errors}  # type: ignore[arg-type]
        write(folder / "evaluation-llm.json", json.dumps(report, indent=2, allow_nan=False).encode() + b"\n")
        _print(str(folder / "evaluation-llm.json"))


def _show(result: Evaluation | LLMComparison, errors: dict[str, Errors]) -> None:
    console = Console()
    console.print(to_table(result))
    if any(errors.values()):
        console.print(error_table(errors))
    if isinstance(result, LLMComparison):
        style = "green" if result.verdict.passed else "bold red"
        console.print(result.verdict.line, style=style, markup=False, soft_wrap=True)


def _print(line: str) -> None:
    Console().print(line, highlight=False, markup=False, soft_wrap=True)


def _errors(measured: dict[str, Measured]) -> Errors:
    return {name: found.errors for name, found in measured.items() if found.errors}


def _loaded(suite: Suite, limit: int | None) -> list[Question]:
    try:
        questions = suite.load()
    except HedgeError:
        raise
    except Exception as error:  # a Hub client raises many kinds
        raise HedgeError(f"{suite.dataset} cannot be had ({one_line(error)}); leave it out of --suites") from error
    asked = whole_pairs(questions, limit)
    if len({question.unit for question in asked}) < 2:
        raise UsageError(
            f"{suite.name}: {len(asked)} questions are too few for an interval; raise --limit or give more"
        )
    return asked


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
