"""Groups of a small language, with which a small model can learn negation: about things and what they are like."""

from __future__ import annotations

import itertools
import random
from typing import Any

_THINGS = (
    "lamp", "door", "path", "bridge", "boat", "shed", "garden", "kitchen", "ladder", "engine", "river", "road",
    "tower", "cellar", "table", "cart",
)  # fmt: skip
_OWNERS = (
    "the baker", "the doctor", "the farmer", "the judge", "the miller", "the nurse", "the painter", "the sailor",
    "the tailor", "the teacher",
)  # fmt: skip
_PROPERTIES = (
    ("safe", "unsafe", "dangerous"), ("clean", "unclean", "dirty"), ("even", "uneven", "bumpy"),
    ("usual", "unusual", "odd"), ("tidy", "untidy", "messy"), ("steady", "unsteady", "wobbly"),
    ("known", "unknown", "secret"), ("locked", "unlocked", "open"), ("used", "unused", "idle"),
    ("finished", "unfinished", "pending"),
)  # fmt: skip
_VERBAL, _ABSOLUTE = ("is not", "isn't"), ("is never", "is in no way", "is by no means")
_SINGLE, _MULTI = ("is probably", "is perhaps", "is possibly"), ("is said to be", "seems to be", "is thought to be")


def small_groups(seed: int = 0) -> list[dict[str, Any]]:
    """Return all groups of the language, in random order, in the columns of HedgeTriple's groups."""
    draw = random.Random(seed)
    groups = [_group(*parts, draw) for parts in itertools.product(_THINGS, _OWNERS, _PROPERTIES)]
    draw.shuffle(groups)
    return groups


def _group(thing: str, owner: str, words: tuple[str, str, str], draw: random.Random) -> dict[str, Any]:
    plain, affixal, lexical = words
    subject = f"The {thing} of {owner}"
    verbal, absolute, single, multi = (draw.choice(cues) for cues in (_VERBAL, _ABSOLUTE, _SINGLE, _MULTI))

    def variant(kind: str, cue: str, words: str) -> dict[str, str]:
        return {"text": f"{subject} {words}.", "type": kind, "cue": cue}

    return {
        "id": f"{thing}-{owner}-{plain}",
        "anchor": f"{subject} is {plain}.",
        "source": "small", "domain": "everyday", "language": "en", "generator": "rules",
        "hedges": [
            variant("single", single.removeprefix("is "), f"{single} {plain}"),
            variant("multi", multi, f"{multi} {plain}"),
        ],
        "negations": [
            variant("verbal", verbal, f"{verbal} {plain}"),
            variant("absolute", absolute.removeprefix("is "), f"{absolute} {plain}"),
            variant("affixal", affixal, f"is {affixal}"),
            variant("lexical", lexical, f"is {lexical}"),
        ],
    }  # fmt: skip
