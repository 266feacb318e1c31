"""Measures encoders on HedgeTriple: scores with intervals, before and after, and a regression budget."""

from hedge_hf.evaluation.compare import compare, evaluate_encoder
from hedge_hf.evaluation.results import Comparison, Evaluation, Score, Verdict
from hedge_hf.evaluation.rows import Rows, load_rows

__all__ = ["Comparison", "Evaluation", "Rows", "Score", "Verdict", "compare", "evaluate_encoder", "load_rows"]
