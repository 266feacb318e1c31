"""The plots of a report: main scores by task, and the main score by category."""

from __future__ import annotations

import io
from typing import Any, Literal

import numpy as np

from hedge_hf.errors import require
from hedge_hf.evaluation.report import Result
from hedge_hf.evaluation.results import Comparison, Evaluation, Score

_CATEGORIES_OF = "HedgeTriple-Triplet"
_COLOURS = {"base": "#a9b1bb", "tuned": "#1f6fb4"}
_INK = "#333333"
_NAME_CHARACTERS = 36


def draw(result: Result, image_format: Literal["png", "svg"] = "png") -> bytes:
    """Draw bars with 95% intervals: one model, or base and tuned side by side.

    Args:
        result: What to draw; tasks that were not run are left out.
        image_format: Kind of image.

    Returns:
        The image.

    Raises:
        HedgeError: If matplotlib is not installed.
    """
    sides = {"base": result.base, "tuned": result.tuned} if isinstance(result, Comparison) else {"tuned": result}
    tasks = [name for name, task in sides["tuned"].tasks.items() if task.not_run is None]
    categories = _categories(sides["tuned"])
    figure = require("matplotlib.figure", "train").Figure(
        figsize=(3.4 + 1.15 * (len(tasks) + len(categories)), 4.4), layout="constrained"
    )
    widths = [len(tasks), len(categories)] if categories else [1]
    axes = figure.subplots(1, len(widths), sharey=True, squeeze=False, width_ratios=widths)[0]
    _bars(
        axes[0],
        {side: [evaluation.tasks[name].main for name in tasks] for side, evaluation in sides.items()},
        [_task_label(name) for name in tasks],
    )
    axes[0].set_title("Main score of each task", loc="left", fontsize=11, color=_INK)
    axes[0].set_ylabel("percent, 95% interval", color=_INK)
    if categories:
        scores = {
            side: [evaluation.tasks[_CATEGORIES_OF].by_category[name] for name in categories]
            for side, evaluation in sides.items()
        }
        _bars(axes[1], scores, [name.replace("_", "\n") for name in categories])
        axes[1].set_title("Hedge nearer than negation, by type", loc="left", fontsize=11, color=_INK)
    _explain(figure, axes[0], result)
    stream = io.BytesIO()
    figure.savefig(stream, format=image_format, dpi=150, metadata={"Date": None} if image_format == "svg" else None)
    return stream.getvalue()


def _categories(evaluation: Evaluation) -> list[str]:
    task = evaluation.tasks.get(_CATEGORIES_OF)
    return list(task.by_category) if task else []


def _task_label(name: str) -> str:
    return name.replace("HedgeTriple-", "HedgeTriple\n").replace("Classification", "").replace("-", "-\n", 1)


def _bars(axes: Any, series: dict[str, list[Score]], labels: list[str]) -> None:
    width = 0.8 / len(series)
    places = np.arange(len(labels))
    for number, (side, scores) in enumerate(series.items()):
        left = places + (number - (len(series) - 1) / 2) * width
        values = [score.value for score in scores]
        highs = [score.value if score.high is None else score.high for score in scores]
        lows = [score.value if score.low is None else score.low for score in scores]
        below = [max(0.0, value - low) for value, low in zip(values, lows, strict=True)]
        above = [max(0.0, high - value) for value, high in zip(values, highs, strict=True)]
        axes.bar(left, values, width * 0.94, color=_COLOURS[side], label=side)
        axes.errorbar(left, values, [below, above], fmt="none", ecolor=_INK, elinewidth=1, capsize=2.5)
        for place, value, high in zip(left, values, highs, strict=True):
            axes.annotate(
                f"{value:.0f}", (place, max(high, value)), (0, 3), textcoords="offset points",
                ha="center", va="bottom", fontsize=9, color=_INK, bbox={"color": "white", "pad": 0.8},
            )  # fmt: skip
    axes.set_xticks(places, labels, fontsize=8, color=_INK)
    axes.set_ylim(0, 108)
    axes.set_yticks(range(0, 101, 25))
    axes.tick_params(length=0, labelcolor=_INK)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.grid(axis="y", color="#e6e6e6", linewidth=0.8)
    axes.set_axisbelow(True)


def _explain(figure: Any, axes: Any, result: Result) -> None:
    if not isinstance(result, Comparison):
        figure.suptitle(_shortened(result.model), x=0.01, ha="left", fontsize=12, color=_INK, parse_math=False)
        return
    title = f"{_shortened(result.tuned.model)} against {_shortened(result.base.model)}"
    figure.suptitle(title, x=0.01, ha="left", fontsize=12, color=_INK, parse_math=False)
    figure.supxlabel(result.verdict.line, x=0.01, ha="left", fontsize=9, color=_INK)
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper right", ncols=2, frameon=False, fontsize=10)


def _shortened(model: str) -> str:
    return model if len(model) <= _NAME_CHARACTERS else "..." + model[3 - _NAME_CHARACTERS :]
