"""Measures models of "not" and "maybe": scores with intervals, before and after, and a regression budget."""

from hedge_hf.evaluation.compare import compare, evaluate
from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.evaluation.results import Comparison, Evaluation, Score, TaskResult, Verdict
from hedge_hf.evaluation.suites import suite

__all__ = ["Comparison", "Embeddings", "Evaluation", "Score", "TaskResult", "Verdict", "compare", "evaluate", "suite"]
