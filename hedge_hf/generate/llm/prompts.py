"""The request for the variants of an anchor: one chat, one JSON object with all six types in reply."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import cache
from typing import Any

from hedge_hf.generate.llm.cues import CueDraw
from hedge_hf.generate.types import Anchor
from hedge_hf.taxonomy import HEDGE_TYPE_NAMES, NEGATION_TYPE_NAMES
from hedge_hf.taxonomy.types import Language, VariantType

Message = dict[str, str]

PROMPT_VERSION = 1
TYPE_NAMES = NEGATION_TYPE_NAMES + HEDGE_TYPE_NAMES
_VARIANT = {
    "type": "object",
    "properties": {"text": {"type": "string"}, "cue": {"type": "string"}},
    "required": ["text", "cue"],
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {name: {"anyOf": [_VARIANT, {"type": "null"}]} for name in TYPE_NAMES},
    "required": list(TYPE_NAMES),
    "additionalProperties": False,
}

_SYSTEM = """\
You write variants of {language} sentences for a data set about negation and hedging. Each sentence gets six \
variants: a negation of each of four types and a hedge of each of two types. Write every variant in {language}.

# Negations
A negation says that what the sentence states is not so. Both cannot be true of the same situation.

{negations}

# Hedges
A hedge states the same as the sentence, with less commitment. It negates nothing and asks nothing.

{hedges}

# Rules
1. Change as few words as the type allows: keep all other words and their order. A variant differs from the sentence \
by fewer than 60 characters, insertions and deletions together.
2. A variant is one grammatical, natural {language} sentence with the tense, the names and the numbers of the sentence.
3. Each variant belongs to its own type only: an affixal or lexical negation has no other negator beside it, and a \
hedge has none at all.
4. The cue is the word or the words that carry the negation or the hedge, copied letter by letter from the variant.
5. If no natural variant of a type is possible, its value is null. A null is better than a strange sentence.
6. {advice}

# Reply
Reply with one JSON object and nothing else:
{{"verbal": {{"text": "...", "cue": "..."}}, "absolute": {{"text": "...", "cue": "..."}}, \
"affixal": {{"text": "...", "cue": "..."}}, "lexical": {{"text": "...", "cue": "..."}}, \
"single": {{"text": "...", "cue": "..."}}, "multi": {{"text": "...", "cue": "..."}}}}"""
_TYPE = """\
## {name}
{definition}
{examples}"""
_EXAMPLE = '- {name}: "{before}" -> "{after}"'
_USER = """\
Sentence: {sentence}

Cues to use, or a form of them; leave a type null if no natural sentence is possible:
{wishes}"""
_FREE = "whatever the sentence needs"
_IN_ORDER = 'the cue "{0}"; only if it does not fit, "{1}"'
_ANY_OF = "prefer one of {0} if one fits the sentence; otherwise any other cue of the type"
REPAIR = "That reply cannot be used: {reason}. Reply again, with the JSON object of the six types and nothing else."


def messages(anchor: Anchor, language: Language, cues: CueDraw) -> list[Message]:
    """Return the chat that asks for all variants of an anchor.

    The system message is the same for all anchors of a language, so that servers can keep it in their prefix cache.

    Args:
        anchor: The sentence.
        language: Its language.
        cues: What to ask for, as `cues.draw` gives it.
    """
    wishes = "\n".join(f"- {kind.name}: {_wish(cues[kind.name])}" for kind in language.types)
    return [
        {"role": "system", "content": _system(language)},
        {"role": "user", "content": _USER.format(sentence=json.dumps(anchor.text, ensure_ascii=False), wishes=wishes)},
    ]


def repair(asked: list[Message], reply: str, reason: str, complaint: str = REPAIR) -> list[Message]:
    """Return the chat that goes on after a reply that could not be used.

    Args:
        asked: The chat it replied to.
        reply: The reply.
        reason: What was wrong, as `ReplyError` says it.
        complaint: How to say it.
    """
    return [
        *asked,
        {"role": "assistant", "content": reply},
        {"role": "user", "content": complaint.format(reason=reason)},
    ]


@cache
def prompt_hash(language: Language) -> str:
    """Return 12 hex digits that change whenever the wording, the types or the reply's schema do."""
    templates = (_SYSTEM, _TYPE, _EXAMPLE, _USER, _FREE, _IN_ORDER, _ANY_OF, REPAIR)
    content = [PROMPT_VERSION, templates, SCHEMA, asdict(language) | {"negators": sorted(language.negators)}]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


@cache
def _system(language: Language) -> str:
    return _SYSTEM.format(
        language=language.name,
        negations="\n\n".join(map(_describe, language.negations)),
        hedges="\n\n".join(map(_describe, language.hedges)),
        advice=language.advice,
    )


def _describe(kind: VariantType) -> str:
    examples = "\n".join(_EXAMPLE.format(**asdict(construction)) for construction in kind.constructions)
    return _TYPE.format(name=kind.name, definition=kind.definition, examples=examples)


def _wish(cues: tuple[str, ...]) -> str:
    if not cues:
        return _FREE
    if len(cues) == 2:
        return _IN_ORDER.format(*cues)
    return _ANY_OF.format(", ".join(f'"{cue}"' for cue in cues))
