"""Hedge confusion: how often a hedge would be taken for a duplicate of its anchor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from datasets import load_dataset

from hedge_hf.evaluation.bootstrap import share
from hedge_hf.evaluation.tasks.shipped import read
from hedge_hf.evaluation.tasks.task import Measures, Row, Scorer, Task, by_category
from hedge_hf.metrics.cannot import best_threshold
from hedge_hf.metrics.hedging import confused

_STS = "mteb/stsbenchmark-sts"
_EQUIVALENT = 4.0


@dataclass(frozen=True)
class Hedges:
    """Groups, and the human-scored pairs that calibrate the threshold."""

    groups: list[Row]
    calibration: list[Row]


def hedge_confusion(split: str = "test") -> Task:
    """Return the task.

    The threshold is the model's own: the cosine that best tells pairs of STSBenchmark's validation split that people
    score 4 or more of 5 ("mostly equivalent") from the others.

    Args:
        split: Split of HedgeTriple.
    """
    return Task(
        name="HedgeTriple-Hedge-Distinction",
        kind="negation",
        main="kept_apart",
        question="Does duplicate detection, at the model's own threshold, keep a hedge apart from its anchor?",
        reference="https://arxiv.org/abs/2507.12782",
        dataset=_STS,
        load=lambda: Hedges(read("groups", split), load_dataset(_STS, split="validation").to_list()),
        measure=_measure,
    )


def _measure(data: Hedges, scorer: Scorer) -> Measures:
    similarities = scorer.similarities(
        *([row[name] for row in data.calibration] for name in ("sentence1", "sentence2"))
    )
    # best_threshold takes 0 for the similar pairs, as CANNOT has paraphrases
    labels = np.array([row["score"] < _EQUIVALENT for row in data.calibration], dtype=int)
    threshold = best_threshold(similarities, labels)
    pairs = [(group["anchor"], hedge) for group in data.groups for hedge in group["hedges"]]
    cosines = scorer.similarities([anchor for anchor, _ in pairs], [hedge["text"] for _, hedge in pairs])
    apart = ~confused(cosines, threshold)
    types = [f"hedge_{hedge['type']}" for _, hedge in pairs]
    return Measures({"kept_apart": share(apart)}, by_category(types, lambda mask: share(apart[mask])))
