"""Scores on CANNOT as plain functions; `evaluate.load` of this folder gives the same numbers."""

from hedge_hf.metrics.cannot.scores import best_threshold, cannot_scores, pair_auc, pairs_judged_right

__all__ = ["best_threshold", "cannot_scores", "pair_auc", "pairs_judged_right"]
