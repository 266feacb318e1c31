"""Cuts the documents of contrast pairs to the sentences in which they differ, for short first epochs."""

from __future__ import annotations

import difflib
import random
import re

from hedge_hf.train.contrast_rows import COLUMNS

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_LONGEST = 3


class CropDocuments:
    """Transform that cuts documents in the first epochs and leaves them whole afterwards.

    A reranker learns what a query asks of a sentence several times faster than of a passage, and then has to find
    that sentence. The cut depends on the seed, the epoch and the row alone, so a resumed run sees the same rows.
    """

    def __init__(self, seed: int, epochs: int) -> None:
        """Start with the first epoch.

        Args:
            seed: Seed of the neighbours that are kept.
            epochs: In how many epochs documents are cut.
        """
        self.seed = seed
        self.epochs = epochs
        self.epoch = 0

    def __call__(self, rows: dict[str, list[str]]) -> dict[str, list[str]]:
        """Return the columns q1, q2, doc1, doc2 of a batch."""
        if self.epoch >= self.epochs:
            return rows
        first, second, doc1, doc2 = COLUMNS
        draws = (random.Random(f"{self.seed}/{self.epoch}/{text}") for text in rows[doc1])
        cut = [cropped(*pair) for pair in zip(rows[doc1], rows[doc2], draws, strict=True)]
        return {
            first: rows[first],
            second: rows[second],
            doc1: [pair[0] for pair in cut],
            doc2: [pair[1] for pair in cut],
        }


def cropped(first: str, second: str, draw: random.Random) -> tuple[str, str]:
    """Return of two documents the sentences that differ, three at most, and perhaps a neighbour on either side.

    Args:
        first: A document.
        second: Another one.
        draw: Decides about the neighbours, each kept with a chance of one in three.
    """
    one, other = _SENTENCE_END.split(first), _SENTENCE_END.split(second)
    blocks = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    changed = [block for block in blocks if block[0] != "equal"]
    if not changed:
        return first, second
    before, after = (int(draw.random() < 1 / 3) for _ in range(2))
    _, one_start, _, other_start, _ = changed[0]
    _, _, one_end, _, other_end = changed[-1]
    return (
        _joined(one, one_start - before, min(one_end, one_start + _LONGEST) + after),
        _joined(other, other_start - before, min(other_end, other_start + _LONGEST) + after),
    )


def _joined(sentences: list[str], start: int, end: int) -> str:
    return " ".join(sentences[max(0, start) : end]) or " ".join(sentences)
