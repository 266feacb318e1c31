"""Constructions that the types do not cover, each shown by a triple: what the config `constructions` tests."""

from __future__ import annotations

from dataclasses import dataclass

_CGEL = "Huddleston and Pullum (2002), The Cambridge Grammar of the English Language, chapter 9"


@dataclass(frozen=True)
class NovelConstruction:
    """A way to negate, or to seem to, in which the words alone tell little about the meaning.

    Attributes:
        name: The value of the column `construction`.
        definition: What belongs to it.
        source: Where it is described.
        anchor: An example.
        same: A sentence that means what the anchor means, in other words.
        opposite: A sentence that the anchor contradicts, in much the same words.
    """

    name: str
    definition: str
    source: str
    anchor: str
    same: str
    opposite: str


NOVEL_CONSTRUCTIONS: tuple[NovelConstruction, ...] = (
    NovelConstruction(
        "double-negation",
        "Two negations in one clause that cancel out: a negator with a negative affix, verb or preposition.",
        "Horn (1989), A Natural History of Negation, chapter 5",
        "The chef never failed to taste the sauce.",
        "The chef always tasted the sauce.",
        "The chef never tasted the sauce.",
    ),
    NovelConstruction(
        "subordinate-negation",
        "One of two clauses is negated, and its place decides the meaning; the opposite has the negation "
        "elsewhere, or in a clause that changes nothing.",
        _CGEL,
        "The guide, who had not slept, led the climb.",
        "The guide led the climb after a sleepless night.",
        "The guide, who had slept, did not lead the climb.",
    ),
    NovelConstruction(
        "quantifier-scope",
        "A negation with a quantifier or an exception, where its scope decides between some, all and none.",
        _CGEL,
        "Not every lamp was lit.",
        "Some lamps were dark.",
        "No lamp was lit.",
    ),
    NovelConstruction(
        "not-only-but",
        "A negation of only, just or alone: it adds something and denies nothing.",
        _CGEL,
        "Not only the dog but also the cat was vaccinated.",
        "Both the dog and the cat were vaccinated.",
        "Only the dog was vaccinated, not the cat.",
    ),
)
NOVEL_CONSTRUCTION_NAMES: tuple[str, ...] = tuple(construction.name for construction in NOVEL_CONSTRUCTIONS)
