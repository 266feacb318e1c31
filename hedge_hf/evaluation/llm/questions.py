"""Questions with given options, how a model chooses among them, and what it scores."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from hedge_hf.data.instructions import ANSWER_ONLY, REASON_FIRST
from hedge_hf.evaluation.bootstrap import Sample, share
from hedge_hf.evaluation.llm.model import LanguageModel, user
from hedge_hf.evaluation.tasks.task import Measures, share_by_unit

Mode = Literal["likelihood", "generation", "reasoning"]
YES_NO = ("Yes", "No")
_MAX_TOKENS: dict[Mode, int] = {"generation": 16, "reasoning": 256}


@dataclass(frozen=True)
class Question:
    """A question with options.

    Attributes:
        text: The question, without the request how to answer.
        options: What can be answered.
        answer: Position of the right option.
        pair: Questions of one pair have to be right together.
        unit: Pairs of one unit are not independent, such as those about one anchor.
        categories: For scores by category.
    """

    text: str
    options: tuple[str, ...]
    answer: int
    pair: int
    unit: int
    categories: tuple[str, ...] = ()

    def prompt(self, mode: Mode) -> str:
        """Return the question with the request how to answer."""
        if self.options == YES_NO:
            return f"{self.text}\n{REASON_FIRST if mode == 'reasoning' else ANSWER_ONLY}"
        named = f"{', '.join(self.options[:-1])} or {self.options[-1]}."
        return f"{self.text}\n{'Give your reasons, then answer' if mode == 'reasoning' else 'Answer'} {named}"


def choose(model: LanguageModel, questions: Sequence[Question], mode: Mode) -> list[int]:
    """Let a model choose an option of each question.

    Args:
        model: The model.
        questions: The questions.
        mode: The likeliest option, or the one that the model writes ("generation") after its reasons ("reasoning").

    Returns:
        Positions of options, -1 where the model writes none.
    """
    chats = [[user(question.prompt(mode))] for question in questions]
    if mode != "likelihood":
        replies = model.generate(chats, _MAX_TOKENS[mode])
        return [chosen(reply, question.options, mode) for reply, question in zip(replies, questions, strict=True)]
    asked = [chat for chat, question in zip(chats, questions, strict=True) for _ in question.options]
    scores = model.log_likelihoods(asked, [option for question in questions for option in question.options])
    ends = np.cumsum([len(question.options) for question in questions])
    return [int(part.argmax()) for part in np.split(scores, ends[:-1])]


def chosen(reply: str, options: Sequence[str], mode: Mode) -> int:
    """Return the position of the option that a reply gives as a word, -1 if it gives none.

    After reasons it is the one that stands last, else the first: what follows an answer explains it, as in "Yes, there
    is no difference". Letters have to be capitals, so that the article is not the option A.
    """
    names = sorted(options, key=len, reverse=True)
    words = "|".join(re.escape(name) if len(name) == 1 else f"(?i:{re.escape(name)})" for name in names)
    found = re.findall(rf"\b(?:{words})\b", reply)
    if not found:
        return -1
    return [option.lower() for option in options].index(found[-1 if mode == "reasoning" else 0].lower())


def whole_pairs(questions: Sequence[Question], limit: int | None) -> list[Question]:
    """Return the first questions, at most `limit`, without a pair that the limit would cut."""
    kept = list(questions[:limit])
    cut = questions[len(kept)].pair if len(kept) < len(questions) else None
    return [question for question in kept if question.pair != cut]


def measures(questions: Sequence[Question], choices: Sequence[int]) -> Measures:
    """Score the choices.

    Returns:
        `accuracy`; `paired_accuracy`, where all questions of a pair must be right, if there are pairs; the accuracy by
        category. Units are resampled whole.
    """
    right = np.array([choice == question.answer for question, choice in zip(questions, choices, strict=True)])
    units = np.unique([question.unit for question in questions], return_inverse=True)[1]
    scores: dict[str, Sample | float] = {"accuracy": share_by_unit(units, right)}
    pairs = np.unique([question.pair for question in questions], return_inverse=True)[1]
    if len(set(pairs)) < len(questions):
        both = np.bincount(pairs, weights=~right) == 0
        unit_of_pair = np.zeros(len(both), dtype=int)
        unit_of_pair[pairs] = units
        scores = {"paired_accuracy": share_by_unit(unit_of_pair, both), **scores}
    if -1 in choices:
        scores["without_an_answer"] = share(np.array(choices) == -1)
    rows = defaultdict(list)
    for row, question in enumerate(questions):
        for category in question.categories:
            rows[category].append(row)
    by_category = {name: share_by_unit(units[found], right[found]) for name, found in sorted(rows.items())}
    return Measures(scores, {name: sample for name, sample in by_category.items() if len(sample) > 1})
