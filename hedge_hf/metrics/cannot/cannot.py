"""Scores on CANNOT as an `evaluate` module; the arithmetic is in scores.py."""

from __future__ import annotations

import datasets
import evaluate

from .scores import cannot_scores

_DESCRIPTION = (
    "Is a paraphrase pair more similar than a negated pair (CANNOT)? "
    "Area under the ROC curve and, with a threshold, accuracy."
)
_INPUTS = """
Args:
    predictions: similarity of premise and hypothesis, one per pair; higher means more similar.
    references: 1 if the hypothesis negates the premise, 0 if it is a paraphrase, one per pair.
    threshold: similarity from which on a pair is judged a paraphrase; optional.
Returns:
    pair_auc, and with a threshold accuracy: fractions from 0 to 1.
"""
_CITATION = """\
@inproceedings{anschutz2023correct,
  title = {This is not correct! {Negation}-aware Evaluation of Language Generation Systems},
  author = {Ansch{\\"u}tz, Miriam and Miguel Lozano, Diego and Groh, Georg},
  booktitle = {Proceedings of INLG},
  year = {2023},
  url = {https://arxiv.org/abs/2307.13989}
}"""


class Cannot(evaluate.Metric):
    """Area under the ROC curve and accuracy from one similarity and one label per pair."""

    def _info(self) -> evaluate.MetricInfo:
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation=_CITATION,
            inputs_description=_INPUTS,
            # labels as floats: an integer feature would cut 0.5 to 0 instead of refusing it
            features=datasets.Features(
                {"predictions": datasets.Value("float64"), "references": datasets.Value("float64")}
            ),
            reference_urls=["https://arxiv.org/abs/2307.13989", "https://github.com/dmlls/cannot-dataset"],
        )

    def _compute(
        self, predictions: list[float], references: list[float], threshold: float | None = None
    ) -> dict[str, float]:
        return cannot_scores(predictions, references, threshold)
