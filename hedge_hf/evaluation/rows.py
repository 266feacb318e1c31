"""The rows an encoder is measured on: contrast pairs, exclusion queries and groups of one split."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from datasets import load_dataset

from hedge_hf.errors import UsageError

Row = dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """The rows of one split.

    Attributes:
        split: Its name.
        contrast: Rows with q1, q2, doc1, doc2.
        exclusion: Rows with query, query_including, positive, negative.
        groups: Rows with anchor, domain, and lists of hedges and negations with text and type.
    """

    split: str
    contrast: list[Row]
    exclusion: list[Row]
    groups: list[Row]

    @property
    def counts(self) -> dict[str, int]:
        """Number of rows of each kind."""
        return {"contrast": len(self.contrast), "exclusion": len(self.exclusion), "groups": len(self.groups)}

    def texts(self) -> Iterator[str]:
        """Yield every text that has to be encoded, repeated ones too."""
        for row in self.contrast:
            yield from (row[column] for column in ("q1", "q2", "doc1", "doc2"))
        for row in self.exclusion:
            yield from (row[column] for column in ("query", "query_including", "positive", "negative"))
        for row in self.groups:
            yield row["anchor"]
            yield from (variant["text"] for variant in (*row["hedges"], *row["negations"]))


def load_rows(split: str = "test") -> Rows:
    """Read a split of the shipped HedgeTriple.

    Args:
        split: "test", "validation", "train" or a slice such as "validation[:50%]".

    Raises:
        UsageError: If there is no such split.
    """
    try:
        contrast, exclusion, groups = (
            load_dataset("hedgetriple", config, split=split).to_list()
            for config in ("contrast", "exclusion", "groups")
        )
    except (ValueError, AssertionError) as error:
        reason = str(error).strip().splitlines()[0]
        raise UsageError(f"split {split!r} of hedgetriple cannot be read: {reason}") from error
    return Rows(split, contrast, exclusion, groups)
