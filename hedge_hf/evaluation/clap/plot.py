"""The plot of CLAP evaluations: recall over levels of negation, and the binary protocol."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from hedge_hf.errors import require
from hedge_hf.evaluation.clap.evaluate import ClapEvaluation
from hedge_hf.evaluation.clap.table import LEVEL_LABELS
from hedge_hf.evaluation.results import Score

_INK = "#333333"
_COLOURS = ("#1f6fb4", "#d98032", "#4f9d69", "#8c6bb1", "#a9b1bb", "#c44e52")


def draw(results: Sequence[ClapEvaluation]) -> bytes:
    """Draw one colour per model, with 95% intervals.

    Args:
        results: Models that were measured on the same rows; at least one.

    Returns:
        A PNG image.
    """
    figure = require("matplotlib.figure", "train").Figure(figsize=(10, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    for number, result in enumerate(results):
        at_10 = [one.recall[10] for one in result.retrieval.values()]
        _line(left, at_10, number, len(results), result.model)
        _line(right, list(result.binary.accuracy.values()), number, len(results), result.model)
    _finish(left, [LEVEL_LABELS[level] for level in results[0].retrieval], "Recall@10 of the clip, by its caption")
    _finish(right, list(results[0].binary.accuracy), "Clip nearer to the truer caption")
    left.set_ylabel("percent, 95% interval", color=_INK)
    handles, labels = left.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper left", ncols=3, frameon=False, fontsize=9)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=130)
    return stream.getvalue()


def _line(axes: Any, scores: list[Score], number: int, of: int, name: str) -> None:
    places = np.arange(len(scores)) + 0.09 * (number - (of - 1) / 2)
    values = np.array([score.value for score in scores])
    lows, highs = (np.array([getattr(score, end) for score in scores]) for end in ("low", "high"))
    spread = np.maximum(0, [values - lows, highs - values])
    axes.errorbar(
        places, values, spread, fmt="o", markersize=6, capsize=2.5, linewidth=1.2,
        color=_COLOURS[number % len(_COLOURS)], label=name,
    )  # fmt: skip


def _finish(axes: Any, labels: list[str], title: str) -> None:
    axes.set_title(title, loc="left", fontsize=11, color=_INK)
    axes.set_xticks(range(len(labels)), [label.replace(" > ", "\n> ") for label in labels], fontsize=9, color=_INK)
    axes.set_xlim(-0.5, len(labels) - 0.5)
    axes.set_ylim(-2, 104)
    axes.tick_params(length=0, labelcolor=_INK)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.grid(axis="y", color="#e6e6e6", linewidth=0.8)
    axes.set_axisbelow(True)
