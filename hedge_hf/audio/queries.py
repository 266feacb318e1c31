"""Queries that want some things and exclude others, such as "piano without drums", and the clips they are true of."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hedge_hf.audio.negated_captions import has_negation
from hedge_hf.audio.negation_insert import TagFrequencies, place_denial
from hedge_hf.audio.vocabulary import Term, Vocabulary
from hedge_hf.taxonomy.denial import DENIALS

_MOST_WANTED = 2
_HEADS = ("a {} piece of music", "a {} song", "{} music", "something {}")
_BARE = 0.4


@dataclass(frozen=True)
class Contents:
    """What is known of a clip.

    Attributes:
        has: Names of the terms that it has, with what they are kinds of: a clip with female vocals has vocals.
        may_have: These and all kinds of them: a clip with vocals may have female vocals.
    """

    has: set[str]
    may_have: set[str]

    @classmethod
    def of(cls, caption: str, tags: Sequence[str], vocabulary: Vocabulary) -> Contents:
        """Find what tags and caption name; of a caption with a negation nobody knows what it affirms."""
        affirmed = vocabulary.named(tags if has_negation(caption) else [*tags, caption])
        return cls(vocabulary.implied(affirmed), vocabulary.related(vocabulary.named([*tags, caption])))


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

    def is_true_of(self, clip: Contents) -> bool:
        """Tell whether a clip has all that is wanted and can have nothing that is excluded."""
        return clip.has.issuperset(self.wanted) and clip.may_have.isdisjoint(self.excluded)


def draw_query(
    clip: Contents,
    vocabulary: Vocabulary,
    frequencies: TagFrequencies,
    draw: random.Random,
    wants: int | None = None,
) -> Query:
    """Draw a query that is true of a clip.

    Args:
        clip: What it has.
        vocabulary: The terms.
        frequencies: How often each is true; only those that ever are come up.
        draw: Decides.
        wants: How many terms are wanted; by default 0 to 2, by chance. One is excluded, if one is absent.
    """
    known = sorted(frequencies.counts)
    here = [name for name in known if name in clip.has]
    count = draw.randint(0, _MOST_WANTED) if wants is None else wants
    wanted = tuple(draw.sample(here, min(count, len(here))))
    absent = [name for name in known if name not in clip.may_have]
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


def truth(queries: Sequence[Query], clips: Sequence[Contents]) -> NDArray[np.bool_]:
    """Return which queries are true of which clips, shape (queries, clips)."""
    return np.array([[query.is_true_of(clip) for clip in clips] for query in queries], dtype=bool)
