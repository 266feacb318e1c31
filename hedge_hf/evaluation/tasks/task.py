"""What a task is: rows, and scores from the similarities that an encoder gives to their texts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.evaluation.bootstrap import Sample, share
from hedge_hf.evaluation.results import Kind

Row = dict[str, Any]


class NotApplicable(HedgeError):
    """A task cannot be measured on this kind of model; the report says so and goes on."""


class Scorer(Protocol):
    """What a task needs of a model: similarities of pairs of texts."""

    name: str

    def similarities(self, left: list[str], right: list[str], *, retrieval: bool = False) -> NDArray[np.float64]:
        """Return the similarity of each left text with the right one beside it, shape (texts,).

        Args:
            left: Texts.
            right: As many texts.
            retrieval: The left texts are queries and the right ones documents; models with prompts use them.
        """


@dataclass(frozen=True)
class Measures:
    """What a task found.

    Attributes:
        scores: By name, the main one first. A plain number is a fraction without an interval.
        by_category: The main score by category.
    """

    scores: dict[str, Sample | float]
    by_category: dict[str, Sample] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """One thing to measure.

    Attributes:
        name: Its name, such as "NevIR".
        kind: "negation", or "general" for what must not get worse.
        main: Name of its main score.
        question: What it asks of a model, in one sentence.
        reference: URL of its source.
        dataset: Hub id of its data, or "hedgetriple".
        load: Returns its rows.
        measure: Returns its scores from the rows and a scorer.
    """

    name: str
    kind: Kind
    main: str
    question: str
    reference: str
    dataset: str
    load: Callable[[], Any]
    measure: Callable[[Any, Scorer], Measures]


def checked_rows(rows: list[Row], columns: Collection[str], source: str) -> list[Row]:
    """Return the rows of a benchmark.

    Args:
        rows: The rows.
        columns: Columns that every row must have.
        source: Hub id or path, for the message.

    Raises:
        UsageError: If there are no rows, or a column is missing.
    """
    if not rows:
        raise UsageError(f"{source}: no rows; give data that has {', '.join(columns)}")
    for number, row in enumerate(rows):
        missing = [name for name in columns if row.get(name) is None]
        if missing:
            raise UsageError(f"{source}: row {number} has no {missing[0]}; every row needs {', '.join(columns)}")
    return rows


def by_category(categories: list[str], sample_of: Callable[[NDArray[np.bool_]], Sample]) -> dict[str, Sample]:
    """Return a score for the rows of each category that has at least two.

    Args:
        categories: The category of each row.
        sample_of: Returns the score of the rows under a mask of shape (rows,).
    """
    values = np.array(categories)
    names, counts = np.unique(values, return_counts=True)
    return {str(name): sample_of(values == name) for name, count in zip(names, counts, strict=True) if count > 1}


def share_by_unit(units: NDArray[np.int64], right: NDArray[np.bool_]) -> Sample:
    """Return the share of right items, for items that come in units, such as the triplets of one anchor.

    Args:
        units: The unit of each item, shape (items,).
        right: Whether it is right, shape (items,).
    """
    totals = np.bincount(units)
    return share(np.bincount(units[right], minlength=len(totals))[totals > 0], totals[totals > 0])
