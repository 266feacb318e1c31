from __future__ import annotations

import io
import json
from typing import Any

import pytest
from rich.console import Console

from hedge_hf.evaluation import Rows, compare, evaluate_encoder
from hedge_hf.evaluation.report import Result, from_json, to_json, to_table


@pytest.fixture(params=["evaluation", "comparison"])
def result(request: pytest.FixtureRequest, rows: Rows, scattered: Any, perfect: Any) -> Result:
    if request.param == "evaluation":
        return evaluate_encoder(scattered, rows, name="org/[red]model")
    return compare(scattered, perfect, rows, base_name="base/model", tuned_name="org/[red]model")


def shown(result: Result) -> str:
    page = io.StringIO()
    Console(width=80, file=page).print(to_table(result))
    return page.getvalue()


def test_json_goes_there_and_back(result: Result) -> None:
    assert from_json(json.loads(json.dumps(to_json(result), allow_nan=False))) == result


def test_json_says_what_made_it(result: Result) -> None:
    report = to_json(result)

    assert {"date", "seed", "resamples", "versions", "machine"} < report.keys()
    assert report["date"].endswith("+00:00")
    assert {"python", "hedge-hf", "numpy", "scipy", "sentence-transformers"} < report["versions"].keys()
    assert report["machine"]["cpu_count"] >= 1
    measured = report.get("evaluation") or report["comparison"]["tuned"]
    assert measured["split"] == "test"
    assert measured["counts"] == {"contrast": 4, "exclusion": 4, "groups": 6}


def test_the_table_fits_a_terminal_and_names_the_model_as_it_is(result: Result) -> None:
    text = shown(result)

    assert "org/[red]model" in text
    assert max(map(len, text.splitlines())) <= 80
    assert "…" not in text


def test_the_table_shows_base_tuned_and_difference(rows: Rows, useless: Any, perfect: Any) -> None:
    lines = shown(compare(useless, perfect, rows)).splitlines()
    cells = next(line for line in lines if line.startswith("Contrast paired accuracy"))

    assert cells.split(maxsplit=3)[3].split() == [
        *("0.0", "[0,", "0]"),
        *("100.0", "[100,", "100]"),
        *("+100.0", "[+100,", "+100]"),
    ]
    assert any(line.startswith("Geometry preservation") for line in lines)
