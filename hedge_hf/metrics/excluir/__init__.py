"""ExcluIR's metrics as plain functions; `evaluate.load` of this folder gives the same numbers."""

from hedge_hf.metrics.excluir.scores import (
    exclusion_scores,
    pessimistic_ranks,
    queries_ranked_right,
    right_rank,
)

__all__ = ["exclusion_scores", "pessimistic_ranks", "queries_ranked_right", "right_rank"]
