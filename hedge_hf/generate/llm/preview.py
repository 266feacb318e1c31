"""What a run would ask and cost, told before it asks anything."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hedge_hf.errors import require
from hedge_hf.generate.llm.cues import draw
from hedge_hf.generate.llm.endpoint import CHARACTERS_PER_TOKEN
from hedge_hf.generate.llm.prompts import TYPE_NAMES, Message, messages
from hedge_hf.generate.types import Anchor
from hedge_hf.taxonomy.languages import language

_CUE_CHARACTERS = 12
_PER_MILLION = 1e6


@dataclass(frozen=True)
class Preview:
    """The first requests of a run, and an estimate of all of them.

    Attributes:
        chats: The requests for the first anchors, as they would be sent.
        counted_by: What counted the tokens.
        prompt_tokens: Tokens of all prompts.
        reply_tokens: Tokens of all replies, taken as the six variants of the anchor's length.
        cost: Price of both, in the currency of the given prices.
    """

    chats: list[list[Message]]
    counted_by: str
    prompt_tokens: int
    reply_tokens: int
    cost: float


def preview(
    anchors: Sequence[Anchor], total: int, model: str, seed: int, price_in: float = 0.0, price_out: float = 0.0
) -> Preview:
    """Render the requests for a few anchors and estimate the run from them.

    Retries are not counted.

    Args:
        anchors: The first anchors, one or more.
        total: Number of all anchors.
        model: The model; its tokenizer counts if it lies in a folder or in the cache on this machine.
        seed: Seed of the run.
        price_in: Price of a million prompt tokens.
        price_out: Price of a million reply tokens.
    """
    count, counted_by = _counter(model)
    chats, replies = [], []
    for anchor in anchors:
        spoken = language(anchor.language)
        chats.append(messages(anchor, spoken, draw(anchor.id, spoken, {}, seed)))
        variant = {"text": anchor.text, "cue": "x" * _CUE_CHARACTERS}
        replies.append(json.dumps(dict.fromkeys(TYPE_NAMES, variant), ensure_ascii=False))
    share = total / len(anchors)
    prompt_tokens = round(share * sum(count(message["content"]) for chat in chats for message in chat))
    reply_tokens = round(share * sum(map(count, replies)))
    cost = (prompt_tokens * price_in + reply_tokens * price_out) / _PER_MILLION
    return Preview(chats, counted_by, prompt_tokens, reply_tokens, cost)


def _counter(model: str) -> tuple[Callable[[str], int], str]:
    transformers = require("transformers", "train")
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(model, local_files_only=True)
    except (OSError, ValueError):
        return _by_characters, f"{CHARACTERS_PER_TOKEN} characters a token, because {model} has no tokenizer here"
    return lambda text: len(tokenizer(text)["input_ids"]), f"the tokenizer of {model}"


def _by_characters(text: str) -> int:
    return -(-len(text) // CHARACTERS_PER_TOKEN)
