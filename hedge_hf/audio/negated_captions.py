"""Denies what a caption states: all of it, or some."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hedge_hf.audio.vocabulary import Mention, Vocabulary
from hedge_hf.taxonomy.denial import DENIAL_CUES
from hedge_hf.taxonomy.languages.english import LANGUAGE

_NEGATORS = re.compile(
    r"(?<!\w)(?:"
    + "|".join(sorted({*LANGUAGE.negators, *DENIAL_CUES, "devoid of", "absent", "lack"}))
    + r")(?!\w)|n['’]t\b",
    re.IGNORECASE,
)
_WITH = re.compile(r"\bwith\s+(?:an?\s+|some\s+)?$", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:an?|some|the|any)\s+((?:[\w'’-]+\s+){0,2})$", re.IGNORECASE)
_WORD = re.compile(r"(?<![\w'’-])([a-z'’-]+)\s+$", re.IGNORECASE)
_NO_ADJECTIVE = re.compile(
    r"and|or|but|of|in|on|with|by|for|to|from|over|at|as|it|there|that|the|this|then|while|where|which|who|hear|had|have"
    r"|are|be|can|we|you|they|play|feature|include|use|contain|sound|sung|made|under|like|also|via|into|\w*(?:ing|s)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"\s+(?:(?!(?:{_NO_ADJECTIVE.pattern})\b)[a-z'’-]+\s+)?", re.IGNORECASE)
_MOST_ADJECTIVES = 2


@dataclass(frozen=True)
class Denied:
    """A caption of which something was denied.

    Attributes:
        text: The caption.
        names: The names of the terms that it denies.
    """

    text: str
    names: tuple[str, ...]


def has_negation(text: str) -> bool:
    """Tell whether a caption already denies something."""
    return _NEGATORS.search(text) is not None


def stated(caption: str, tags: Iterable[str], vocabulary: Vocabulary) -> list[Mention]:
    """Return where a caption names what its tags name, or forms and kinds of it."""
    related = vocabulary.related(vocabulary.named(tags))
    return [mention for mention in vocabulary.mentions(caption) if mention.term.name in related]


def deny_all(caption: str, mentions: Sequence[Mention]) -> Denied:
    """Return the full negation of a caption: every mention is denied."""
    return _deny(caption, mentions)


def deny_some(caption: str, mentions: Sequence[Mention], draw: random.Random) -> Denied | None:
    """Return a caption of which some terms are denied and some are not, or None if it names one term only."""
    names = sorted({mention.term.name for mention in mentions})
    if len(names) < 2:
        return None
    chosen = set(draw.sample(names, draw.randint(1, len(names) - 1)))
    return _deny(caption, [mention for mention in mentions if mention.term.name in chosen])


def _deny(caption: str, mentions: Sequence[Mention]) -> Denied:
    text = caption
    for group in reversed(_phrases(caption, mentions)):
        before, after = text[: group[0].start], text[group[0].start :]
        a_quality = all(mention.term.kind == "qualities" for mention in group)
        text = _not(before, after) if a_quality else _no(before, after)
    return Denied(text, tuple(sorted({mention.term.name for mention in mentions})))


def _phrases(caption: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Group mentions of one noun phrase, such as energetic crash cymbal: one negator denies it."""
    groups: list[list[Mention]] = []
    for mention in sorted(mentions, key=lambda mention: mention.start):
        if groups and _BETWEEN.fullmatch(caption[groups[-1][-1].end : mention.start]):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _not(before: str, after: str) -> str:
    return re.sub(r"\b(a)n(\s+)$", r"\1\2", before, flags=re.IGNORECASE) + _begun("not", before, after)


def _no(before: str, after: str) -> str:
    if found := _WITH.search(before):
        return before[: found.start()] + _cased("without", found.group()) + " " + after
    start = len(before)
    if (found := _ARTICLE.search(before)) and not any(map(_NO_ADJECTIVE.fullmatch, found.group(1).split())):
        return before[: found.start()] + _begun("no", before[: found.start()], found.group(1) + after)
    for _ in range(_MOST_ADJECTIVES):
        word = _WORD.search(before[:start])
        if word is None or _NO_ADJECTIVE.fullmatch(word.group(1)):
            break
        start = word.start()
    return before[:start] + _begun("no", before[:start], before[start:] + after)


def _begun(negator: str, before: str, after: str) -> str:
    """Put the negator before a phrase, with the capital if a sentence begins here."""
    if before.strip() and before.rstrip()[-1] not in ".!?":
        return f"{negator} {after}"
    plain = after.split(maxsplit=1)[0][1:].islower()
    lowered = after[:1].lower() + after[1:] if plain else after
    return f"{negator.capitalize()} {lowered}"


def _cased(negator: str, model: str) -> str:
    return negator.capitalize() if model[:1].isupper() else negator
