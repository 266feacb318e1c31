"""What flows through generation: an anchor, a draft of its variants, and what a filter took out of it."""

from __future__ import annotations

from typing import NamedTuple, TypedDict


class Variant(TypedDict):
    """A hedge or negation, as in the columns `hedges` and `negations` of `groups`."""

    text: str
    type: str
    cue: str


class Anchor(NamedTuple):
    """A sentence to write variants of.

    Attributes:
        id: First 16 hex digits of the SHA-256 of the normalised text, as in `data.splits.text_ids`.
        text: The sentence.
        source: Name of the corpus, such as "stanfordnlp/snli".
        domain: What it is about; the corpus where nothing better is known.
        language: ISO 639-1 code.
        licence: Licence of the corpus, as its card states it, or "unknown".
    """

    id: str
    text: str
    source: str
    domain: str
    language: str
    licence: str


class Draft(NamedTuple):
    """The variants of an anchor, in the order of the taxonomy; a back-end may leave types out."""

    hedges: list[Variant]
    negations: list[Variant]


class Reject(NamedTuple):
    """A variant, or with empty `type`, `text` and `cue` a whole anchor, that is not published.

    Attributes:
        id: The anchor's id.
        anchor: Its text.
        source: Its corpus.
        type: The claimed type.
        text: The variant.
        cue: The claimed cue.
        reason: Name of the filter that refused it.
        detail: What the filter saw, in a few words.
    """

    id: str
    anchor: str
    source: str
    type: str
    text: str
    cue: str
    reason: str
    detail: str
