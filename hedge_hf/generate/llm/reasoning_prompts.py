"""The request to reason about a question of HedgeTriple, and how a reply to it is read."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from hedge_hf.data.instructions import REASON_FIRST, Instruction, instructions
from hedge_hf.generate.llm.prompts import Message
from hedge_hf.generate.llm.replies import ReplyError, without_thinking
from hedge_hf.taxonomy.languages import english

COMPLAINT = 'That reply cannot be used: {reason}. Reply again; the last line is "Answer: Yes" or "Answer: No".'
_SYSTEM = """\
You answer questions about two sentences, one of which may negate or hedge what the other says.

# Negations
{negations}

# Hedges
{hedges}

# Reply
Reason first, in two to five plain sentences: which words negate or hedge the statement, of which type they are, what \
is in their scope, and what each sentence says about the statement. Then follows your answer, in a last line of its \
own, which is "Answer: Yes" or "Answer: No" and nothing else."""
_ANSWER = re.compile(r"\W*answer\W+(yes|no)\W*", re.IGNORECASE)


class Question(NamedTuple):
    """A question with its right answer.

    Attributes:
        id: 16 hex digits that depend on its statement and its words.
        prompt: What is asked, and what a model is trained on.
        answer: "Yes" or "No".
    """

    id: str
    prompt: str
    answer: str


def twins(groups: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Question, Question]]:
    """Yield the questions about groups, each beside its twin of the same words and the other answer.

    Args:
        groups: Rows of `GROUPS`.
    """
    for group in groups:
        questions = list(map(_question, instructions(group)))
        yield from zip(questions[::2], questions[1::2], strict=True)


def messages(question: Question) -> list[Message]:
    """Return the chat that asks a question; the answer is not given away."""
    return [{"role": "system", "content": _system()}, {"role": "user", "content": question.prompt}]


def completion(reply: str) -> tuple[str, str]:
    """Return what a reply teaches, with the answer in a last line of the usual form, and the answer.

    What a model wrote for itself in <think> tags is passed over, and so is what adorns the last line.

    Raises:
        ReplyError: If the last line is no answer, or nothing stands before it.
    """
    *reasons, last = without_thinking(reply).splitlines() or [""]
    found = _ANSWER.fullmatch(last)
    if found is None:
        raise ReplyError('the last line is neither "Answer: Yes" nor "Answer: No"')
    reasoned = "\n".join(reasons).strip()
    if "<think>" in reasoned:
        raise ReplyError("the thinking has no end")
    if not reasoned:
        raise ReplyError("there is no reasoning before the answer")
    answer = found[1].capitalize()
    return f"{reasoned}\nAnswer: {answer}", answer


def prompt_hash(settings: Mapping[str, Any]) -> str:
    """Return 12 hex digits that change whenever the wording or what else a reply depends on does.

    Args:
        settings: The model and how it is sampled.
    """
    content = json.dumps([_system(), COMPLAINT, dict(settings)], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _question(row: Instruction) -> Question:
    prompt = row.prompt(REASON_FIRST)
    return Question(hashlib.sha256(f"{row.anchor}\n{prompt}".encode()).hexdigest()[:16], prompt, row.word)


@cache
def _system() -> str:
    spoken = english.LANGUAGE
    negations, hedges = (
        "\n".join(f"- {kind.name}: {kind.definition}" for kind in kinds) for kinds in (spoken.negations, spoken.hedges)
    )
    return _SYSTEM.format(negations=negations, hedges=hedges)
