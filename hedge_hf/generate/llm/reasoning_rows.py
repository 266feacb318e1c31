"""Which questions are kept with the reasoning of a language model, and which are dropped and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from hedge_hf.data.schema import GROUPS, empty_table
from hedge_hf.data.views import sft_reasoning
from hedge_hf.evaluation.table import new_table
from hedge_hf.generate.folder import WholeParquet
from hedge_hf.generate.llm.journal import Outcome, read_journal
from hedge_hf.generate.llm.reasoning_prompts import Question, completion

_WRONG = "the answer is wrong"
_ALONE = "its twin is dropped"
_LEFT = "not asked yet"


@dataclass(frozen=True)
class ReasoningCounts:
    """What came of the questions.

    Attributes:
        questions: How many there are.
        kept: How many are in the file.
        dropped: How many are not, by reason.
        tokens: Tokens of all prompts and replies.
    """

    questions: int
    kept: int
    dropped: Counter[str]
    tokens: int


def write_rows(pairs: Sequence[tuple[Question, Question]], journal: Path, path: Path) -> ReasoningCounts:
    """Write the questions whose reply comes to the right answer as rows to train on.

    A question is kept with its twin or not at all, so that what is kept is as balanced as what was asked: in the same
    words, once with the answer Yes and once with No.

    Args:
        pairs: The questions, each with its twin.
        journal: The replies.
        path: File of the rows, Parquet with prompt and completion, as in the view sft-reasoning.

    Raises:
        HedgeError: If the disk is full.
    """
    outcomes = {outcome.id: outcome for outcome in read_journal(journal)}
    rows = WholeParquet(path, sft_reasoning(empty_table(GROUPS)).schema)
    kept, dropped = 0, Counter[str]()
    for pair in pairs:
        found = [_judge(question, outcomes.get(question.id)) for question in pair]
        reasons = [reason for _, reason in found if reason]
        dropped.update(reasons)
        if reasons:
            dropped[_ALONE] += len(pair) - len(reasons)
            continue
        for question, (text, _) in zip(pair, found, strict=True):
            rows.add(_row(question.prompt, text))
        kept += len(pair)
    rows.close()
    tokens = sum(outcome.tokens for outcome in outcomes.values())
    return ReasoningCounts(2 * len(pairs), kept, +dropped, tokens)


def to_table(counts: ReasoningCounts) -> Table:
    """Return the counts for the terminal."""
    table = new_table("Reasoning", "a question is kept with its twin of the other answer", columns=["questions"])
    table.add_row("kept", f"{counts.kept:,} of {counts.questions:,}")
    for reason, count in counts.dropped.most_common():
        table.add_row(f"dropped: {reason}", f"{count:,}")
    table.add_row("tokens", f"{counts.tokens:,}")
    return table


def _judge(question: Question, outcome: Outcome | None) -> tuple[str, str | None]:
    """Return the completion and why it is not kept, None if it is."""
    if outcome is None:
        return "", _LEFT
    if outcome.reply is None:
        kind, _, reason = (outcome.failure or "").partition(": ")
        return "", reason if kind == "invalid reply" else kind
    text, answer = completion(outcome.reply)
    return text, None if answer == question.answer else _WRONG


def _row(prompt: str, text: str) -> dict[str, Any]:
    return {
        "prompt": [{"role": "user", "content": prompt}],
        "completion": [{"role": "assistant", "content": text}],
    }
