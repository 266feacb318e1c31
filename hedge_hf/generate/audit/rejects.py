"""What the filters refused, and why."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from hedge_hf.generate.audit.sources import Row, draw

EXAMPLES = 3


@dataclass(frozen=True)
class Reason:
    """A reason for which variants, or whole anchors, were refused.

    Attributes:
        count: How often.
        types: How often by type; "" stands for whole anchors.
        examples: Up to three rows of rejects, drawn by id and text.
    """

    count: int
    types: dict[str, int]
    examples: list[dict[str, str | None]]


def count_rejects(rows: Iterable[Row]) -> dict[str, Reason]:
    """Return the rejects by reason, the most frequent first."""
    types: dict[str, Counter[str]] = {}
    examples: dict[str, list[Row]] = {}
    for row in rows:
        reason = row["reason"]
        types.setdefault(reason, Counter())[row["type"] or ""] += 1
        drawn = [*examples.get(reason, []), row]
        examples[reason] = heapq.nsmallest(EXAMPLES, drawn, key=lambda one: draw(f"{one['id']} {one['text']}"))
    most = sorted(types.items(), key=lambda item: (-item[1].total(), item[0]))
    return {reason: Reason(found.total(), dict(sorted(found.items())), examples[reason]) for reason, found in most}
