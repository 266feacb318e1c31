"""The regression budget: how much geometry a fine-tuned encoder may lose."""

from __future__ import annotations

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.results import Score, Verdict

DEFAULT_BUDGET = 5.0


def checked_budget(budget: float) -> float:
    """Return the budget.

    Raises:
        UsageError: If it is not a number of points from 0 to 100.
    """
    if not 0 <= budget <= 100:
        raise UsageError(f"budget is {budget:g}; give the points that geometry preservation may fall, 0 to 100")
    return budget


def judge(geometry: Score, budget: float = DEFAULT_BUDGET) -> Verdict:
    """Compare geometry preservation with the budget.

    Args:
        geometry: 100 x Spearman's correlation, from `preservation`.
        budget: Points that it may lie below 100.

    Raises:
        UsageError: If the budget is not a number of points from 0 to 100.
    """
    least = 100 - checked_budget(budget)
    # an unchanged encoder reaches 100 only up to rounding
    passed = geometry.value >= least - 1e-6
    reason = (
        f"geometry preservation {geometry.value:.2f} [{geometry.low:.2f}, {geometry.high:.2f}] is "
        f"{'at least' if passed else 'below'} {least:.2f} (budget {budget:g} points)"
    )
    return Verdict(passed, budget, reason)
