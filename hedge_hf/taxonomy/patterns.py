"""Patterns of negation that cut across the types: what a run can leave out of training and be tested on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_CGEL = "Huddleston and Pullum (2002), The Cambridge Grammar of the English Language, "


@dataclass(frozen=True)
class Pattern:
    """A way to negate that is told by the text, the type and the cue of a variant.

    Attributes:
        name: The value of the option `exclude_patterns`.
        definition: What belongs to the pattern, as `matches` decides it.
        source: Where the pattern is described.
        matches: Whether a negation, a mapping with the keys text, type and cue, is of the pattern.
    """

    name: str
    definition: str
    source: str
    matches: Callable[[Mapping[str, str]], bool]


_NEITHER_NOR = re.compile(r"\bneither\b.*\bnor\b", re.IGNORECASE | re.DOTALL)
_LESS = re.compile(r"\b(?!(?:un|nonethe|neverthe|regard|price)less)\w{2,}less(?:ly|ness)?\b", re.IGNORECASE)
_APPROXIMATE = re.compile(r"\b(?<!\ba )(?:hardly|barely|scarcely|seldom|rarely|few|little)\b", re.IGNORECASE)
# verbs and adjectives that take a clause, in the forms that stand before it
_TAKES_CLAUSE = (
    r"(?:acknowledg|agre|announc|argu|assum|believ|conced|conclud|decid|demonstrat|estimat|hop|imagin|indicat|judg"
    r"|not|notic|observ|promis|prov|rul|stat|suppos)(?:e|es|ed|ing)"
    r"|(?:admit|appear|claim|confirm|discover|establish|expect|explain|fear|hint|insist|learn|maintain|recall"
    r"|recommend|remember|report|reveal|seem|show|suggest|suspect|wonder)(?:s|es|ed|ted|ing)?"
    r"|feels?|felt|finds?|found|guess|hears?|heard|holds?|held|knows?|knew|known|learnt|repl(?:y|ies|ied)"
    r"|says?|said|saying|sees?|saw|seen|shown|swears?|swore|testif(?:y|ies|ied)|thinks?|thought"
    r"|understands?|understood|writes?|wrote"
    r"|aware|certain|clear|convinced|evident|likely|plausible|possible|probable|rumoured|sure|out|is|was"
)
_TELLS = "advised|assured|convinced|informed|reminded|tell|telling|tells|told|warned|warns"
_INSIDE_CLAUSE = re.compile(
    rf"(?<!\bthe )(?<!\ba )(?<!\bthis )(?<!['’]s )\b(?:(?:{_TAKES_CLAUSE})|(?:{_TELLS})(?: [\w’']+){{1,3}}) "
    r"(?:that|whether|if) [^,;:.!?]*$",
    re.IGNORECASE,
)
_TAKES_INFINITIVE = (
    r"(?:come|decid|expect|going|hop|intend|like|likely|plan|promis|seem|tend|threaten|try|tri|vot|want)"
    r"(?:e|e?d|e?s|n?ing|n?ed)?"
)
_INSIDE_INFINITIVE = re.compile(rf"\b{_TAKES_INFINITIVE} to (?:\w+ly )?$", re.IGNORECASE)
_NOT_TO = re.compile(r"(?:not|never) to\b", re.IGNORECASE)
_NOT_RAISED = re.compile(r"(?:n't|\bnot) (?:think|believe|suppose|say)$", re.IGNORECASE)


def _is_embedded(variant: Mapping[str, str]) -> bool:
    text, cue = variant["text"], variant["cue"]
    start = find_words(text.lower(), cue.lower())
    if start < 0:
        return False
    before, after = text[:start], text[start + len(cue) :]
    governs = after.startswith(" that ") or _NOT_RAISED.search(cue) is not None
    not_to = _NOT_TO.match(text, start) is not None
    return governs or not_to or any(inside.search(before) for inside in (_INSIDE_CLAUSE, _INSIDE_INFINITIVE))


def find_words(text: str, words: str) -> int:
    """Return where `words` first stand in `text` as whole words, -1 if nowhere."""
    start = text.find(words)
    while start >= 0 and (text[start - 1 : start].isalnum() or text[start + len(words) :][:1].isalnum()):
        start = text.find(words, start + 1)
    return start


PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "neither-nor",
        "The text has neither, and later nor.",
        _CGEL + "chapter 9 (negation)",
        lambda variant: _NEITHER_NOR.search(variant["text"]) is not None,
    ),
    Pattern(
        "affixal-less",
        "An affixal negation whose cue ends in -less, -lessly or -lessness.",
        _CGEL + "chapter 19 (word formation)",
        lambda variant: variant["type"] == "affixal" and _LESS.search(variant["cue"]) is not None,
    ),
    Pattern(
        "embedded",
        "The cue stands in a that-, whether- or if-clause or a to-infinitive under a verb or adjective that "
        "takes one, with no comma between (says that it isn't, voted not to), or it takes a that-clause itself "
        "(doubt that, isn't true that).",
        _CGEL + "chapters 9 (negation), 11 and 14 (content clauses, non-finite clauses)",
        _is_embedded,
    ),
    Pattern(
        "approximate",
        "An absolute negation whose cue is or has hardly, barely, scarcely, seldom, rarely, few or little.",
        _CGEL + "chapter 9 (approximate negators)",
        lambda variant: variant["type"] == "absolute" and _APPROXIMATE.search(variant["cue"]) is not None,
    ),
)
PATTERN_NAMES: tuple[str, ...] = tuple(pattern.name for pattern in PATTERNS)


def pattern_names_of(variant: Mapping[str, str]) -> set[str]:
    """Return the names of the patterns that a negation, with the keys text, type and cue, is of."""
    return {pattern.name for pattern in PATTERNS if pattern.matches(variant)}
