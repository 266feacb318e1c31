"""ExcluIR's metrics as an `evaluate` module; the arithmetic is in scores.py."""

from __future__ import annotations

import datasets
import evaluate

from .scores import exclusion_scores

_DESCRIPTION = (
    "Does the document that a query asks for rank above the one that it excludes (ExcluIR)? "
    "RR, R@1, MRR@10 and their deltas."
)
_INPUTS = """
Args:
    positive_ranks: rank in the whole corpus of the document asked for, one per query; 1 is the first result,
        inf a document that was not retrieved.
    negative_ranks: rank of the excluded document, one per query.
Returns:
    right_rank, right_rank_at_10, recall_at_1, mrr_at_10: fractions from 0 to 1.
    delta_recall_at_1, delta_mrr_at_10: positive minus negative document, from -1 to 1.
"""
_CITATION = """\
@inproceedings{zhang2025excluir,
  title = {{ExcluIR}: Exclusionary Neural Information Retrieval},
  author = {Zhang, Wenhao and Zhang, Mengqi and Wu, Shiguang and Pei, Jiahuan and Ren, Zhaochun and
            de Rijke, Maarten and Chen, Zhumin and Ren, Pengjie},
  booktitle = {Proceedings of AAAI},
  year = {2025},
  url = {https://arxiv.org/abs/2404.17288}
}"""


class Excluir(evaluate.Metric):
    """RR, R@1, MRR@10 and their deltas from the ranks of the positive and the negative documents."""

    def _info(self) -> evaluate.MetricInfo:
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation=_CITATION,
            inputs_description=_INPUTS,
            features=datasets.Features(
                {"positive_ranks": datasets.Value("float64"), "negative_ranks": datasets.Value("float64")}
            ),
            reference_urls=["https://arxiv.org/abs/2404.17288", "https://github.com/zwh-sdu/ExcluIR"],
        )

    def _compute(self, positive_ranks: list[float], negative_ranks: list[float]) -> dict[str, float]:
        return exclusion_scores(positive_ranks, negative_ranks)
