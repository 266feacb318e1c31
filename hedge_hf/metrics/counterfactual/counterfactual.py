"""Scores on counterfactual conclusions as an `evaluate` module; the arithmetic is in scores.py."""

from __future__ import annotations

import datasets
import evaluate

from .scores import counterfactual_scores

_DESCRIPTION = (
    "Is the faithful conclusion more similar to the evidence than one whose direction or modality is altered? "
    "A tie is wrong."
)
_INPUTS = """
Args:
    predictions: similarity of the evidence with the faithful conclusion, one per item.
    references: similarity of the same evidence with the altered conclusion, one per item.
Returns:
    accuracy: share of items whose faithful conclusion is more similar, from 0 to 1.
    mean_margin: mean of faithful minus altered similarity, from -2 to 2 for cosines.
"""
_CITATION = """\
@inproceedings{otmakhova2022m3,
  title = {{M3}: Multi-level dataset for Multi-document summarisation of Medical studies},
  author = {Otmakhova, Yulia and Verspoor, Karin and Baldwin, Timothy and Jimeno Yepes, Antonio and
            Lau, Jey Han},
  booktitle = {Findings of EMNLP},
  year = {2022},
  url = {https://github.com/julia-nixie/m3}
}"""


class Counterfactual(evaluate.Metric):
    """Accuracy and mean margin from the similarities of faithful and altered conclusions."""

    def _info(self) -> evaluate.MetricInfo:
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation=_CITATION,
            inputs_description=_INPUTS,
            features=datasets.Features(
                {"predictions": datasets.Value("float64"), "references": datasets.Value("float64")}
            ),
            reference_urls=[
                "https://github.com/julia-nixie/m3",
                "https://github.com/julia-nixie/m3",
            ],
        )

    def _compute(self, predictions: list[float], references: list[float]) -> dict[str, float]:
        return counterfactual_scores(predictions, references)
