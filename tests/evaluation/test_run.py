from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hedge_hf import cli
from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.evaluation import Rows, run
from hedge_hf.evaluation.files import write
from hedge_hf.evaluation.report import from_json


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch, rows: Rows, scattered: Any, perfect: Any) -> list[str]:
    """Replace the rows and the models `base` and `tuned`; the list notes which were loaded."""
    names: list[str] = []

    def load_base(name: str) -> Any:
        names.append(name)
        if name not in ("base", "tuned"):
            raise HedgeError(f"{name}: no encoder in this folder or on the Hub")
        return scattered if name == "base" else perfect

    monkeypatch.setattr(run, "load_base", load_base)
    monkeypatch.setattr(run, "load_rows", lambda split: rows)
    return names


def test_one_model(loaded: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run.main(["tuned"])

    shown = capsys.readouterr().out
    assert "Contrast paired accuracy" in shown
    assert "PASS" not in shown
    assert "FAIL" not in shown


def test_against_its_base_with_a_report(loaded: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new" / "report"
    run.main(["tuned", "--against", "base", "--report", str(folder), "--budget", "2.5"])

    shown = capsys.readouterr().out
    result = from_json(json.loads((folder / "evaluation.json").read_text(encoding="utf-8")))
    assert (result.base.model, result.tuned.model) == ("base", "tuned")
    assert result.verdict.line in shown.splitlines()
    assert result.verdict.budget == 2.5
    assert str(folder / "evaluation.json") in shown
    assert str(folder / "evaluation.png") in shown
    assert sorted(path.name for path in folder.iterdir()) == ["evaluation.json", "evaluation.png"]


def test_an_unwritable_folder_stops_before_anything_is_loaded(loaded: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UsageError, match="cannot be written") as caught:
        run.main(["tuned", "--report", str(tmp_path / "file" / "report")])
    assert str(tmp_path / "file" / "report") in str(caught.value)
    assert loaded == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(["--budget", "3"], "--against", id="budget without base"),
        pytest.param(["--against", "base", "--budget", "-1"], "budget is -1", id="negative budget"),
    ],
)
def test_options_that_make_no_sense_stop_before_anything_is_loaded(
    loaded: list[str], options: list[str], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        run.main(["tuned", *options])
    assert loaded == []


@pytest.mark.parametrize("argv", [["missing"], ["tuned", "--against", "missing"]])
def test_a_model_that_cannot_be_loaded_is_one_line(
    loaded: list[str], argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(run.main, argv) == 1
    assert capsys.readouterr().err.splitlines() == [
        "hedge-hf: error: missing: no encoder in this folder or on the Hub"
    ]


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    write(tmp_path / "file", b"old")
    write(tmp_path / "file", b"new")
    (tmp_path / "folder").mkdir()

    with pytest.raises(HedgeError, match="folder cannot be written"):
        write(tmp_path / "folder", b"content")
    assert (tmp_path / "file").read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
