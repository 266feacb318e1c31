from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from audit_rows import numbered, varied

from hedge_hf.cli import run as run_command
from hedge_hf.generate.audit.report import from_json
from hedge_hf.generate.audit.run import main
from hedge_hf.generate.folder import GROUPS_SCHEMA, REJECTS_SCHEMA
from hedge_hf.generate.types import Reject


def run(*arguments: object) -> int:
    return run_command(main, list(map(str, arguments)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "run" / "rejects").mkdir(parents=True)
    extra = {"licence": "CC0", "prompt": ""}
    groups = pa.Table.from_pylist([row | extra for row in varied()], schema=GROUPS_SCHEMA)
    pq.write_table(groups, tmp_path / "run" / "groups-00-00000.parquet")
    reject = Reject("1", "Lamp 1 is on.", "news", "verbal", "[bold]Lamp", "not", "schema", "cut [off]")._asdict()
    rejects = pa.Table.from_pylist([reject], schema=REJECTS_SCHEMA)
    pq.write_table(rejects, tmp_path / "run" / "rejects" / "00-00000.parquet")
    return tmp_path / "run"


def test_a_run_is_audited_into_its_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder) == 0
    lines = capsys.readouterr().out.rstrip().splitlines()
    found = from_json(json.loads((folder / "audit" / "audit.json").read_text()))

    assert (found.anchors, found.rejected) == (12, 1)
    assert lines[-3:] == [str(folder / "audit" / "audit.json"), str(folder / "audit" / "audit.html"), found.line]
    assert any("[bold]Lamp (cut [off])" in line for line in lines)
    assert "<h1>Audit of" in (folder / "audit" / "audit.html").read_text()


def test_an_audit_is_the_same_on_every_run(folder: Path) -> None:
    written = []
    for name in ("one", "two"):
        assert run(folder, "--report", folder / name) == 0
        written.append(json.loads((folder / name / "audit.json").read_text())["audit"])

    assert written[0] == written[1]


def test_gates_that_rose_are_shown(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    worse = tmp_path / "worse.jsonl"
    rows = numbered(30, ("single", "not", "Lamp {} is not so much on."), ("verbal", "isn't", "Lamp {} isn't on."))
    even = numbered(30, ("single", "maybe", "Lamp {} maybe on."), ("verbal", "isn't", "Lamp {} isn't on."))
    earlier = tmp_path / "earlier.jsonl"
    for path, content in ((worse, rows), (earlier, even)):
        path.write_text("".join(json.dumps(row) + "\n" for row in content))
    assert run(earlier, "--report", tmp_path / "earlier") == 0
    assert run(worse, "--report", tmp_path / "worse", "--against", tmp_path / "earlier" / "audit.json") == 0
    lines = capsys.readouterr().out.rstrip().splitlines()

    assert "rose: Longer 50.0 [50, 50] -> 100.0 [100, 100]" in lines
    assert lines[-1].endswith(f"risen against {tmp_path / 'earlier' / 'audit.json'}")
    assert "Gates that rose" in (tmp_path / "worse" / "audit.html").read_text()


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"audit": {"gates": [{"name": 1}]}}', None])
def test_a_bad_earlier_audit_is_one_line(
    content: str | None, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "earlier.json"
    if content is not None:
        path.write_text(content)

    assert run(folder, "--against", path) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"hedge-hf: error: --against {path}") and error.count("\n") == 1
    assert not (folder / "audit").exists()


@pytest.mark.parametrize("broken", ["groups-00-00000.parquet", "rejects/00-00000.parquet", "anchors/counts.json"])
def test_a_damaged_file_is_one_line(broken: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / broken).parent.mkdir(exist_ok=True)
    (folder / broken).write_bytes(b"not what it should be")

    assert run(folder) == 2
    error = capsys.readouterr().err
    assert broken in error and error.count("hedge-hf: error:") == 1 and "Traceback" not in error


def test_a_folder_without_groups_and_a_report_that_cannot_be_written_are_errors(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "run" / "rejects") == 2
    assert "groups-*.parquet" in capsys.readouterr().err
    assert run(folder, "--report", folder / "groups-00-00000.parquet") == 2
    assert "--report" in capsys.readouterr().err
