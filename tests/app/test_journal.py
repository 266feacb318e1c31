import json
import os
import subprocess
import sys
import threading

import pytest

from hedge_hf.app.journal import Decision, DecisionJournal, Overtaken
from hedge_hf.errors import HedgeError, UsageError

APPEND = """
import sys
from pathlib import Path
from hedge_hf.app.journal import Decision, DecisionJournal
journal = DecisionJournal(Path(sys.argv[1]))
for number in range(50):
    journal.append(Decision(sys.argv[2], "hedges", str(number), "accept", "now"), None)
"""


def decided(number, verdict="accept", **more):
    return Decision(f"id-{number}", "hedges", "text \n“é”", verdict, "now", **more)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "review.jsonl"


def test_decisions_come_back(path):
    journal = DecisionJournal(path)
    fixed = decided(1, "fix", fixed_text="better", fixed_cue="better")
    journal.append(decided(0), None)
    journal.append(fixed, None)
    again = DecisionJournal(path)
    assert list(again.latest.values()) == [decided(0), fixed] == list(journal.latest.values())


def test_the_last_decision_counts_and_all_are_kept(path):
    journal = DecisionJournal(path)
    journal.append(decided(0), None)
    journal.append(decided(0, "reject"), decided(0))
    assert [*DecisionJournal(path).latest.values()] == [decided(0, "reject")]
    assert len(path.read_text().splitlines()) == 2


def test_a_decision_on_what_somebody_else_decided_is_not_kept(path):
    one, other = DecisionJournal(path), DecisionJournal(path)
    one.append(decided(0, "reject"), None)
    with pytest.raises(Overtaken):
        other.append(decided(0), None)
    assert other.latest == one.latest
    other.append(decided(0), decided(0, "reject"))
    one.refresh()
    assert one.latest[decided(0).key].verdict == "accept"


def test_threads_and_processes_lose_nothing(path):
    journal = DecisionJournal(path)
    processes = [subprocess.Popen([sys.executable, "-c", APPEND, path, f"process {n}"]) for n in range(2)]

    def append(name):
        for number in range(50):
            journal.append(Decision(name, "hedges", str(number), "accept", "now"), None)

    threads = [threading.Thread(target=append, args=(f"thread {n}",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for worker in (*threads, *processes):
        worker.join() if isinstance(worker, threading.Thread) else worker.wait()
    assert [process.returncode for process in processes] == [0, 0]
    assert len(DecisionJournal(path).latest) == 200 == len(path.read_text().splitlines())


@pytest.mark.parametrize("length", [1, 6, 40])
def test_a_line_that_was_cut_off_is_written_over(path, length):
    DecisionJournal(path).append(decided(0), None)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:length])
    journal = DecisionJournal(path)
    assert len(journal.latest) == 1 and path.read_bytes().startswith(whole)
    journal.append(decided(1), None)
    assert len(DecisionJournal(path).latest) == 2


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        "[]",
        "{}",
        '{"id": 1, "kind": "hedges", "text": "t", "verdict": "accept", "time": "now"}',
        '{"id": "a", "kind": "hedges", "text": "t", "verdict": "perhaps", "time": "now"}',
        '{"id": "a", "kind": "hedges", "text": "t", "verdict": "fix", "time": "now"}',
    ],
)
def test_a_damaged_line_is_named_and_nothing_is_changed(path, line):
    DecisionJournal(path).append(decided(0), None)
    path.write_text(path.read_text() + line + "\n" + json.dumps(vars(decided(1))) + "\n")
    before = path.read_bytes()
    with pytest.raises(HedgeError, match="line 2 is no decision"):
        DecisionJournal(path)
    assert path.read_bytes() == before


def test_another_file_is_left_alone(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("my notes")
    with pytest.raises(HedgeError, match="line 1 is no decision"):
        DecisionJournal(path)
    assert path.read_text() == "my notes"


def test_a_journal_that_was_cut_meanwhile_is_not_written_to(path):
    journal = DecisionJournal(path)
    journal.append(decided(0), None)
    path.write_text("")
    with pytest.raises(HedgeError, match="cut by another program"):
        journal.append(decided(1), None)
    assert path.read_text() == ""


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="give another --journal"):
        DecisionJournal(tmp_path / "file" / "review.jsonl")
    with pytest.raises(HedgeError, match="cannot be used"):
        DecisionJournal(tmp_path)


def test_a_full_disk_is_one_line_and_keeps_nothing(path, monkeypatch):
    journal = DecisionJournal(path)

    def full(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(HedgeError, match="No space left"):
            journal.append(decided(0), None)
    assert path.read_bytes() == b"" and not journal.latest
    journal.append(decided(0), None)
    assert DecisionJournal(path).latest
