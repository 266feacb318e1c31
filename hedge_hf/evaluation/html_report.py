"""An evaluation as one HTML file that needs nothing else: no script, no network, plots as inline SVG."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hedge_hf.errors import require
from hedge_hf.evaluation.page import render
from hedge_hf.evaluation.plot import draw
from hedge_hf.evaluation.report import Result, to_json
from hedge_hf.evaluation.results import Comparison
from hedge_hf.evaluation.table import cell

_TEMPLATE = Path(__file__).parent / "report.html.jinja"


def to_html(result: Result, questions: dict[str, str]) -> str:
    """Return the page.

    Args:
        result: What to show; names and messages are escaped.
        questions: What each task asks, by task.

    Raises:
        HedgeError: If matplotlib or jinja2 is not installed.
    """
    values = {
        "comparison": result if isinstance(result, Comparison) else None,
        "evaluation": result.tuned if isinstance(result, Comparison) else result,
        "questions": questions,
        "cell": cell,
        "plot": _inline(draw(result, "svg")),
        "report": to_json(result),
    }
    return render(_TEMPLATE, values)


def _inline(svg: bytes) -> Any:
    # matplotlib escapes the texts; the XML declaration and doctype have no place inside HTML
    return require("markupsafe", "train").Markup(re.sub(r"^.*?(?=<svg)", "", svg.decode("utf-8"), flags=re.DOTALL))
