"""An audit as one HTML file that needs nothing else: no script, no network, plots made of styled boxes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hedge_hf.evaluation.page import render
from hedge_hf.evaluation.table import cell
from hedge_hf.generate.audit.coverage import LANGUAGE
from hedge_hf.generate.audit.gates import BASELINES, Rise
from hedge_hf.generate.audit.report import Audit, to_json

_TEMPLATE = Path(__file__).parent / "audit.html.jinja"
_FILTERS = {"number": "{:,}".format, "percent": "{:.1%}".format, "plain": "{:.4g}".format}
_CUES_SHOWN = 12


def to_html(result: Audit, risen: Sequence[Rise] = (), against: str = "") -> str:
    """Return the page.

    Args:
        result: What to show; all texts are escaped.
        risen: Gates that rose against an earlier audit.
        against: Name of that audit.

    Raises:
        HedgeError: If jinja2 is not installed.
    """
    values = {
        "audit": result,
        "baselines": BASELINES,
        "risen": risen,
        "against": against,
        "cell": cell,
        "cues_shown": _CUES_SHOWN,
        "language": LANGUAGE,
        "report": to_json(result),
    }
    return render(_TEMPLATE, values, _FILTERS)
