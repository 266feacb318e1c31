"""Word problems with a worked answer, in the layout of GSM8K: question, and an answer that ends in "#### 42"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.contamination.sources import KINDS, dataset_rows, file_rows

GSM8K = "openai/gsm8k:main"
_CALCULATOR = re.compile(r"<<[^>]*>>")


@dataclass(frozen=True)
class Problem:
    """A question and its worked answer.

    Attributes:
        question: What is asked.
        answer: The way to the result, without the notes for a calculator that GSM8K has.
        steps: The calculations of those notes, such as "48/2=24"; empty where there are none.
    """

    question: str
    answer: str
    steps: tuple[str, ...] = ()


def read_problems(source: str, split: str) -> list[Problem]:
    """Read questions and answers.

    Args:
        source: A file, or `ID[:CONFIG][@SPLIT]` of a dataset on the Hub, with the columns question and answer.
        split: The split where the source names none.

    Raises:
        UsageError: If there is no such source, it has no rows, or a row lacks one of the two.
        HedgeError: If the Hub does not answer.
    """
    rows: list[Any]
    if is_file(source):
        rows = list(file_rows(Path(source).expanduser()))
    else:
        name, _, chosen = source.partition("@")
        name, _, config = name.partition(":")
        rows = list(dataset_rows(source, name, config, chosen or split, shape="ID:CONFIG@SPLIT"))
    if not rows:
        raise UsageError(f"{source}: no rows; give questions and answers")
    return [_problem(source, number, row) for number, row in enumerate(rows)]


def is_file(source: str) -> bool:
    """Tell whether a source of problems is a file, or is meant to be one."""
    return Path(source).expanduser().exists() or source.lower().endswith(KINDS)


def _problem(source: str, number: int, row: Any) -> Problem:
    found = row if isinstance(row, dict) else {}
    texts = [found.get(name) for name in ("question", "answer")]
    if not all(isinstance(text, str) and text.strip() for text in texts):
        raise UsageError(f"{source}: row {number} lacks question or answer; every row needs both, as texts")
    question, answer = (str(text).strip() for text in texts)
    steps = tuple(step[2:-2] for step in _CALCULATOR.findall(answer))
    return Problem(question, _CALCULATOR.sub("", answer), steps)
