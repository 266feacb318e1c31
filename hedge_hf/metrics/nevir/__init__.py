"""NevIR's paired accuracy as plain functions; `evaluate.load` of this folder gives the same numbers."""

from hedge_hf.metrics.nevir.scores import paired_accuracy, pairs_ranked_right

__all__ = ["paired_accuracy", "pairs_ranked_right"]
