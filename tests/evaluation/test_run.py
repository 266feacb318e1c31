from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hand_made import HandMade, missing, numbers

from hedge_hf import cli
from hedge_hf.errors import HedgeError
from hedge_hf.evaluation import Embeddings, Verdict, run
from hedge_hf.evaluation.files import write
from hedge_hf.evaluation.report import from_json
from hedge_hf.evaluation.suites import SUITES
from hedge_hf.evaluation.tasks.general import GENERAL_TASKS
from hedge_hf.evaluation.tasks.published import EXCLUIR, excluir
from hedge_hf.evaluation.tasks.task import Task

FILES = ["evaluation.html", "evaluation.json", "evaluation.png", "model-index.yaml"]


class Loaded:
    """Stands in for suites and models; notes what was asked for."""

    def __init__(self, tasks: list[Task], models: dict[str, HandMade]) -> None:
        self.tasks = tasks
        self.models = models
        self.suites: list[tuple[Any, ...]] = []
        self.names: list[tuple[str, bool]] = []

    def suite(self, *options: Any) -> list[Task]:
        self.suites.append(options)
        return self.tasks

    def load_scorer(self, name: str, progress: Any, cached: bool) -> Embeddings:
        self.names.append((name, cached))
        if name not in self.models:
            raise HedgeError(f"{name}: no encoder in this folder or on the Hub")
        return Embeddings(self.models[name], name, progress)


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch, tasks: list[Task], scattered: HandMade, perfect: HandMade) -> Loaded:
    """Replace the suites, and the models `base` and `tuned`."""
    found = Loaded([*tasks, numbers("STS", base=0.7, tuned=0.68)], {"base": scattered, "tuned": perfect})
    monkeypatch.setattr(run, "suite", found.suite)
    monkeypatch.setattr(run, "load_scorer", found.load_scorer)
    return found


def error_of(argv: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = cli.run(run.main, argv)
    [line] = [line for line in capsys.readouterr().err.splitlines() if line.startswith("hedge-hf: ")]
    return code, line


def test_one_model(loaded: Loaded, capsys: pytest.CaptureFixture[str]) -> None:
    run.main(["tuned"])

    shown = capsys.readouterr().out
    assert "HedgeTriple-Contrast" in shown
    assert "tuned: 5 tasks, 116 texts, 74 encoded" in shown
    assert "PASS" not in shown
    assert "FAIL" not in shown
    assert loaded.names == [("tuned", True)]
    assert loaded.suites == [("negation", "test", EXCLUIR, GENERAL_TASKS)]


def test_every_option_reaches_its_place(loaded: Loaded, tmp_path: Path) -> None:
    options = ["--suite", "all", "--split", "validation", "--excluir", "my/folder", "--general", "STS12", "SciFact"]
    run.main(["tuned", "--against", "base", "--budget", "2", "--no-cache", "--report", str(tmp_path), *options])

    assert loaded.suites == [("all", "validation", "my/folder", ["STS12", "SciFact"])]
    assert loaded.names == [("tuned", False), ("base", False)]


@pytest.mark.parametrize(
    ("budget", "word"), [([], "FAIL"), (["--budget", "2.5"], "PASS"), (["--budget", "0"], "FAIL")]
)
def test_the_budget_decides(loaded: Loaded, budget: list[str], word: str, capsys: pytest.CaptureFixture[str]) -> None:
    loaded.models["tuned"] = loaded.models["base"]
    run.main(["tuned", "--against", "base", *budget])

    verdict = capsys.readouterr().out.splitlines()[-2]
    assert verdict.startswith(f"{word}: geometry preservation 100.00 is at least 95; ")
    assert ("STS (-2.0)" in verdict) == (word == "FAIL")


def test_against_its_base_with_a_report(loaded: Loaded, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loaded.tasks.append(missing("CANNOT", ConnectionError("no route")))
    folder = tmp_path / "new" / "report"
    run.main(["tuned", "--against", "base", "--report", str(folder), "--budget", "2.5"])

    shown = capsys.readouterr().out
    result = from_json(json.loads((folder / "evaluation.json").read_text(encoding="utf-8")))
    assert (result.base.model, result.tuned.model) == ("base", "tuned")
    assert isinstance(result.verdict, Verdict)
    assert result.verdict.line in shown.splitlines()
    assert result.verdict.budget == 2.5
    assert result.tuned.tasks["CANNOT"].not_run == "org/sts cannot be had (no route)"
    assert sorted(path.name for path in folder.iterdir()) == FILES
    assert all(str(folder / name) in shown for name in FILES)
    page = (folder / "evaluation.html").read_text(encoding="utf-8")
    assert loaded.tasks[0].question in page
    assert "How good is STS?" in page


def test_one_model_with_a_report(loaded: Loaded, tmp_path: Path) -> None:
    run.main(["tuned", "--report", str(tmp_path)])

    assert sorted(path.name for path in tmp_path.iterdir()) == FILES
    assert from_json(json.loads((tmp_path / "evaluation.json").read_text(encoding="utf-8"))).model == "tuned"


def test_an_unwritable_folder_stops_before_anything_is_loaded(
    loaded: Loaded, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")

    code, line = error_of(["tuned", "--report", str(tmp_path / "file" / "report")], capsys)
    assert code == 2
    assert "cannot be written" in line
    assert str(tmp_path / "file" / "report") in line
    assert (loaded.names, loaded.suites) == ([], [])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--budget", "3"], "--budget has no effect without --against BASE: give both or neither"),
        (
            ["--against", "base", "--budget", "-1"],
            "budget is -1; give the points that a general task may fall, 0 to 100",
        ),
        (["--against", "base", "--budget", "nan"], "budget is nan; give the points"),
        (["--general", "STS12"], "--general has no effect with --suite negation: take general or all"),
        (
            ["--suite", "general", "--excluir", "x"],
            "--excluir has no effect with --suite general: take",
        ),
    ],
)
def test_options_that_make_no_sense_stop_before_anything_is_loaded(
    loaded: Loaded, options: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, line = error_of(["tuned", *options], capsys)
    assert code == 2
    assert line.startswith(f"hedge-hf: error: {message}")
    assert loaded.names == []


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        ([], "the following arguments are required: MODEL"),
        (["tuned", "--suite", "some"], f"argument --suite: invalid choice: 'some' (choose from {', '.join(SUITES)})"),
        (["tuned", "--budget", "much"], "argument --budget: invalid float value: 'much'"),
        (["tuned", "--general"], "argument --general: expected at least one argument"),
        (["tuned", "--odd"], "unrecognized arguments: --odd"),
        (["tuned", "other"], "unrecognized arguments: other"),
    ],
)
def test_unknown_options_are_named_in_the_last_line(
    loaded: Loaded, argv: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        run.main(argv)

    assert caught.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1].replace("'", "") == (
        f"hedge-hf evaluate: error: {message}".replace("'", "")
    )
    assert loaded.names == []


@pytest.mark.parametrize("argv", [["missing"], ["tuned", "--against", "missing"]])
def test_a_model_that_cannot_be_loaded_is_one_line(
    loaded: Loaded, argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert error_of(argv, capsys) == (1, "hedge-hf: error: missing: no encoder in this folder or on the Hub")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--split", "tset", "--suite", "hedgetriple"], "split 'tset' of hedgetriple cannot be read"),
        (["--general", "STS99", "--suite", "general"], "mteb has no English task 'STS99'"),
        (["--split", "test[:1]", "--suite", "hedgetriple"], "HedgeTriple-Contrast paired_accuracy: 1 unit(s) are too"),
    ],
)
def test_suites_that_cannot_be_measured_are_one_line(
    monkeypatch: pytest.MonkeyPatch,
    scattered: HandMade,
    options: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(run, "load_scorer", Loaded([], {"tuned": scattered}).load_scorer)

    code, line = error_of(["tuned", *options], capsys)
    assert code == 2
    assert line.startswith(f"hedge-hf: error: {message}")


def test_an_excluir_that_is_no_folder_of_it_is_one_line(
    loaded: Loaded, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded.tasks[:] = [excluir(str(tmp_path))]

    code, line = error_of(["tuned"], capsys)
    assert code == 2
    assert line.startswith(f"hedge-hf: error: {tmp_path / 'corpus.json'} cannot be read as JSON")


def test_data_that_cannot_be_had_is_no_error(loaded: Loaded, capsys: pytest.CaptureFixture[str]) -> None:
    loaded.tasks[:] = [missing("CANNOT", ConnectionError("no route"))]

    assert cli.run(run.main, ["tuned"]) == 0
    assert "not run: org/sts cannot be had (no route)" in capsys.readouterr().out


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    write(tmp_path / "file", b"old")
    write(tmp_path / "file", b"new")
    (tmp_path / "folder").mkdir()

    with pytest.raises(HedgeError, match="folder cannot be written"):
        write(tmp_path / "folder", b"content")
    assert (tmp_path / "file").read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
