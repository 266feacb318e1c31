"""How a triple and the progress of its review look."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

from hedge_hf.app.journal import Decision
from hedge_hf.app.review import Item, Review
from hedge_hf.data.schema import VARIANT_TYPES
from hedge_hf.evaluation.page import render
from hedge_hf.taxonomy import HEDGE_TYPES, NEGATION_TYPES

_TRIPLE = Path(__file__).parent / "triple.html.jinja"
_PROGRESS = Path(__file__).parent / "progress.html.jinja"
_DEFINITIONS = {kind.name: kind.definition for kind in (*HEDGE_TYPES, *NEGATION_TYPES)}


def triple_html(review: Review, item: Item, decision: Decision | None) -> str:
    """Return a text to judge in its triple: with its anchor, and the first variant of the other kind."""
    group, variant = review.group(item), review.variant(item)
    sides = {kind: variant if kind == item.kind else group[kind][0] for kind in VARIANT_TYPES}
    values = {
        "group": group,
        "judged": item.kind,
        "sides": sides,
        "words": changed_words(group["anchor"], variant["text"]),
        "definition": _DEFINITIONS[variant["type"]],
        "decision": decision,
        "number": item.place + 1,
        "total": len(group[item.kind]),
    }
    return render(_TRIPLE, values)


def progress_html(review: Review) -> str:
    """Return how far the review is."""
    return render(_PROGRESS, {"counts": review.counts(), "total": len(review.items)})


def changed_words(anchor: str, text: str) -> list[tuple[str, bool]]:
    """Return the runs of words of a text, each with whether the anchor lacks it there."""
    words = text.split()
    steps = SequenceMatcher(a=_folded(anchor), b=_folded(text), autojunk=False).get_opcodes()
    return [(" ".join(words[start:end]), tag != "equal") for tag, _, _, start, end in steps if start < end]


def _folded(text: str) -> list[str]:
    return [word.casefold().strip(".,!?") for word in text.split()]
