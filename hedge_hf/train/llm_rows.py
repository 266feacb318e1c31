"""The rows that a language model is trained on: questions of HedgeTriple, and what must not be forgotten."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from datasets import Dataset, Features, concatenate_datasets

from hedge_hf.data.schema import GROUPS, empty_table
from hedge_hf.data.views import sft
from hedge_hf.errors import UsageError
from hedge_hf.evaluation.contamination.sources import file_rows
from hedge_hf.evaluation.llm.problems import Problem, read_problems
from hedge_hf.train.llm_arguments import LLMArguments
from hedge_hf.train.views import load_view


def training_rows(arguments: LLMArguments, general: list[Problem], seed: int) -> Dataset:
    """Load the questions or conversations, with so many general ones that they make up `replay_share` of all rows.

    Args:
        arguments: Which rows.
        general: What to replay; drawn without replacement as long as they last.
        seed: Draws them.

    Returns:
        Columns prompt and completion, each a list of messages.

    Raises:
        UsageError: If there is no such file, or `conversations` is no file of them.
    """
    options = {"data_files": arguments.data_files, "max_anchors": arguments.max_anchors}
    file = arguments.conversations
    rows = conversations(file) if file else load_view(arguments.view, **options)
    share = arguments.replay_share
    count = round(len(rows) * share / (1 - share))
    if not count:
        return rows
    draw = random.Random(seed)
    rounds = [draw.sample(general, min(len(general), count - start)) for start in range(0, count, len(general))]
    replayed = Dataset.from_list([conversation(one) for drawn in rounds for one in drawn], features=rows.features)
    return concatenate_datasets([rows, replayed])


def conversations(file: str) -> Dataset:
    """Read prompts and completions, each a list of messages with role and content.

    Raises:
        UsageError: If the file cannot be read, or a row lacks one of the two.
    """
    features = Features.from_arrow_schema(sft(empty_table(GROUPS)).schema)
    rows = []
    for number, row in enumerate(file_rows(Path(file).expanduser())):
        try:
            rows.append({name: _messages(row[name]) for name in features})
        except (KeyError, TypeError):
            raise UsageError(
                f"{file}: row {number} is no prompt with its completion, both lists of messages with role and content"
            ) from None
    return Dataset.from_list(rows, features=features)


def general_problems(arguments: LLMArguments) -> list[Problem]:
    """Read `general_dataset`, or nothing if there is none."""
    return read_problems(arguments.general_dataset, "train") if arguments.general_dataset else []


def conversation(problem: Problem) -> dict[str, list[dict[str, str]]]:
    """Return a question and its answer as a prompt and a completion."""
    return {
        "prompt": [{"role": "user", "content": problem.question}],
        "completion": [{"role": "assistant", "content": problem.answer}],
    }


def _messages(found: Any) -> list[dict[str, str]]:
    messages = [{name: one[name] for name in ("role", "content")} for one in found]
    if not messages or not all(isinstance(text, str) for message in messages for text in message.values()):
        raise TypeError
    return messages
