"""NevIR's paired accuracy as an `evaluate` module; the arithmetic is in scores.py."""

from __future__ import annotations

import datasets
import evaluate

from .scores import paired_accuracy

_DESCRIPTION = (
    "Share of contrast pairs in which both queries rank their own document above the other (NevIR); a tie is wrong."
)
_INPUTS = """
Args:
    predictions: one 2 x 2 list of similarities per pair; row j is query j, column k is document k.
Returns:
    paired_accuracy, q1_accuracy, q2_accuracy: fractions from 0 to 1.
"""
_CITATION = """\
@inproceedings{weller2024nevir,
  title = {{NevIR}: Negation in Neural Information Retrieval},
  author = {Weller, Orion and Lawrie, Dawn and Van Durme, Benjamin},
  booktitle = {Proceedings of EACL},
  year = {2024},
  url = {https://arxiv.org/abs/2305.07614}
}"""


class Nevir(evaluate.Metric):
    """Paired accuracy from similarities of shape (pairs, 2, 2)."""

    def _info(self) -> evaluate.MetricInfo:
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation=_CITATION,
            inputs_description=_INPUTS,
            features=datasets.Features(
                {"predictions": datasets.Sequence(datasets.Sequence(datasets.Value("float64")))}
            ),
            reference_urls=["https://arxiv.org/abs/2305.07614", "https://github.com/orionw/NevIR"],
        )

    def _compute(self, predictions: list[list[list[float]]]) -> dict[str, float]:
        return paired_accuracy(predictions)
