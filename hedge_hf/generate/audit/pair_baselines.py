"""Baselines on contrast pairs and exclusion queries."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hedge_hf.evaluation.bootstrap import Sample, share
from hedge_hf.generate.audit.fifths import fifths, most_frequent
from hedge_hf.generate.audit.sources import Row
from hedge_hf.generate.audit.words import overlap, same_start
from hedge_hf.metrics.excluir import queries_ranked_right
from hedge_hf.metrics.nevir import pairs_ranked_right

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+")


def contrast_baselines(rows: Sequence[Row]) -> dict[str, Sample | str]:
    """Return overlap, anti-overlap and the place of the edit for rows of the config `contrast`; ties are wrong."""
    scores = _overlaps(rows, ("q1", "q2"), ("doc1", "doc2"))
    return {
        "contrast_word_overlap": share(pairs_ranked_right(scores)),
        "contrast_anti_overlap": share(pairs_ranked_right(-scores)),
        "contrast_edit_place": _edit_place(rows),
    }


def exclusion_baselines(rows: Sequence[Row]) -> dict[str, Sample | str]:
    """Return overlap and anti-overlap for rows of the config `exclusion`; ties are wrong."""
    scores = _overlaps(rows, ("query", "query_including"), ("positive", "negative"))
    positive, negative = scores[:, 0, 0], scores[:, 0, 1]
    return {
        "exclusion_word_overlap": share(queries_ranked_right(positive, negative)),
        "exclusion_anti_overlap": share(queries_ranked_right(-positive, -negative)),
        "exclusion_pairs_word_overlap": share(pairs_ranked_right(scores)),
        "exclusion_pairs_anti_overlap": share(pairs_ranked_right(-scores)),
    }


def _overlaps(rows: Sequence[Row], queries: Sequence[str], documents: Sequence[str]) -> NDArray[np.float64]:
    """Return the overlap of each query with each document, shape (rows, queries, documents)."""
    return np.array([[[overlap(row[q], row[d]) for d in documents] for q in queries] for row in rows])


def _edit_place(rows: Sequence[Row]) -> Sample | str:
    numbers, lengths = [], []
    for row in rows:
        first, second = (_SENTENCE_END.split(row[name]) for name in ("doc1", "doc2"))
        same = same_start(first, second)
        if same < len(first):
            numbers.append(same)
            lengths.append(len(first))
    if not numbers:
        return "no pair of documents differs"
    return most_frequent(fifths(numbers, lengths), np.arange(len(numbers)))
