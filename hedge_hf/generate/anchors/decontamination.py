"""The texts that must not become anchors because models are tested on them."""

from __future__ import annotations

from collections.abc import Iterable

from hedge_hf.data.registration import NAME
from hedge_hf.evaluation.contamination.overlaps import pieces
from hedge_hf.evaluation.contamination.sources import read_texts

HELD_OUT = tuple(
    f"{NAME}:{config}@{split}"
    for config, splits in {
        "groups": ("validation", "test"),
        "contrast": ("validation", "test"),
        "exclusion": ("validation", "test"),
        "constructions": ("test",),
    }.items()
    for split in splits
)


def evaluation_forms(sets: Iterable[str]) -> set[str]:
    """Return the normal forms of all texts and sentences of HedgeTriple's held-out rows and of other sets.

    Args:
        sets: Evaluation sets, as `contamination.sources.read_texts` takes them.

    Raises:
        UsageError: If a set cannot be found or has no texts.
        HedgeError: If the Hub does not answer.
    """
    return {form for name in (*HELD_OUT, *sets) for text in read_texts(name) for form in pieces(text)}
