"""The regression budget: how much general ability a fine-tuned model may lose."""

from __future__ import annotations

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.results import Score, Verdict

DEFAULT_BUDGET = 1.0
GEOMETRY_BUDGET = 5.0


def checked_budget(budget: float) -> float:
    """Return the budget.

    Raises:
        UsageError: If it is not a number of points from 0 to 100.
    """
    if not 0 <= budget <= 100:
        raise UsageError(f"budget is {budget:g}; give the points that a general task may fall, 0 to 100")
    return budget


def judge(geometry: Score, general: dict[str, Score], budget: float = DEFAULT_BUDGET) -> Verdict:
    """Compare what was lost with the budget.

    Args:
        geometry: Geometry preservation, from `preservation`; it may lie `GEOMETRY_BUDGET` points below 100.
        general: The difference in the main score of each general task that was run.
        budget: Points that each of them may fall.

    Raises:
        UsageError: If the budget is not a number of points from 0 to 100.
    """
    checked_budget(budget)
    least = 100 - GEOMETRY_BUDGET
    kept = geometry.value >= least
    fallen = [name for name, difference in general.items() if difference.value < -budget]
    geometry_line = f"geometry preservation {geometry.value:.2f} is {'at least' if kept else 'below'} {least:g}"
    return Verdict(kept and not fallen, budget, fallen, f"{geometry_line}; {_general_line(general, fallen, budget)}")


def _general_line(general: dict[str, Score], fallen: list[str], budget: float) -> str:
    if not general:
        return "no general task was run"
    if not fallen:
        return f"none of {len(general)} general tasks fell by more than {budget:g} points"
    falls = ", ".join(f"{name} ({general[name].value:+.1f})" for name in fallen)
    return f"{len(fallen)} of {len(general)} general tasks fell by more than {budget:g} points: {falls}"
