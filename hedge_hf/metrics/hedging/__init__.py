"""Scores on hedging as plain functions; `evaluate.load` of this folder gives the same numbers."""

from hedge_hf.metrics.hedging.scores import certainty_ordered, confused, cosine_columns, hedging_scores, ordered

__all__ = ["certainty_ordered", "confused", "cosine_columns", "hedging_scores", "ordered"]
