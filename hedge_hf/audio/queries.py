"""Queries that want some things and exclude others, such as "piano without drums", and the clips they are true of."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hedge_hf.audio.negation_insert import TagFrequencies, place_denial
from hedge_hf.audio.vocabulary import Term, Vocabulary
from hedge_hf.taxonomy.denial import DENIALS

_MOST_WANTED = 2
_HEADS = ("a {} piece of music", "a {} song", "{} music", "something {}")
_BARE = 0.4


@dataclass(frozen=True)
class Query:
    """What someone searches for.

    Attributes:
        text: The query in words.
        wanted: Names of terms that a clip has to have.
        excluded: Names of terms that it must not have.
    """

    text: str
    wanted: tuple[str, ...]
    excluded: tuple[str, ...]

    def is_true_of(self, present: set[str]) -> bool:
        """Tell whether a clip that has these terms, and those related to them, answers the query."""
        return present.issuperset(self.wanted) and present.isdisjoint(self.excluded)


def draw_query(
    present: set[str],
    vocabulary: Vocabulary,
    frequencies: TagFrequencies,
    draw: random.Random,
    wants: int | None = None,
) -> Query:
    """Draw a query that is true of a clip.

    Args:
        present: The names of the terms that the clip has, with those related to them.
        vocabulary: The terms.
        frequencies: How often each is true; only those that ever are come up.
        draw: Decides.
        wants: How many terms are wanted; by default 0 to 2, by chance. One is excluded, if one is absent.
    """
    known = sorted(frequencies.counts)
    here = [name for name in known if name in present]
    count = draw.randint(0, _MOST_WANTED) if wants is None else wants
    wanted = tuple(draw.sample(here, min(count, len(here))))
    absent = [name for name in known if name not in present]
    excluded = tuple(draw.choices(absent, [frequencies.counts[name] for name in absent])) if absent else ()
    return Query(in_words([vocabulary.terms[name] for name in wanted], vocabulary, excluded, draw), wanted, excluded)


def in_words(wanted: Sequence[Term], vocabulary: Vocabulary, excluded: Sequence[str], draw: random.Random) -> str:
    """Write a query, such as "slow music with piano, without any drums."."""
    things, qualities = ([term.name for term in wanted if term.kind == kind] for kind in ("things", "qualities"))
    if things and not qualities and draw.random() < _BARE:
        text = " and ".join(things) + "."
    else:
        head = " ".join(draw.choice(_HEADS).format(", ".join(qualities)).split())
        text = f"{head} with {' and '.join(things)}." if things else f"{head}."
    for name in excluded:
        kind = vocabulary.terms[name].kind
        fitting = [denial for denial in DENIALS if denial.of == kind and denial.place != "front"]
        text = place_denial(text, draw.choice(fitting), name)
    return text


def truth(queries: Sequence[Query], present: Sequence[set[str]]) -> NDArray[np.bool_]:
    """Return which queries are true of which clips, shape (queries, clips)."""
    return np.array([[query.is_true_of(names) for names in present] for query in queries], dtype=bool)
