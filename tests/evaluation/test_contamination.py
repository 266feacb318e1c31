from __future__ import annotations

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hedge_hf import cli
from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.evaluation.contamination import run, sources
from hedge_hf.evaluation.contamination.index import NearIndex
from hedge_hf.evaluation.contamination.overlaps import SetOverlaps, find_overlaps, normal_form, pieces
from hedge_hf.evaluation.contamination.report import from_json
from hedge_hf.evaluation.contamination.sources import read_texts
from hedge_hf.hub.local import LocalHub

LAMP = "The old brass lamp on the kitchen table is not safe near the curtains."
PASSAGE = f"Fires start at home (often). {LAMP} Ask Dr. Hall!"


def find(train: list[str], evaluation: list[str], threshold: float = 0.7) -> SetOverlaps:
    (found,) = find_overlaps(train, {"set": evaluation}, threshold)
    return found


def write_lines(path: Path, *rows: Any) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


@pytest.mark.parametrize(
    "other",
    [
        LAMP,
        LAMP.upper(),
        "  the old—brass lamp, on the “kitchen table”, is not\nsafe near the curtains ",
        "The old brass lamp on thé kitchen table is not ｓａｆｅ near the curtains",
    ],
)
def test_case_accents_and_punctuation_make_no_difference(other: str) -> None:
    found = find([LAMP], [other])

    assert (found.texts, found.exact, found.near, found.share) == (1, 1, 0, 1.0)
    assert found.overlaps[0].whole and found.overlaps[0].kind == "exact"


def test_a_sentence_is_found_inside_a_passage_of_either_side() -> None:
    in_evaluation, in_training = find([LAMP], [PASSAGE]), find([PASSAGE], [LAMP])

    assert (in_evaluation.exact, in_evaluation.overlaps[0].whole) == (1, False)
    assert in_evaluation.overlaps[0].evaluation == LAMP
    assert (in_training.exact, in_training.overlaps[0].whole) == (1, True)
    assert in_training.overlaps[0].train == LAMP


def test_sentences_end_at_marks_and_lines() -> None:
    assert list(pieces("Title of it\nOne two three. “Four five six!” Seven\neight nine?").values())[1:] == [
        *("Title of it", "One two three.", "“Four five six!"),
        *("Title of it One two three.", "Seven eight nine?"),
    ]


def test_texts_under_three_words_are_ignored() -> None:
    assert normal_form("Not safe!") == ""
    assert find(["Not safe.", "Yes"], ["Not safe.", "yes", "...", ""]) == SetOverlaps("set", 0, 0, 0, ())


@pytest.mark.parametrize(
    ("other", "similarity"),
    [
        (LAMP.replace("curtains", "curtains today"), 12 / 13),
        (LAMP.replace("is not safe", "is perfectly safe"), 9 / 15),
        (f"Quite another thing altogether. {LAMP} It was so then.".replace("curtains", "sofa"), 11 / 13),
    ],
)
def test_near_duplicates_are_found_down_to_the_threshold(other: str, similarity: float) -> None:
    found = find([LAMP, "Nothing like it at all."], [other], threshold=similarity)

    assert (found.exact, found.near) == (0, 1)
    assert found.overlaps[0].similarity == pytest.approx(similarity)
    assert found.overlaps[0].train == LAMP
    assert find([LAMP], [other], threshold=similarity + 0.01).near == 0


def test_short_texts_are_compared_by_two_words() -> None:
    assert find(["The lamp is safe."], ["The lamp is safe today"]).near == 1
    assert find(["The lamp is safe."], ["The lamp is not safe"]).near == 0


def test_the_same_words_in_another_order_are_no_overlap() -> None:
    assert find(["Cats chase dogs."], ["Dogs chase cats."]).overlaps == ()


def test_each_text_counts_once_with_its_best_overlap() -> None:
    near = LAMP.replace("curtains", "curtains today")
    found = find([LAMP, near.replace("brass ", "")], [near, LAMP, LAMP.upper(), PASSAGE, "Something else again."])

    assert (found.texts, found.exact, found.near) == (4, 2, 1)
    assert [(one.kind, one.whole) for one in found.overlaps] == [("exact", True), ("exact", False), ("near", True)]
    assert found.overlaps[2].train == LAMP


def test_hundreds_of_near_duplicates_are_found_and_nothing_else() -> None:
    train = [f"Lamp {n} of house {n * 7} in street {n * 13} is not safe near any curtain of wool." for n in range(300)]
    found = find(train, [text.replace("wool.", "silk.") for text in train] + [f"Chair {n} is red" for n in range(300)])

    assert (found.texts, found.exact, found.near) == (600, 0, 300)
    assert all(one.train == one.evaluation.replace("silk", "wool") for one in found.overlaps)


def test_an_index_admits_what_is_like_nothing_in_it(tmp_path: Path) -> None:
    for database in (None, sqlite3.connect(tmp_path / "index.sqlite")):
        index = NearIndex(["the old brass lamp is not safe"], 0.7, database)

        assert index.admit("the old brass lamp is not safe today") == (5 / 6, "the old brass lamp is not safe")
        assert index.nearest("a quite different text of seven words") is None
        assert index.admit("a quite different text of seven words") is None
        assert index.admit("a quite different text of seven words") == (1.0, "a quite different text of seven words")
        assert index.admit("five short words in it") is None
        assert index.nearest("five short words in it all") == (0.75, "five short words in it")
        assert index.nearest("five short words in it") == (1.0, "five short words in it")


def test_every_set_and_every_step_is_seen() -> None:
    steps: list[None] = []
    first, second = find_overlaps(
        [LAMP], {"first": [LAMP], "second": ["A clean set."]}, advance=lambda: steps.append(None)
    )

    assert (first.source, first.exact, second.source, second.share) == ("first", 1, "second", 0.0)
    assert len(steps) == 3
    assert find([], [LAMP]).overlaps == ()


@pytest.mark.parametrize("threshold", [0, -1, 1.01, float("nan")])
def test_a_threshold_out_of_range_is_a_usage_error(threshold: float) -> None:
    with pytest.raises(UsageError, match="must be above 0 and at most 1"):
        find([LAMP], [LAMP], threshold)


ROWS = [
    {"_id": "an id of words", "doc_id": "one two three", "label": "very safe", "score": 1, "text": f"{LAMP} {n}"}
    for n in range(3)
]


@pytest.mark.parametrize("suffix", [".jsonl", ".json", ".jsonl.gz", ".parquet", ".csv", ".txt"])
def test_files_of_every_kind_give_their_texts(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"rows{suffix}"
    lines = "".join(json.dumps(row) + "\n" for row in ROWS)
    if suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(ROWS), path)
    elif suffix == ".csv":
        path.write_text("_id,text,label\n" + "".join(f'x,"{row["text"]}",yes\n' for row in ROWS))
    elif suffix == ".txt":
        path.write_text("\n\n".join(row["text"] for row in ROWS))
    else:
        content = (json.dumps(ROWS) if suffix == ".json" else lines).encode()
        path.write_bytes(gzip.compress(content) if suffix.endswith(".gz") else content)

    assert read_texts(str(path)) == [row["text"] for row in ROWS]


def test_texts_in_lists_and_structs_are_found(tmp_path: Path) -> None:
    row = {
        "anchor": "an anchor of words",
        "hedges": [{"text": "perhaps a hedge", "cue": "perhaps"}, {"text": "maybe one more", "cue": "maybe"}],
        "meta": {"notes": ["a nested note here", None], "source_id": "one two three"},
    }

    assert read_texts(write_lines(tmp_path / "rows.jsonl", row)) == [
        *("an anchor of words", "perhaps a hedge", "maybe one more", "a nested note here"),
    ]


def test_hedgetriple_gives_its_train_split() -> None:
    everything, groups, test = (read_texts(f"hedgetriple{rest}") for rest in ("", ":groups", ":groups@test"))

    assert len(everything) > len(groups) > len(test) > 100
    assert set(groups) < set(everything)
    assert not set(groups) & set(test)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("missing.jsonl", "No such file"),
        ("no/such/folder/rows.txt", "No such file"),
        ("bad.parquet", "not readable as parquet"),
        ("bad.jsonl", "not readable as jsonl"),
        ("bad.json", "not readable: "),
        ("bad.txt", "not readable: "),
        ("bad.csv", "not readable: "),
        ("rows.tsv", "not a file of a known kind; give one of .parquet"),
        ("folder", "not a file of a known kind"),
        ("folder.json", "Is a directory"),
        ("labels.jsonl", "no column of texts, .* (strings: id, label)"),
        ("empty.txt", "no column of texts, .* (strings: none)"),
        ("hedgetriple:none", "BuilderConfig 'none' not found"),
        ("hedgetriple@none", "give NAME:CONFIG@SPLIT that exist"),
    ],
)
def test_bad_input_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], source: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("bad.parquet", "bad.jsonl", "rows.tsv"):
        Path(name).write_text("\n{ nothing\n")
    Path("bad.json").write_text("[{")
    Path("bad.txt").write_bytes(b"\xff\xfe\xfa")
    Path("bad.csv").write_text("a,b\n1,2,3\n")
    Path("empty.txt").write_text("")
    for name in ("folder", "folder.json"):
        Path(name).mkdir()
    write_lines(Path("labels.jsonl"), {"id": "one two three four", "label": "not safe"})
    good = write_lines(Path("good.jsonl"), *ROWS)

    assert cli.run(run.main, [good, source]) == 2
    last = capfd.readouterr().err.splitlines()[-1]
    assert last.startswith(f"hedge-hf: error: {source}: ")
    for part in message.split(" .* "):
        assert part in last


def test_the_options_are_checked_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for options, message in (
        (["--threshold", "1.5"], "threshold is 1.5"),
        (["--report", str(tmp_path)], "is a folder"),
        (["--report", str(tmp_path / "file" / "report.json")], "cannot be written"),
    ):
        with pytest.raises(UsageError, match=message):
            run.main(["missing.txt", "missing.txt", *options])


def test_a_hub_that_does_not_answer_is_not_the_users_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    def load_dataset(*_: Any, **__: Any) -> None:
        raise ConnectionError("no route\nto the Hub")

    monkeypatch.setattr(sources, "load_dataset", load_dataset)
    with pytest.raises(
        HedgeError, match=r"^me/sts@test: cannot be loaded from the Hub: no route to the Hub$"
    ) as caught:
        read_texts("me/sts@test")
    assert caught.value.exit_code == 1


def test_datasets_of_the_hub_are_loaded_by_id_config_and_split(tmp_path: Path) -> None:
    folder = tmp_path / "hub" / "datasets" / "me" / "sts"
    folder.mkdir(parents=True)
    write_lines(folder / "train.jsonl", {"text": "A clean set of words."})
    write_lines(folder / "test.jsonl", {"text": LAMP})
    train = write_lines(tmp_path / "train.jsonl", {"text": LAMP})
    command = [sys.executable, "-m", "hedge_hf.cli", "contamination", train]
    with LocalHub(tmp_path / "hub", read_only=True) as hub:
        environment = os.environ | hub.environment() | {"HF_HOME": str(tmp_path / "home"), "HF_HUB_OFFLINE": "0"}
        found = subprocess.run(
            [*command, "me/sts@test", "me/sts:default@train", "me/sts"],
            capture_output=True,
            text=True,
            env=environment,
        )
        unknown = subprocess.run([*command, "me/none"], capture_output=True, text=True, env=environment)

    assert (found.returncode, unknown.returncode) == (0, 2), found.stderr
    rows = [line.split() for line in found.stdout.splitlines() if line.startswith("me/sts") and "%" in line]
    assert rows == [
        ["me/sts@test", "1", "1", "0", "100.0%"],
        ["me/sts:default@train", "1", "0", "0", "0.0%"],
        ["me/sts", "2", "1", "0", "50.0%"],
    ]
    assert "me/none: neither a file nor a dataset on the Hub" in unknown.stderr.splitlines()[-1]


def test_the_command_shows_and_writes_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train = write_lines(tmp_path / "train.jsonl", {"text": LAMP}, {"text": "Filler of three words."})
    near = [f"[red]{n} {LAMP}" for n in range(25)]
    dirty = write_lines(tmp_path / "dirty.jsonl", {"a": PASSAGE, "b": LAMP}, *({"a": text} for text in near))
    clean = write_lines(tmp_path / "clean.jsonl", {"text": "Nothing of it is here."})
    report = tmp_path / "new" / "report.json"

    assert cli.run(run.main, [train, dirty, clean, dirty, "--report", str(report)]) == 0

    shown = capsys.readouterr()
    assert f"CONTAMINATED: 27 texts of 1 of 2 evaluation sets found in {train}" in shown.out.splitlines()
    assert "comparing" in shown.err
    assert shown.out.count("\n  exact  ") == 2 and shown.out.count("\n  0.86   ") == 1
    assert "[red]0 The old" in shown.out
    assert shown.out.splitlines()[-1] == str(report)

    found = json.loads(report.read_text(encoding="utf-8"))
    assert found["contaminated"] is True
    assert (found["threshold"], found["train"]) == (0.7, {"source": train, "texts": 2})
    assert found["date"].endswith("+00:00")
    assert {"python", "hedge-hf", "datasets", "datasketch"} == found["versions"].keys()
    first, second = found["evaluation"]
    assert {key: first[key] for key in ("source", "texts", "exact", "near", "share")} == {
        **{"source": dirty, "texts": 27, "exact": 2, "near": 25, "share": 1.0},
    }
    assert len(first["examples"]) == 20
    assert first["examples"][0] == {
        "kind": "exact",
        "whole": True,
        "evaluation": LAMP,
        "train": LAMP,
        "similarity": 1.0,
    }
    assert second == {"source": clean, "texts": 1, "exact": 0, "near": 0, "share": 0.0, "examples": []}
    assert from_json(found).line.startswith("CONTAMINATED: 27 texts")


def test_a_clean_set_is_a_success_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train = write_lines(tmp_path / "train.jsonl", {"text": LAMP})
    clean = write_lines(tmp_path / "clean.jsonl", {"text": "Nothing of it is here."})

    assert cli.run(run.main, [train, clean]) == 0
    assert f"CLEAN: no text of 1 evaluation set was found in {train}" in capsys.readouterr().out.splitlines()
