from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from audit_rows import varied

from hedge_hf.data.schema import GROUPS
from hedge_hf.errors import UsageError
from hedge_hf.generate.anchors.candidates import SourceCounts
from hedge_hf.generate.audit.sources import find, read_anchor_counts, read_rejects, read_rows, sampled
from hedge_hf.generate.folder import GROUPS_SCHEMA, REJECTS_SCHEMA


def write_groups(path: Path, rows: list[dict]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    extra = {"licence": "CC0", "prompt": "p"}
    pq.write_table(pa.Table.from_pylist([row | extra for row in rows], schema=GROUPS_SCHEMA), path)
    return path


def refused(call: object, *words: str) -> None:
    with pytest.raises(UsageError) as caught:
        call()  # type: ignore[operator]
    message = str(caught.value)
    assert "\n" not in message
    assert all(word in message for word in words), message


def test_the_shipped_rows_have_pairs_and_queries_too() -> None:
    found = find("hedgetriple")

    assert [paths[0].name for paths in (found.groups, found.contrast, found.exclusion)] == [
        "groups.parquet",
        "contrast.parquet",
        "exclusion.parquet",
    ]
    assert found.report == Path("audit")


def test_a_run_is_read_with_its_rejects_and_reported_in_its_folder(tmp_path: Path) -> None:
    rows = varied()
    write_groups(tmp_path / "groups-00-00001.parquet", rows[6:])
    write_groups(tmp_path / "groups-00-00000.parquet", rows[:6])
    (tmp_path / "rejects").mkdir()
    (tmp_path / "rejects" / "00-00000.parquet").touch()
    found = find(str(tmp_path))

    assert [path.name for path in found.rejects] == ["00-00000.parquet"]
    assert (found.report, found.anchor_counts) == (tmp_path / "audit", None)
    assert list(read_rows(found.groups, GROUPS)) == rows


def test_files_and_globs_are_read(tmp_path: Path) -> None:
    rows = varied()
    lines = tmp_path / "deep" / "rows.jsonl"
    write_groups(tmp_path / "deep" / "rows.parquet", rows)
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows))

    assert list(read_rows(find(str(lines)).groups, GROUPS)) == rows
    assert list(read_rows(find(str(tmp_path / "**" / "rows.*")).groups, GROUPS)) == rows * 2


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    refused(lambda: find(str(tmp_path)), str(tmp_path), "groups-*.parquet")
    refused(lambda: find(str(tmp_path / "none.parquet")), "none.parquet", "no such file")
    refused(lambda: find(str(tmp_path / "*.parquet")), "no such file")


def test_damaged_and_empty_files_are_named(tmp_path: Path) -> None:
    damaged, empty, wrong = tmp_path / "damaged.parquet", tmp_path / "empty.jsonl", tmp_path / "rows.csv"
    damaged.write_bytes(b"PAR1 but no more")
    empty.touch()
    wrong.write_text("a,b")
    for path in (damaged, empty, wrong):
        refused(lambda path=path: list(read_rows([path], GROUPS)), str(path))
    refused(lambda: list(read_rows([tmp_path], GROUPS)), str(tmp_path), "can be read")


def test_rows_that_break_the_schema_are_named(tmp_path: Path) -> None:
    rows = varied()
    rows[3]["hedges"][0]["type"] = "triple"
    path = write_groups(tmp_path / "groups.parquet", rows)

    refused(lambda: list(read_rows([path], GROUPS)), str(path), "row 3", "unknown type")


def test_rejects_need_a_reason_but_no_variant(tmp_path: Path) -> None:
    path = tmp_path / "rejects.parquet"
    whole = {"id": "1", "anchor": "A.", "source": "news", "type": "", "text": "", "cue": "", "reason": "short"}
    pq.write_table(pa.Table.from_pylist([whole], schema=REJECTS_SCHEMA), path)

    assert list(read_rejects([path])) == [whole | {"detail": None}]

    pq.write_table(pa.Table.from_pylist([whole | {"reason": ""}], schema=REJECTS_SCHEMA), path)
    refused(lambda: list(read_rejects([path])), str(path), "'reason' is empty")

    pq.write_table(pa.table({"id": ["1"]}), path)
    refused(lambda: list(read_rejects([path])), str(path), "'anchor' is missing")


def test_counts_of_anchors_are_flattened(tmp_path: Path) -> None:
    path = tmp_path / "counts.json"
    counts = SourceCounts("org/snli", "captions", "CC0", rows=5, sentences=4, candidates=3, chosen=2)
    counts.reject("too short")
    path.write_text(json.dumps({"number": 2, "sources": [asdict(counts)]}))

    assert read_anchor_counts(path) == {
        "org/snli / rows": 5,
        "org/snli / sentences": 4,
        "org/snli / candidates": 3,
        "org/snli / rejected / too short": 1,
        "org/snli / chosen": 2,
    }
    assert read_anchor_counts(None) == {}

    for damaged in ("{", "[1]", "{}", '{"sources": [1]}', '{"sources": 1}'):
        path.write_text(damaged)
        refused(lambda: read_anchor_counts(path), str(path))


def test_a_sample_depends_on_ids_only() -> None:
    rows = varied(50)
    sample = sampled(rows, 20)

    assert sampled(reversed(rows), 20) == sample
    assert sampled(rows, 5) == sample[:5]
    assert len(sampled(rows, 99)) == 50
