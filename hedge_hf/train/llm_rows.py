"""The rows that a language model is trained on: questions of HedgeTriple, and what must not be forgotten."""

from __future__ import annotations

import random

from datasets import Dataset, concatenate_datasets, load_dataset

from hedge_hf.evaluation.llm.problems import Problem, read_problems
from hedge_hf.train.llm_arguments import LLMArguments


def training_rows(arguments: LLMArguments, general: list[Problem], seed: int) -> Dataset:
    """Load the questions, with so many general ones that they make up `replay_share` of all rows.

    Args:
        arguments: Which rows.
        general: What to replay; drawn without replacement as long as they last.
        seed: Draws them.

    Returns:
        Columns prompt and completion, each a list of one message.
    """
    options = {"data_files": arguments.data_files, "max_anchors": arguments.max_anchors}
    rows = load_dataset("hedgetriple", arguments.view, split="train", **options)
    share = arguments.replay_share
    count = round(len(rows) * share / (1 - share))
    if not count:
        return rows
    draw = random.Random(seed)
    rounds = [draw.sample(general, min(len(general), count - start)) for start in range(0, count, len(general))]
    replayed = Dataset.from_list([conversation(one) for drawn in rounds for one in drawn], features=rows.features)
    return concatenate_datasets([rows, replayed])


def general_problems(arguments: LLMArguments) -> list[Problem]:
    """Read `general_dataset`, or nothing if there is none."""
    return read_problems(arguments.general_dataset, "train") if arguments.general_dataset else []


def conversation(problem: Problem) -> dict[str, list[dict[str, str]]]:
    """Return a question and its answer as a prompt and a completion."""
    return {
        "prompt": [{"role": "user", "content": problem.question}],
        "completion": [{"role": "assistant", "content": problem.answer}],
    }
