"""GSM8K and problems like it: how they are asked, and how the result is found in a reply."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.bootstrap import share
from hedge_hf.evaluation.llm.model import Chat, assistant, user
from hedge_hf.evaluation.llm.problems import Problem, is_file, read_problems
from hedge_hf.evaluation.tasks.task import Measures

MAX_TOKENS = 320
# the filters of gsm8k in lm-evaluation-harness 0.4
_STRICT = re.compile(r"#### (-?[0-9.,]+)")
_FLEXIBLE = re.compile(r"-?[$0-9.,]{2,}|-?[0-9]+")


def problems_and_shots(source: str, shots: int, limit: int | None) -> tuple[list[Problem], list[Problem]]:
    """Read the problems to solve and those to show.

    Args:
        source: As for `read_problems`. Shots come from the training split of a dataset, and from the beginning of a
            file or of that split itself, whose first rows are then not asked.
        shots: How many to show.
        limit: How many to ask; None asks all.

    Raises:
        UsageError: If there are too few.
    """
    name, _, split = source.partition("@")
    asked = read_problems(source, "test")
    if is_file(source) or split == "train" or not shots:
        shown, asked = asked[:shots], asked[shots:]
    else:
        shown = read_problems(f"{name}@train", "train")[:shots]
    asked = asked[:limit]
    if len(shown) < shots or len(asked) < 2:
        raise UsageError(f"{source}: too few problems for {shots} shots and an interval; give more, or fewer --shots")
    return asked, shown


def chats(problems: Sequence[Problem], shots: Sequence[Problem]) -> list[Chat]:
    """Return a chat per problem: the shots as turns of user and assistant, then the question alone."""
    shown = [message for shot in shots for message in (user(shot.question), assistant(shot.answer))]
    return [[*shown, user(problem.question)] for problem in problems]


def strict(reply: str) -> float | None:
    """Return the number after the first "#### ", as the training answers have it; None if there is none."""
    found = _STRICT.search(reply)
    return _number(found[1]) if found else None


def flexible(reply: str) -> float | None:
    """Return the last number of a reply; None if there is none."""
    found = _FLEXIBLE.findall(reply)
    return _number(found[-1]) if found else None


def measures(problems: Sequence[Problem], replies: Sequence[str]) -> Measures:
    """Score the replies by both extractions, the flexible one first."""
    gold = [result(problem) for problem in problems]
    right = {
        f"{extract.__name__}_match": np.array(
            [extract(reply) == one for reply, one in zip(replies, gold, strict=True)]
        )
        for extract in (flexible, strict)
    }
    return Measures({name: share(found) for name, found in right.items()})


def result(problem: Problem) -> float:
    """Return the result of a problem.

    Raises:
        UsageError: If its answer has no number.
    """
    found = strict(problem.answer)
    found = flexible(problem.answer) if found is None else found
    if found is None:
        raise UsageError(f"the answer {problem.answer[:60]!r} has no number; end it with '#### 42'")
    return found


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "").replace("$", "").rstrip("."))
    except ValueError:
        return None
