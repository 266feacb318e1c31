from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.evaluation.contamination import sources as reading
from hedge_hf.generate.anchors.sources import open_source
from hedge_hf.hub.local import LocalHub

ROWS = [{"id": f"row number {n} here", "text": f"The cat sits on mat {n}.", "label": n} for n in range(3)]
TEXTS = [row["text"] for row in ROWS]


def write_lines(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


@pytest.mark.parametrize("suffix", [".txt", ".jsonl", ".parquet"])
def test_a_file_is_read_from_the_start_each_time(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"rows{suffix}"
    if suffix == ".txt":
        path.write_text("\n".join(TEXTS))
    elif suffix == ".jsonl":
        write_lines(path, ROWS)
    else:
        pq.write_table(pa.Table.from_pylist(ROWS), path)
    source = open_source(str(path))

    assert (source.name, source.domain, source.licence, source.captions) == (path.name, path.name, "unknown", False)
    assert list(source.texts()) == list(source.texts()) == TEXTS


@pytest.mark.parametrize(
    ("rows", "column", "expected"),
    [
        ([{"a": "the cat sits here", "n": 1}], "", "the cat sits here"),
        ([{"a": "the cat sits here", "label": "cat"}], "", "the cat sits here"),
        ([{"a": "the cat sits here", "text": "the dog sits here"}], "", "the dog sits here"),
        ([{"a": "the cat sits here", "sentence": "the dog sits here"}], "", "the dog sits here"),
        ([{"a": "the cat sits here", "text": "the dog sits here"}], ":a", "the cat sits here"),
        ([{"a": None, "n": 1}, {"a": "the cat sits here", "n": 2}], "", ""),
    ],
)
def test_the_column_is_the_only_one_of_texts_a_usual_one_or_named(
    tmp_path: Path, rows: list[dict[str, Any]], column: str, expected: str
) -> None:
    path = write_lines(tmp_path / "rows.jsonl", rows)

    assert next(open_source(path + column).texts()) == expected


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("missing.txt", "missing.txt: No such file"),
        ("empty.txt", "empty.txt: it has no rows"),
        ("lines.txt:text", "lines.txt:text: a file of lines has no column 'text'"),
        ("rows.jsonl:none", "rows.jsonl:none: no column 'none'; its columns are id, text, label"),
        ("pairs.jsonl", "which column holds the sentences? .* its columns are one, two"),
        ("numbers.json", "its rows are neither objects nor lines"),
        ("labels.jsonl", "which column holds the sentences? .* its columns are label"),
        ("me/data:a:b:c:d", "give REPO[:CONFIG][:SPLIT][:COLUMN] or a file"),
        ("", "give REPO[:CONFIG][:SPLIT][:COLUMN] or a file"),
        ("hedgetriple:none", "BuilderConfig 'none' not found"),
        ("hedgetriple:groups:none", "give REPO[:CONFIG][:SPLIT][:COLUMN] that exist: Bad split: none"),
        ("hedgetriple:groups:train:none", "no column 'none'; its columns are id, anchor"),
    ],
)
def test_bad_input_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spec: str, message: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty.txt").write_text("")
    Path("lines.txt").write_text("One line.\n")
    Path("numbers.json").write_text("[1, 2, 3]")
    write_lines(Path("rows.jsonl"), ROWS)
    write_lines(Path("pairs.jsonl"), [{"one": "the cat sits here", "two": "the dog sits here"}])
    write_lines(Path("labels.jsonl"), [{"label": "cat"}])

    with pytest.raises(UsageError) as caught:
        open_source(spec)
    for part in message.split(" .* "):
        assert part in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_column_of_something_else_is_refused(tmp_path: Path) -> None:
    source = open_source(write_lines(tmp_path / "rows.jsonl", ROWS) + ":label")

    with pytest.raises(UsageError, match="column 'label' holds int, not texts"):
        list(source.texts())


def test_a_folder_is_called_by_its_last_name(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    write_lines(tmp_path / "corpus" / "train.jsonl", ROWS)
    source = open_source(str(tmp_path / "corpus"))

    assert (source.name, source.domain, source.licence) == ("corpus", "corpus", "unknown")
    assert list(source.texts()) == TEXTS


def test_the_shipped_rows_are_a_corpus_too() -> None:
    source = open_source("hedgetriple")

    assert (source.name, source.licence) == ("hedgetriple", "cc-by-4.0")
    assert len(list(source.texts())) > 1000


def test_a_hub_that_does_not_answer_is_not_the_users_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    def load_dataset(*_: Any, **__: Any) -> None:
        raise ConnectionError("no route\nto the Hub")

    monkeypatch.setattr(reading, "load_dataset", load_dataset)
    with pytest.raises(HedgeError, match=r"^me/data: cannot be loaded from the Hub: no route to the Hub$") as caught:
        open_source("me/data")
    assert caught.value.exit_code == 1


FROM_THE_HUB = """
import json, sys
from hedge_hf.errors import HedgeError
from hedge_hf.generate.anchors.sources import open_source
for spec in sys.argv[1:]:
    try:
        source = open_source(spec)
        print(json.dumps([source.name, source.domain, source.licence, source.captions, list(source.texts())]))
    except HedgeError as error:
        print(json.dumps(str(error)))
"""


def test_datasets_of_the_hub_are_read_by_id_config_split_and_column(tmp_path: Path) -> None:
    datasets = tmp_path / "hub" / "datasets"
    for name, card in {
        "stanfordnlp/snli": "configs: [{config_name: plain_text, data_files: [{split: train, path: train.jsonl}]}]",
        "me/listed": "license: [mit, cc0-1.0]",
        "me/silent": "",
        "me/two": "license: mit\nconfigs: [{config_name: a, data_files: train.jsonl}, "
        "{config_name: b, data_files: train.jsonl}]",
    }.items():
        (datasets / name).mkdir(parents=True)
        write_lines(datasets / name / "train.jsonl", [row | {"premise": row["id"]} for row in ROWS])
        if card:
            (datasets / name / "README.md").write_text(f"---\n{card}\n---\n")
    command = [sys.executable, "-c", FROM_THE_HUB, "stanfordnlp/snli", "me/listed:::text", "me/silent", "me/two:b"]
    wrong = ["me/none", "me/two", "me/two:c", "me/listed::test", "me/listed:::none"]
    with LocalHub(tmp_path / "hub", read_only=True) as hub:
        environment = os.environ | hub.environment() | {"HF_HOME": str(tmp_path / "home"), "HF_HUB_OFFLINE": "0"}
        done = subprocess.run([*command, *wrong], capture_output=True, text=True, env=environment, check=True)

    snli, listed, silent, two, *errors = map(json.loads, done.stdout.splitlines())
    ids = [row["id"] for row in ROWS]
    assert snli == ["stanfordnlp/snli", "image captions", "cc-by-sa-4.0", True, ids]
    assert listed == ["me/listed", "me/listed", "mit, cc0-1.0", False, TEXTS]
    assert silent == ["me/silent", "me/silent", "unknown", False, TEXTS]
    assert two == ["me/two", "me/two", "mit", False, TEXTS]
    for error, spec, part in zip(
        errors,
        wrong,
        (
            "neither a file nor a dataset on the Hub",
            "available configs: ['a', 'b']",
            "Available: ['a', 'b']",
            "Available splits: ['train']",
            "no column 'none'; its columns are id, text, label, premise",
        ),
        strict=True,
    ):
        assert error.startswith(f"{spec}: ") and part in error
