"""Asks a language model many things at a time and keeps its replies in a journal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.generate.llm.chat import Chat, RequestRefused
from hedge_hf.generate.llm.cues import Weights, draw
from hedge_hf.generate.llm.journal import Journal, Outcome
from hedge_hf.generate.llm.prompts import REPAIR, Message, messages, prompt_hash, repair
from hedge_hf.generate.llm.replies import ReplyError, parse
from hedge_hf.generate.types import Anchor
from hedge_hf.taxonomy.languages import language


class BudgetReached(HedgeError):
    """The token budget is used up; the replies so far are kept."""


class Request(NamedTuple):
    """Something to ask.

    Attributes:
        id: Its id in the journal.
        prompt: Hash of the prompt's wording.
        messages: The chat.
        check: Raises ReplyError for a reply that cannot be used.
        complaint: What to say about such a reply; {reason} says why.
    """

    id: str
    prompt: str
    messages: list[Message]
    check: Callable[[str], object]
    complaint: str


@dataclass
class Tally:
    """How far a run or one of its shards is.

    Attributes:
        answered: Requests with a usable reply.
        set_aside: Requests without one.
        tokens: Tokens used for both, of prompts and replies.
    """

    answered: int = 0
    set_aside: int = 0
    tokens: int = 0


def variant_requests(anchors: Iterable[Anchor], weights: Weights, seed: int) -> Iterator[Request]:
    """Yield the request for the variants of each anchor.

    Args:
        anchors: Read one by one.
        weights: Weights of the cues, by type.
        seed: Seed of the draw of cues.
    """
    for anchor in anchors:
        spoken = language(anchor.language)
        chat = messages(anchor, spoken, draw(anchor.id, spoken, weights, seed))
        yield Request(anchor.id, prompt_hash(spoken), chat, parse, REPAIR)


async def ask_all(
    requests: Iterable[Request],
    chat: Chat,
    journal: Journal,
    *,
    concurrency: int = 64,
    attempts: int = 4,
    token_budget: int | None = None,
    progress: Callable[[Tally], None] | None = None,
) -> Tally:
    """Ask everything that is not in the journal yet.

    An invalid reply is followed by the same request once more, then by requests that quote what was wrong. What is
    without a usable reply after `attempts` of them, or refused, is set aside with the reason.

    Args:
        requests: Read as others are answered, never ahead.
        chat: What answers.
        journal: Where the outcomes go as they come.
        concurrency: Requests in flight, as long as there are any.
        attempts: Replies to ask for before a request is set aside.
        token_budget: None is begun once so many tokens are used, those in the journal included. Requests in flight
            then are still answered and kept.
        progress: Called with the tally after every request.

    Returns:
        The tally of this call, without what the journal held before.

    Raises:
        BudgetReached: If requests are left when the budget is used up.
        HedgeError: If the endpoint is out of reach or set up wrongly.
        UsageError: If the journal holds replies to another prompt.
    """
    tally = Tally()
    before = journal.tokens
    waiting = (request for request in requests if not is_answered(request, journal))
    left_over = False

    async def work() -> None:
        nonlocal left_over
        for request in waiting:
            if token_budget is not None and before + tally.tokens >= token_budget:
                left_over = True
                return
            outcome = await _ask(request, chat, attempts, tally)
            journal.append(outcome)
            if outcome.failure is None:
                tally.answered += 1
            else:
                tally.set_aside += 1
            if progress is not None:
                progress(tally)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(concurrency):
                group.create_task(work())
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None
    if left_over:
        raise BudgetReached(
            f"the token budget of {token_budget:,} is used up ({before + tally.tokens:,} tokens); all replies are "
            "kept, and the same command with a larger --token_budget goes on from here"
        )
    return tally


async def _ask(request: Request, chat: Chat, attempts: int, tally: Tally) -> Outcome:
    asked = request.messages
    failure, attempt, tokens = "", 0, 0
    while attempt < attempts:
        attempt += 1
        try:
            answer = await chat.ask(asked)
        except RequestRefused as error:
            failure = f"request refused: {error}"
            break
        spent = answer.prompt_tokens + answer.completion_tokens
        tokens += spent
        tally.tokens += spent
        try:
            request.check(answer.text)
        except ReplyError as error:
            failure = f"invalid reply: {error}"
            if attempt > 1:
                asked = repair(request.messages, answer.text, str(error), request.complaint)
        else:
            return Outcome(request.id, request.prompt, answer.text, None, attempt, tokens)
    return Outcome(request.id, request.prompt, None, failure, attempt, tokens)


def is_answered(request: Request, journal: Journal) -> bool:
    """Return whether the journal has the outcome of a request.

    Raises:
        UsageError: If it is that of another prompt.
    """
    if request.id not in journal:
        return False
    if journal.prompts[request.id] != request.prompt:
        raise UsageError(
            f"{journal.path} holds replies to prompt {journal.prompts[request.id]} instead of {request.prompt}; "
            "give another --out or remove its replies"
        )
    return True
