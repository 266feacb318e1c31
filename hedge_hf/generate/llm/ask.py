"""Asks a language model for the variants of every anchor and keeps its replies in a journal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.generate.llm.chat import Chat, RequestRefused
from hedge_hf.generate.llm.cues import Weights, draw
from hedge_hf.generate.llm.journal import Journal, Outcome
from hedge_hf.generate.llm.prompts import messages, prompt_hash, repair
from hedge_hf.generate.llm.replies import ReplyError, parse
from hedge_hf.generate.types import Anchor
from hedge_hf.taxonomy.languages import language


class BudgetReached(HedgeError):
    """The token budget is used up; the replies so far are kept."""


@dataclass
class Tally:
    """How far a shard is.

    Attributes:
        answered: Anchors with a usable reply.
        set_aside: Anchors without one.
        tokens: Tokens used for both, of prompts and replies.
    """

    answered: int = 0
    set_aside: int = 0
    tokens: int = 0


async def ask_all(
    anchors: Iterable[Anchor],
    chat: Chat,
    journal: Journal,
    weights: Weights,
    seed: int,
    *,
    concurrency: int = 64,
    attempts: int = 4,
    token_budget: int | None = None,
    progress: Callable[[Tally], None] | None = None,
) -> Tally:
    """Ask for the variants of all anchors that are not in the journal yet.

    An invalid reply is followed by the same request once more, then by requests that quote what was wrong. An anchor
    without a usable reply after `attempts` of them, or whose request is refused, is set aside with the reason.

    Args:
        anchors: Read as requests get free, never ahead.
        chat: What answers.
        journal: Where the outcomes go as they come.
        weights: Weights of the cues, by type.
        seed: Seed of the draw of cues.
        concurrency: Requests in flight, as long as there are anchors.
        attempts: Replies to ask for before an anchor is set aside.
        token_budget: No anchor is begun once so many tokens are used, those in the journal included. Requests in
            flight then are still answered and kept.
        progress: Called with the tally after every anchor.

    Returns:
        The tally of this call, without what the journal held before.

    Raises:
        BudgetReached: If anchors are left when the budget is used up.
        HedgeError: If the endpoint is out of reach or set up wrongly.
        UsageError: If the journal holds replies to another prompt.
    """
    tally = Tally()
    before = journal.tokens
    waiting = (anchor for anchor in anchors if not is_done(anchor, journal))
    left_over = False

    async def work() -> None:
        nonlocal left_over
        for anchor in waiting:
            if token_budget is not None and before + tally.tokens >= token_budget:
                left_over = True
                return
            outcome = await _ask(anchor, chat, weights, seed, attempts, tally)
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


async def _ask(anchor: Anchor, chat: Chat, weights: Weights, seed: int, attempts: int, tally: Tally) -> Outcome:
    spoken = language(anchor.language)
    asked = request = messages(anchor, spoken, draw(anchor.id, spoken, weights, seed))
    failure, attempt, tokens = "", 0, 0
    while attempt < attempts:
        attempt += 1
        try:
            answer = await chat.ask(request)
        except RequestRefused as error:
            failure = f"request refused: {error}"
            break
        spent = answer.prompt_tokens + answer.completion_tokens
        tokens += spent
        tally.tokens += spent
        try:
            parse(answer.text)
        except ReplyError as error:
            failure = f"invalid reply: {error}"
            if attempt > 1:
                request = repair(asked, answer.text, str(error))
        else:
            return Outcome(anchor.id, prompt_hash(spoken), answer.text, None, attempt, tokens)
    return Outcome(anchor.id, prompt_hash(spoken), None, failure, attempt, tokens)


def is_done(anchor: Anchor, journal: Journal) -> bool:
    """Return whether the journal has the outcome of an anchor.

    Raises:
        UsageError: If it is that of another prompt.
    """
    if anchor.id not in journal:
        return False
    wanted = prompt_hash(language(anchor.language))
    if journal.prompts[anchor.id] != wanted:
        raise UsageError(
            f"{journal.path} holds replies to prompt {journal.prompts[anchor.id]} instead of {wanted}; "
            "give another --out or remove its replies"
        )
    return True
