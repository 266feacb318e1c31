"""Baselines that tell hedges from negations of the same anchors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from hedge_hf.data.schema import VARIANT_TYPES
from hedge_hf.evaluation.bootstrap import Sample, share
from hedge_hf.generate.audit.classifiers import FEWEST_ANCHORS, by_position, by_words, hedge_probabilities
from hedge_hf.generate.audit.fifths import fifths, most_frequent
from hedge_hf.generate.audit.sources import Row
from hedge_hf.generate.audit.words import jaccard, place, same_start, words


class _Variant(NamedTuple):
    owner: int
    hedge: bool
    anchor: str
    text: str
    cue: str


def group_baselines(rows: Sequence[Row]) -> dict[str, Sample | str]:
    """Return what each baseline scores; the units are anchors, so the variants of one are resampled together.

    Most compare each hedge of an anchor with each of its negations; a tie is half right.

    Args:
        rows: Groups.

    Returns:
        A sample of each baseline, or why it was not measured.
    """
    variants = list(_variants(rows))
    shared = [jaccard(words(variant.anchor), words(variant.text)) for variant in variants]
    lengths = [len(variant.text) for variant in variants]
    return {
        "anchor_blind_polarity": _learnt(variants, by_words(), lambda variant: variant.text),
        "word_overlap": _hedge_scores_higher(variants, shared),
        "anti_overlap": _hedge_scores_higher(variants, [-value for value in shared]),
        "longer": _hedge_scores_higher(variants, lengths),
        "shorter": _hedge_scores_higher(variants, [-value for value in lengths]),
        "cue_position": _learnt(variants, by_position(), lambda variant: cue_position(variant.cue, variant.text)),
        "hedge_cue_in_anchor": _cue_in_anchor([variant for variant in variants if variant.hedge]),
        "negation_cue_in_anchor": _cue_in_anchor([variant for variant in variants if not variant.hedge]),
        "edit_place": _edit_place(variants),
    }


def cue_position(cue: str, text: str) -> list[float] | None:
    """Return where a cue stands in a text, from [0] (it starts it) to [1] (it ends it); None if it does not occur."""
    marked, whole = words(cue), words(text)
    before = place(marked, whole)
    if before < 0:
        return None
    return [before / (len(whole) - len(marked)) if len(whole) > len(marked) else 0.0]


def _variants(rows: Sequence[Row]) -> Iterator[_Variant]:
    for owner, row in enumerate(rows):
        for column in VARIANT_TYPES:
            for variant in row[column]:
                yield _Variant(owner, column == "hedges", row["anchor"], variant["text"], variant["cue"])


def _hedge_scores_higher(variants: Sequence[_Variant], scores: Iterable[float]) -> Sample:
    by_owner: dict[int, tuple[list[float], list[float]]] = {}
    for variant, score in zip(variants, scores, strict=True):
        by_owner.setdefault(variant.owner, ([], []))[variant.hedge].append(score)
    right, total = [], []
    for negations, hedges in by_owner.values():
        signs = np.sign(np.subtract.outer(hedges, negations))
        right.append((1 + signs).sum() / 2)
        total.append(signs.size)
    return share(right, total)


def _learnt(variants: Sequence[_Variant], classifier: Any, feature: Callable[[_Variant], Any]) -> Sample | str:
    found = [(variant, value) for variant in variants if (value := feature(variant)) is not None]
    usable, inputs = [variant for variant, _ in found], [value for _, value in found]
    scores = hedge_probabilities(
        classifier, inputs, [variant.hedge for variant in usable], [variant.owner for variant in usable]
    )
    return f"needs {FEWEST_ANCHORS} anchors or more" if scores is None else _hedge_scores_higher(usable, scores)


def _cue_in_anchor(variants: Sequence[_Variant]) -> Sample:
    owners = np.unique([variant.owner for variant in variants], return_inverse=True)[1]
    found = [place(words(variant.cue), words(variant.anchor)) >= 0 for variant in variants]
    return share(np.bincount(owners, found), np.bincount(owners))


def _edit_place(variants: Sequence[_Variant]) -> Sample | str:
    edits = []
    for variant in variants:
        anchor, text = words(variant.anchor), words(variant.text)
        if text:
            same = same_start(anchor, text)
            edits.append((variant.owner, min(same, len(text) - 1), len(text)))
    if not edits:
        return "no variant has words"
    owners, numbers, lengths = np.array(edits).T
    return most_frequent(fifths(numbers, lengths), owners)
