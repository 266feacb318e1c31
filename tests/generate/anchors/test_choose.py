from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from datasets import load_dataset
from made_sentences import make_sentences

from hedge_hf.data.splits import text_ids
from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.generate.anchors import choose as stage
from hedge_hf.generate.anchors import decontamination
from hedge_hf.generate.anchors.choose import choose_anchors, read_counts
from hedge_hf.generate.anchors.sentences import flaw
from hedge_hf.generate.folder import read_anchors
from hedge_hf.generate.types import Anchor

SENTENCES = make_sentences(300)
HELD_OUT = decontamination.HELD_OUT


@pytest.fixture(autouse=True)
def no_held_out_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decontamination, "HELD_OUT", ())


def write(path: Path, texts: list[str]) -> str:
    path.write_text("".join(f"{text}\n" for text in texts))
    return str(path)


@pytest.fixture
def corpora(tmp_path: Path) -> list[str]:
    return [write(tmp_path / f"{name}.txt", SENTENCES[start::3]) for start, name in enumerate("abc")]


def choose(sources: list[str], number: int, out: Path, **options: Any) -> list[Anchor]:
    choose_anchors(sources, number, out, **{"rounds": 1, "ranks": 1} | options)
    return chosen_in(out)


def chosen_in(out: Path) -> list[Anchor]:
    return [anchor for path in sorted((out / "anchors").glob("*.jsonl")) for anchor in read_anchors(path)]


def content(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (out / "anchors").iterdir()}


def test_anchors_have_all_fields(corpora: list[str], tmp_path: Path) -> None:
    (anchor,) = choose(corpora[:1], 1, tmp_path / "out")

    assert anchor.text in SENTENCES[::3]
    assert anchor == Anchor(text_ids([anchor.text])[0], anchor.text, "a.txt", "a.txt", "en", "unknown")
    assert not list((tmp_path / "out").glob("*.sqlite*"))


def test_anchors_are_spread_over_rounds_and_ranks(corpora: list[str], tmp_path: Path) -> None:
    spread = tmp_path / "spread"
    one = choose(corpora, 32, tmp_path / "one")
    choose(corpora, 32, spread, rounds=2, ranks=5)

    files = sorted(path.name for path in (spread / "anchors").glob("*.jsonl"))
    assert files == [f"{round_:02d}-{rank:05d}.jsonl" for round_ in range(2) for rank in range(5)]
    for shard, name in enumerate(files):
        assert list(read_anchors(spread / "anchors" / name)) == one[shard::10]


@pytest.mark.parametrize(
    ("code", "fix"),
    [(sqlite3.SQLITE_FULL, "free some space and give the same command again"), (sqlite3.SQLITE_CORRUPT, "remove it")],
)
def test_a_store_that_fails_is_one_line(
    corpora: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, fix: str
) -> None:
    def fail(*arguments: object) -> None:
        error = sqlite3.OperationalError("the database fails")
        error.sqlite_errorcode = code
        raise error

    monkeypatch.setattr(stage, "_read", fail)
    with pytest.raises(HedgeError, match=fix):
        choose(corpora, 10, out=tmp_path / "run")


def test_shards_may_be_empty(corpora: list[str], tmp_path: Path) -> None:
    assert len(choose(corpora, 2, tmp_path / "out", rounds=2, ranks=3)) == 2
    assert len(list((tmp_path / "out" / "anchors").glob("*.jsonl"))) == 6


def test_the_choice_depends_on_the_seed_and_not_on_the_order_of_rows(corpora: list[str], tmp_path: Path) -> None:
    first = choose(corpora, 30, tmp_path / "first")
    other = choose(corpora, 30, tmp_path / "other", seed=1)
    for start, name in enumerate("abc"):
        shuffled = random.Random(1).sample(SENTENCES[start::3], 100)
        write(tmp_path / f"{name}.txt", shuffled)

    assert choose(corpora, 30, tmp_path / "again") == first
    assert other != first


def test_corpora_have_equal_shares_or_the_given_ones(corpora: list[str], tmp_path: Path) -> None:
    equal = choose(corpora, 30, tmp_path / "equal")
    weighted = choose(corpora, 30, tmp_path / "weighted", weights=[3, 2, 1])

    assert Counter(anchor.source for anchor in equal) == {"a.txt": 10, "b.txt": 10, "c.txt": 10}
    assert Counter(anchor.source for anchor in weighted) == {"a.txt": 15, "b.txt": 10, "c.txt": 5}


def test_what_a_small_corpus_lacks_the_others_give(corpora: list[str], tmp_path: Path) -> None:
    small = write(tmp_path / "small.txt", make_sentences(4, seed=1))
    chosen = choose([small, *corpora[:2]], 24, tmp_path / "out")

    assert Counter(anchor.source for anchor in chosen) == {"small.txt": 4, "a.txt": 10, "b.txt": 10}


def test_too_few_are_all_taken_and_said(corpora: list[str], tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    rows = [*SENTENCES[:3], SENTENCES[0].upper().lower(), "Too short.", SENTENCES[1].replace(".", " now.")]
    counts = choose_anchors([write(tmp_path / "few.txt", rows)], 10, tmp_path / "out", rounds=1, ranks=1)

    (source,) = counts.sources
    assert (counts.number, counts.chosen, source.rows, source.sentences) == (10, 3, 6, 6)
    assert source.rejected == {"length": 1, "lower case": 1, "near duplicate": 1}
    assert source.candidates == 4
    assert "only 3 of 10 anchors" in caplog.text and "near duplicate 1" in caplog.text


def test_sentences_are_taken_out_of_longer_texts(tmp_path: Path) -> None:
    path = write(tmp_path / "paragraphs.txt", [" ".join(SENTENCES[:3]), "", SENTENCES[3]])
    out = tmp_path / "out"

    assert {anchor.text for anchor in choose([path], 9, out)} == set(SENTENCES[:4])
    assert (read_counts(out).sources[0].rows, read_counts(out).sources[0].sentences) == (3, 4)


def test_near_duplicates_are_passed_over_within_and_between_corpora(tmp_path: Path) -> None:
    near = [sentence.replace("The ", "Here the ", 1) for sentence in SENTENCES[:50]]
    sources = [write(tmp_path / "a.txt", SENTENCES[:50]), write(tmp_path / "b.txt", near)]
    out = tmp_path / "out"
    chosen = choose(sources, 100, out)

    assert len(chosen) == 50
    assert {anchor.text.removeprefix("Here ").lower() for anchor in chosen} == {
        text.lower() for text in SENTENCES[:50]
    }
    assert sum(source.rejected["near duplicate"] for source in read_counts(out).sources) == 50


def test_texts_of_evaluation_sets_are_no_anchors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decontamination, "HELD_OUT", HELD_OUT)
    held_out = [text for text in load_dataset("hedgetriple", "groups", split="test")["anchor"] if not flaw(text)]
    evaluation = write(tmp_path / "test.txt", [f"{SENTENCES[0]} {SENTENCES[1].replace('.', ' now.')}"])
    source = write(tmp_path / "a.txt", [*SENTENCES[:5], *held_out])
    out = tmp_path / "out"
    chosen = choose([source], 1000, out, decontaminate=[evaluation])

    assert {anchor.text for anchor in chosen} == set(SENTENCES[2:5])
    assert read_counts(out).sources[0].rejected["evaluation"] > len(held_out) * 0.9 > 50


def test_other_languages_are_rejected(tmp_path: Path) -> None:
    german = [f"Der alte Lehrer besucht im Sommer das kleine Museum Nummer {word}." for word in ("eins", "zwei")]
    source = write(tmp_path / "a.txt", [*SENTENCES[:5], *german])

    assert len(choose([source], 10, tmp_path / "en")) == 5
    assert read_counts(tmp_path / "en").sources[0].rejected == {"language": 2}
    assert {anchor.language for anchor in choose([source], 10, tmp_path / "de", language="de")} == {"de"}
    assert read_counts(tmp_path / "de").sources[0].rejected["language"] == 5


def test_progress_is_told(corpora: list[str], tmp_path: Path) -> None:
    steps: Counter[str] = Counter()
    choose(corpora, 6, tmp_path / "out", progress=lambda task, number: steps.update({task: number}))

    assert steps == {"choosing anchors": 6} | {f"reading {name}.txt": 100 for name in "abc"}


class Killed(BaseException):
    pass


@pytest.mark.parametrize("task", ["reading b.txt", "reading c.txt", "choosing anchors", "writing"])
def test_a_killed_run_goes_on_and_ends_in_the_same_bytes(
    corpora: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, task: str
) -> None:
    def kill(now: str, _: int = 0) -> None:
        if now == task:
            raise Killed

    options = {"rounds": 2, "ranks": 2}
    choose(corpora, 200, tmp_path / "whole", **options)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(stage, "write", lambda *_: kill("writing"))
        choose(corpora, 200, tmp_path / "out", progress=kill, **options)
    assert "counts.json" not in content(tmp_path / "out")
    steps: Counter[str] = Counter()
    choose(corpora, 200, tmp_path / "out", progress=lambda now, _: steps.update([now]), **options)

    assert content(tmp_path / "out") == content(tmp_path / "whole")
    assert (
        set(steps)
        == {
            "reading b.txt": {"reading b.txt", "reading c.txt", "choosing anchors"},
            "reading c.txt": {"reading c.txt", "choosing anchors"},
            "choosing anchors": {"choosing anchors"},
            "writing": set(),
        }[task]
    )


KILL_HARD = """
import os, sys
from pathlib import Path
from hedge_hf.generate.anchors.choose import choose_anchors

left = int(sys.argv[2])

def progress(task, _):
    global left
    left -= task == sys.argv[1]
    if left < 0:
        os._exit(9)

choose_anchors(sys.argv[4:], 200, Path(sys.argv[3]), rounds=2, ranks=2, progress=progress)
"""


@pytest.mark.parametrize(("task", "after"), [("reading b.txt", 0), ("choosing anchors", 150)])
def test_a_process_that_dies_leaves_nothing_half_done(
    corpora: list[str], tmp_path: Path, task: str, after: int
) -> None:
    command = [sys.executable, "-c", KILL_HARD, task, str(after), str(tmp_path / "out"), *corpora]
    assert subprocess.run(command).returncode == 9
    choose(corpora, 200, tmp_path / "whole", rounds=2, ranks=2)
    choose(corpora, 200, tmp_path / "out", rounds=2, ranks=2)

    assert content(tmp_path / "out") == content(tmp_path / "whole")


def test_finished_anchors_are_only_read(corpora: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = choose_anchors(corpora, 6, out, rounds=1, ranks=1)
    for path in corpora:
        Path(path).unlink()

    assert choose_anchors(corpora, 6, out, rounds=1, ranks=1) == first == read_counts(out)
    assert json.loads((out / "anchors" / "counts.json").read_text())["number"] == 6


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"number": 0}, "number of anchors is 0; it must be at least 1"),
        ({"sources": []}, "sources are none; give one or more"),
        ({"sources": ["a.txt", "a.txt"]}, "sources are a.txt, a.txt; give one or more, each once"),
        ({"weights": [1, 2]}, "weights are 2 for 1 sources; give one for each"),
        ({"weights": [0]}, "weights are 0; each must be a number above 0"),
        ({"weights": [float("nan")]}, "weights are nan; each must be a number above 0"),
        ({"language": "xx"}, "language is 'xx'; give an ISO 639-1 code"),
        ({"sources": ["missing.txt"]}, "missing.txt: No such file"),
        ({"decontaminate": ["missing.jsonl"]}, "missing.jsonl: No such file"),
    ],
)
def test_bad_input_is_a_usage_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.txt", SENTENCES[:5])
    with pytest.raises(UsageError) as caught:
        choose_anchors(**{"sources": ["a.txt"], "number": 3, "out": Path("out"), "rounds": 1, "ranks": 1} | options)

    assert message in str(caught.value)


def test_all_corpora_are_looked_at_before_the_first_is_read(corpora: list[str], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"missing\.txt"):
        choose([corpora[0], "missing.txt"], 3, tmp_path / "out", progress=lambda task, _: pytest.fail(task))


def test_nothing_left_says_which_filter_took_how_many(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", ["Too short."] * 3 + ["Does the cat sit on the mat?", "SEE www.example.org"])

    with pytest.raises(UsageError, match=r"no sentence of 5 rows .*length 4, talk 1\); give other sources"):
        choose([path], 3, tmp_path / "out")


def test_a_damaged_store_and_a_folder_that_cannot_be_written_are_one_line(corpora: list[str], tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "anchors.sqlite").write_bytes(b"no database" * 100)
    (tmp_path / "file").write_text("")

    with pytest.raises(HedgeError, match=r"anchors\.sqlite cannot be used: file is not a database; remove it"):
        choose(corpora, 3, tmp_path / "out")
    with pytest.raises(HedgeError, match=r"file/out cannot be written \(Not a directory\)"):
        choose(corpora, 3, tmp_path / "file" / "out")
