"""Reads a language model's reply: finds the JSON object, mends what is harmless, and checks the rest."""

from __future__ import annotations

import json
import re
from typing import Any

from hedge_hf.generate.llm.prompts import TYPE_NAMES
from hedge_hf.generate.types import Draft, Variant
from hedge_hf.taxonomy import HEDGE_TYPE_NAMES, NEGATION_TYPE_NAMES

_REASONING = re.compile(r"<think>.*?</think>", re.DOTALL)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


class ReplyError(ValueError):
    """A reply that cannot be used; the message says why, in words that a model can act on."""


def parse(reply: str) -> Draft:
    """Return the variants of a reply.

    Code fences, reasoning in <think> tags, text around the object and trailing commas are passed over. A cue is
    given the case it has in the text. One that is not in the text is kept for the filter that refuses it by name.

    Args:
        reply: What the model wrote.

    Returns:
        The variants in the order of the taxonomy, without the types whose value is null.

    Raises:
        ReplyError: If there is no such object, a value in it is not as asked for, or all are null.
    """
    found = _find_object(without_thinking(reply))
    variants = {name: _variant(name, found[name]) for name in TYPE_NAMES if found.get(name) is not None}
    if not variants:
        raise ReplyError("every type is null or missing")
    return Draft(
        hedges=[variants[name] for name in HEDGE_TYPE_NAMES if name in variants],
        negations=[variants[name] for name in NEGATION_TYPE_NAMES if name in variants],
    )


def without_thinking(reply: str) -> str:
    """Return a reply without what a model wrote for itself, in <think> tags."""
    return _REASONING.sub("", reply).strip()


def _find_object(text: str) -> dict[str, Any]:
    """Return the first JSON object with one of the keys; strictly first, then without trailing commas."""
    for candidate in (text, _TRAILING_COMMA.sub(r"\1", text)):
        start = candidate.find("{")
        while start >= 0:
            try:
                found, end = json.JSONDecoder().raw_decode(candidate, start)
            except ValueError:
                end = start + 1
            else:
                if any(name in found for name in TYPE_NAMES):
                    return found
            start = candidate.find("{", end)
    raise ReplyError(f"there is no complete JSON object with the keys {', '.join(TYPE_NAMES)}")


def _variant(name: str, value: Any) -> Variant:
    if not isinstance(value, dict):
        raise ReplyError(f'"{name}" is neither an object with "text" and "cue" nor null')
    text, cue = (_string(name, key, value.get(key)) for key in ("text", "cue"))
    start = text.lower().find(cue.lower())
    return Variant(text=text, type=name, cue=cue if start < 0 else text[start : start + len(cue)])


def _string(name: str, key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ReplyError(f'"{key}" of "{name}" is not a text with words in it')
    return " ".join(value.split())
