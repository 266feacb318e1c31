"""What a contamination check found, as JSON and as a table for the terminal."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from rich.table import Table
from rich.text import Text

from hedge_hf.evaluation.contamination.overlaps import Overlap, SetOverlaps
from hedge_hf.evaluation.table import new_table
from hedge_hf.version import __version__

EXAMPLES = 20
_SHOWN = 3
_WIDTH = 72


@dataclass(frozen=True)
class Contamination:
    """The outcome of a check.

    Attributes:
        train: Name of the training data.
        train_texts: Number of its texts, repeated ones too.
        threshold: Jaccard similarity from which on two texts were nearly the same.
        sets: The evaluation sets; with at most 20 overlaps each after `from_json`.
    """

    train: str
    train_texts: int
    threshold: float
    sets: tuple[SetOverlaps, ...]

    @property
    def found(self) -> tuple[SetOverlaps, ...]:
        """The sets that overlap with the training data."""
        return tuple(one for one in self.sets if one.exact or one.near)

    @property
    def clean(self) -> tuple[SetOverlaps, ...]:
        """The other sets."""
        return tuple(one for one in self.sets if not (one.exact or one.near))

    @property
    def line(self) -> str:
        """The verdict in one line."""
        if not self.found:
            return f"CLEAN: no text of {_count(len(self.sets), 'evaluation set')} was found in {self.train}"
        texts = sum(one.exact + one.near for one in self.found)
        sets = f"{len(self.found)} of {_count(len(self.sets), 'evaluation set')}"
        return f"CONTAMINATED: {_count(texts, 'text')} of {sets} found in {self.train}"


def to_json(result: Contamination) -> dict[str, Any]:
    """Return the report.

    Returns:
        A dictionary of JSON types: `date` (UTC), `versions`, `threshold`, `train` (`source`, `texts`), `evaluation`
        (a list with the `source`, `texts`, `exact`, `near` of `SetOverlaps`, the `share` of texts that overlap, and
        at most 20 `examples` with the fields of `Overlap`) and `contaminated` (whether any set overlaps).
    """
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": {"python": platform.python_version(), "hedge-hf": __version__}
        | {name: version(name) for name in ("datasets", "datasketch")},
        "threshold": result.threshold,
        "train": {"source": result.train, "texts": result.train_texts},
        "evaluation": [
            {"source": one.source, "texts": one.texts, "exact": one.exact, "near": one.near, "share": one.share}
            | {"examples": [asdict(overlap) for overlap in one.overlaps[:EXAMPLES]]}
            for one in result.sets
        ],
        "contaminated": bool(result.found),
    }


def from_json(report: dict[str, Any]) -> Contamination:
    """Return the result that `to_json` wrote.

    Raises:
        KeyError: If a field is missing.
        TypeError: If a field, or the report, is of another type.
        ValueError: If there is no evaluation set or the counts contradict each other.
    """
    train, threshold = report["train"], report["threshold"]
    sets = tuple(_set_from_json(one) for one in report["evaluation"])
    result = Contamination(_text(train["source"]), _number(train["texts"]), float(threshold), sets)
    if not sets:
        raise ValueError("no evaluation set")
    if report["contaminated"] is not bool(result.found):
        raise ValueError("contaminated contradicts the counts")
    return result


def to_table(result: Contamination) -> Table:
    """Return one line per evaluation set."""
    title = f"Texts of evaluation sets in {result.train} ({result.train_texts:,} texts)"
    table = new_table(title, first="evaluation set", columns=("texts", "exact", "near", "share"))
    for one in result.sets:
        counts = (f"{count:,}" for count in (one.texts, one.exact, one.near))
        table.add_row(Text(one.source), *counts, f"{one.share:.1%}")
    return table


def example_lines(result: Contamination) -> Iterator[str]:
    """Yield up to three overlaps per set, shortened, each with the training text below it if that differs."""
    for one in result.found:
        yield one.source
        for overlap in one.overlaps[:_SHOWN]:
            kind = "exact" if overlap.kind == "exact" else f"{overlap.similarity:.2f}"
            yield f"  {kind:<5}  {_short(overlap.evaluation)}"
            if overlap.train != overlap.evaluation:
                yield f"  train  {_short(overlap.train)}"


def _set_from_json(found: dict[str, Any]) -> SetOverlaps:
    texts, exact, near = (_number(found[name]) for name in ("texts", "exact", "near"))
    if exact + near > texts:
        raise ValueError("more overlaps than texts")
    overlaps = tuple(Overlap(**overlap) for overlap in found["examples"])
    return SetOverlaps(_text(found["source"]), texts, exact, near, overlaps)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value


def _number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise TypeError(f"{value!r} is not a count")
    return value


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
