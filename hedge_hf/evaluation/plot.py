"""The before/after plot: headline scores, and triplet accuracy by negation type."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from hedge_hf.errors import require
from hedge_hf.evaluation.report import Result
from hedge_hf.evaluation.results import Comparison, Score

_HEADLINES = {
    "contrast_paired_accuracy": "contrast pairs\n(both queries)",
    "exclusion_right_rank": "exclusion\nqueries",
    "exclusion_paired_accuracy": "exclusion\n(both directions)",
    "triplet_accuracy": "hedge nearer\nthan negation",
}
_NEGATION = "negation_"
_COLOURS = {"base": "#a9b1bb", "tuned": "#1f6fb4"}
_INK = "#333333"
_NAME_CHARACTERS = 36


def draw(result: Result) -> bytes:
    """Draw bars with 95% intervals: one encoder, or base and tuned side by side.

    Returns:
        The PNG.

    Raises:
        HedgeError: If matplotlib is not installed.
    """
    figure = require("matplotlib.figure", "train").Figure(figsize=(10, 4.4), layout="constrained")
    headline, by_type = figure.subplots(1, 2, sharey=True)
    sides = {"base": result.base, "tuned": result.tuned} if isinstance(result, Comparison) else {"tuned": result}
    _bars(
        headline,
        {side: [evaluation.scores[name] for name in _HEADLINES] for side, evaluation in sides.items()},
        list(_HEADLINES.values()),
    )
    types = [name for name in sides["tuned"].by_type if name.startswith(_NEGATION)]
    _bars(
        by_type,
        {side: [evaluation.by_type[name] for name in types] for side, evaluation in sides.items()},
        [name.removeprefix(_NEGATION) for name in types],
    )
    headline.set_title("Scores", loc="left", fontsize=11, color=_INK)
    by_type.set_title("Hedge nearer than negation, by negation type", loc="left", fontsize=11, color=_INK)
    headline.set_ylabel("percent, 95% interval", color=_INK)
    _explain(figure, headline, result)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=150)
    return stream.getvalue()


def _bars(axes: Any, series: dict[str, list[Score]], labels: list[str]) -> None:
    width = 0.8 / len(series)
    places = np.arange(len(labels))
    for offset, (side, scores) in enumerate(series.items()):
        left = places + (offset - (len(series) - 1) / 2) * width
        values = [score.value for score in scores]
        below = [max(0.0, score.value - score.low) for score in scores]
        above = [max(0.0, score.high - score.value) for score in scores]
        axes.bar(left, values, width * 0.94, color=_COLOURS[side], label=side)
        axes.errorbar(left, values, [below, above], fmt="none", ecolor=_INK, elinewidth=1, capsize=2.5)
        for place, score in zip(left, scores, strict=True):
            axes.annotate(
                f"{score.value:.0f}", (place, score.high), (0, 3), textcoords="offset points",
                ha="center", va="bottom", fontsize=9, color=_INK, bbox={"color": "white", "pad": 0.8},
            )  # fmt: skip
    axes.set_xticks(places, labels, fontsize=9, color=_INK)
    axes.set_ylim(0, 108)
    axes.set_yticks(range(0, 101, 25))
    axes.tick_params(length=0, labelcolor=_INK)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.grid(axis="y", color="#e6e6e6", linewidth=0.8)
    axes.set_axisbelow(True)


def _explain(figure: Any, axes: Any, result: Result) -> None:
    if not isinstance(result, Comparison):
        figure.suptitle(_shortened(result.model), x=0.01, ha="left", fontsize=12, color=_INK)
        return
    title = f"{_shortened(result.tuned.model)} against {_shortened(result.base.model)}"
    figure.suptitle(title, x=0.01, ha="left", fontsize=12, color=_INK)
    figure.supxlabel(result.verdict.line, x=0.01, ha="left", fontsize=9, color=_INK)
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper right", ncols=2, frameon=False, fontsize=10)


def _shortened(model: str) -> str:
    return model if len(model) <= _NAME_CHARACTERS else "..." + model[3 - _NAME_CHARACTERS :]
