from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError

import pytest
from hand_made import HandMade, missing, numbers

from hedge_hf.evaluation import Embeddings, compare, evaluate, report
from hedge_hf.evaluation.report import Result, from_json, to_json
from hedge_hf.evaluation.tasks.task import Task


@pytest.fixture(params=["evaluation", "comparison"])
def result(request: pytest.FixtureRequest, tasks: list[Task], scattered: HandMade, perfect: HandMade) -> Result:
    tasks = [*tasks, numbers("STS", base=0.7, tuned=0.6), missing("CANNOT", ConnectionError("no route"))]
    if request.param == "evaluation":
        return evaluate(Embeddings(scattered, "base"), tasks)
    return compare(Embeddings(scattered, "base"), Embeddings(perfect, "tuned"), tasks)


def test_json_goes_there_and_back(result: Result) -> None:
    assert from_json(json.loads(json.dumps(to_json(result), allow_nan=False))) == result


def test_json_says_what_made_it(result: Result) -> None:
    found = to_json(result)

    assert {"date", "seed", "resamples", "versions", "machine"} < found.keys()
    assert found["date"].endswith("+00:00")
    assert {"python", "hedge-hf", "mteb", "numpy", "scipy", "sentence-transformers"} < found["versions"].keys()
    assert found["machine"]["cpu_count"] >= 1
    measured = (found.get("evaluation") or found["comparison"]["base"])["tasks"]
    assert measured["HedgeTriple-Contrast"]["scores"]["paired_accuracy"]["count"] == 4
    assert measured["CANNOT"]["not_run"] == "org/sts cannot be had (no route)"


def test_a_library_that_is_not_installed_has_no_version(result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(report, "version", version)

    assert to_json(result)["versions"]["mteb"] is None


def test_another_files_content_is_no_report() -> None:
    with pytest.raises(KeyError):
        from_json({"date": "today"})
