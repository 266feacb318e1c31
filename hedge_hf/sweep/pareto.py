"""The plot of a sweep: negation against general ability, and the runs that no other run beats in both."""

from __future__ import annotations

import io
from collections.abc import Sequence

from hedge_hf.errors import require
from hedge_hf.sweep.table import Row, averages, common_tasks, negation_average

_INK, _GREY, _BLUE = "#333333", "#a9b1bb", "#1f6fb4"


def pareto_front(points: list[tuple[float, float]]) -> list[int]:
    """Return the indices of the points that no other point beats in one coordinate without losing in the other.

    Args:
        points: Pairs of which both numbers should be high.

    Returns:
        Indices, by falling first coordinate.
    """
    front: list[int] = []
    for index in sorted(range(len(points)), key=lambda index: points[index], reverse=True):
        if not front or points[index][1] > points[front[-1]][1]:
            front.append(index)
    return front


def draw(rows: Sequence[Row]) -> bytes:
    """Draw one point per row, the base, and the Pareto front, as PNG.

    Raises:
        HedgeError: If matplotlib is not installed.
    """
    figure = require("matplotlib.figure", "train").Figure(figsize=(7.2, 5.0), layout="constrained")
    axes = figure.subplots()
    points = [(average.general, average.negation) for average in averages(rows)]
    front = pareto_front(points)
    axes.plot(*zip(*(points[index] for index in front), strict=True), color=_BLUE, linewidth=1, alpha=0.5)
    for index, (row, point) in enumerate(zip(rows, points, strict=True)):
        axes.plot(*point, marker="o", color=_BLUE if index in front else _GREY, linestyle="none")
        label = {"textcoords": "offset points", "fontsize": 8, "color": _INK}
        axes.annotate(row.name, point, (5, 4), parse_math=False, **label)
    before = negation_average(rows[0].comparisons[0].base, common_tasks(rows, "negation"))
    axes.plot(0, before, marker="x", color=_INK, linestyle="none")
    axes.annotate("base", (0, before), (5, 4), textcoords="offset points", fontsize=8)
    general = common_tasks(rows, "general")
    axes.set_xlabel("general tasks, mean change in points" if general else "geometry preservation - 100", color=_INK)
    axes.set_ylabel("negation tasks, mean of the main scores in percent", color=_INK)
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.15)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=150)
    return stream.getvalue()
