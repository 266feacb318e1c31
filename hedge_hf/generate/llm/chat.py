"""What answers chats: the type that endpoints and models in this process share, and a chat to try it with."""

from __future__ import annotations

from typing import NamedTuple, Protocol, Self

from hedge_hf.generate.llm.cues import draw
from hedge_hf.generate.llm.prompts import Message, messages
from hedge_hf.generate.types import Anchor
from hedge_hf.taxonomy.languages import english


class Answer(NamedTuple):
    """A reply and what it cost.

    Attributes:
        text: What the model wrote.
        prompt_tokens: Tokens of the prompt.
        completion_tokens: Tokens of the reply.
    """

    text: str
    prompt_tokens: int
    completion_tokens: int


class RequestRefused(Exception):
    """This chat gets no answer though others do; the message says why in one line."""


class Chat(Protocol):
    """Answers chats, many at a time; an async context manager that holds plain settings until it is entered."""

    async def __aenter__(self) -> Self:
        """Open connections or load weights."""

    async def __aexit__(self, *error: object) -> None:
        """Close them."""

    async def check(self) -> None:
        """Raise HedgeError if it cannot answer `sample_chat()` as it is set up."""

    async def ask(self, messages: list[Message]) -> Answer:
        """Return the reply to a chat, or raise RequestRefused."""


def sample_chat() -> list[Message]:
    """Return a request of the usual length and form."""
    anchor = Anchor("sample", "The water is safe to drink.", "", "", english.LANGUAGE.code, "")
    return messages(anchor, english.LANGUAGE, draw(anchor.id, english.LANGUAGE, {}, seed=0))
