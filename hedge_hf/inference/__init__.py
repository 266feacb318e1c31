"""What helps at query time, without training."""

from hedge_hf.inference.query_optimisation import OptimisedQueries

__all__ = ["OptimisedQueries"]
