"""Scores on counterfactual conclusions as plain functions; `evaluate.load` of this folder gives the same numbers."""

from hedge_hf.metrics.counterfactual.scores import counterfactual_scores, faithful_preferred

__all__ = ["counterfactual_scores", "faithful_preferred"]
