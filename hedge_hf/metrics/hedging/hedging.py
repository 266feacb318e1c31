"""Scores on hedging as an `evaluate` module; the arithmetic is in scores.py."""

from __future__ import annotations

import datasets
import evaluate

from .scores import cosine_columns, hedging_scores

_DESCRIPTION = (
    "Does a hedged sentence lie between the plain sentence and its negation? "
    "Shares of triplets in that order and, with a threshold, of hedges taken for duplicates; a tie is wrong."
)
_INPUTS = """
Args:
    predictions: three cosines per triplet: anchor-hedge, anchor-negation, hedge-negation.
    threshold: cosine from which on two sentences count as duplicates; optional.
Returns:
    ordering, certainty_ordering, and with a threshold confusion: fractions from 0 to 1.
    mean_gap: mean of anchor-hedge minus anchor-negation cosine, from -2 to 2.
"""
_CITATION = """\
@article{crompton1997hedging,
  title = {Hedging in Academic Writing: Some Theoretical Problems},
  author = {Crompton, Peter},
  journal = {English for Specific Purposes},
  volume = {16},
  number = {4},
  pages = {271--287},
  year = {1997}
}
@article{truong2025learning,
  title = {Learning Robust Negation Text Representations},
  author = {Truong, Thinh Hung and Verspoor, Karin and Cohn, Trevor and Baldwin, Timothy},
  journal = {arXiv preprint arXiv:2507.12782},
  year = {2025},
  url = {https://arxiv.org/abs/2507.12782}
}"""


class Hedging(evaluate.Metric):
    """Ordering, gap and confusion from cosines of shape (triplets, 3)."""

    def _info(self) -> evaluate.MetricInfo:
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation=_CITATION,
            inputs_description=_INPUTS,
            features=datasets.Features({"predictions": datasets.Sequence(datasets.Value("float64"))}),
            reference_urls=["https://arxiv.org/abs/2507.12782"],
        )

    def _compute(self, predictions: list[list[float]], threshold: float | None = None) -> dict[str, float]:
        return hedging_scores(*cosine_columns(predictions), threshold=threshold)
