"""Groups for the tests of the audit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hedge_hf.data.schema import VARIANT_TYPES

HEDGE_TYPES = VARIANT_TYPES["hedges"]


def make_row(
    anchor: str, *variants: tuple[str, str, str], source: str = "news", language: str = "en"
) -> dict[str, Any]:
    """Make a group of variants given as (type, cue, text)."""
    made = [{"type": kind, "cue": cue, "text": text} for kind, cue, text in variants]
    return {
        "id": f"id of {anchor}",
        "anchor": anchor,
        "source": source,
        "domain": "everyday",
        "language": language,
        "generator": "hand",
        "hedges": [variant for variant in made if variant["type"] in HEDGE_TYPES],
        "negations": [variant for variant in made if variant["type"] not in HEDGE_TYPES],
    }


def numbered(count: int, *variants: tuple[str, str, str], anchor: str = "Lamp {} is on.") -> list[dict[str, Any]]:
    """Make groups whose texts hold their number in place of {}."""
    return [
        make_row(anchor.format(n), *((kind, cue, text.format(n)) for kind, cue, text in variants))
        for n in range(count)
    ]


def varied(count: int = 12) -> list[dict[str, Any]]:
    """Make groups with a hedge and a negation each that differ from group to group."""
    cues: Sequence[str] = ("perhaps", "maybe", "possibly", "probably")
    rows = []
    for n in range(count):
        cue = cues[n % len(cues)]
        hedge, negation = ("single", cue, f"Lamp {n} is {cue} on."), ("verbal", "isn't", f"Lamp {n} isn't on.")
        rows.append(make_row(f"Lamp {n} is on.", hedge, negation, source="news" if n % 3 else "wiki"))
    return rows
