"""Words of a text, and what baselines that understand nothing make of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

_WORD = re.compile(r"[\w']+")


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, contractions whole."""
    return _WORD.findall(text.lower().replace("’", "'"))


def overlap(query: str, document: str) -> float:
    """Return the share of the query's different words that stand in the document; 0 for a query without words."""
    wanted, found = set(words(query)), set(words(document))
    return len(wanted & found) / len(wanted) if wanted else 0.0


def jaccard(text: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of the different words of two texts, given as words, that both have; 1 if neither has any."""
    ours, theirs = set(text), set(other)
    return len(ours & theirs) / len(ours | theirs) if ours or theirs else 1.0


def place(cue: Sequence[str], text: Sequence[str]) -> int:
    """Return the number of words of the text before the first occurrence of the cue, -1 if it does not occur."""
    joined = f" {' '.join(text)} "
    start = joined.find(f" {' '.join(cue)} ")
    return joined.count(" ", 0, start) if start >= 0 else -1


def same_start(items: Sequence[str], others: Sequence[str]) -> int:
    """Return how many items two sequences have in common before they first differ."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(items, others, strict=False)))
