from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from hedge_hf.errors import HedgeError
from hedge_hf.generate.llm.journal import Journal, Outcome, read_journal


def outcome(name: str, tokens: int = 7) -> Outcome:
    return Outcome(name, "abc", 'line\nbreak "ü"\u2028', None, 1, tokens)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "replies" / "00-00000.jsonl"


def test_outcomes_are_kept_in_order_and_found_again(path: Path) -> None:
    with Journal(path) as journal:
        journal.append(outcome("a"))
        journal.append(Outcome("b", "abc", None, "refused", 4, 3))
        assert "a" in journal and "c" not in journal and journal.tokens == 10

    with Journal(path) as journal:
        assert journal.prompts == {"a": "abc", "b": "abc"} and journal.tokens == 10
    assert list(read_journal(path)) == [outcome("a"), Outcome("b", "abc", None, "refused", 4, 3)]


def test_an_anchor_is_never_in_it_twice(path: Path) -> None:
    with Journal(path) as journal:
        journal.append(outcome("a"))
        with pytest.raises(ValueError, match="a is in"):
            journal.append(outcome("a"))
    with Journal(path) as journal, pytest.raises(ValueError, match="a is in"):
        journal.append(outcome("a"))


@pytest.mark.parametrize("cut", [1, 2, 10, 60])
def test_a_torn_last_line_is_cut_off(path: Path, cut: int) -> None:
    with Journal(path) as journal:
        journal.append(outcome("a"))
        journal.append(outcome("b"))
    os.truncate(path, path.stat().st_size - cut)

    with Journal(path) as journal:
        assert list(journal.prompts) == ["a"]
        journal.append(outcome("b"))
    assert [found.id for found in read_journal(path)] == ["a", "b"]


def test_a_damaged_line_within_is_named(path: Path) -> None:
    with Journal(path) as journal:
        journal.append(outcome("a"))
        journal.append(outcome("b"))
    path.write_bytes(path.read_bytes().replace(b'"id"', b'"\x00d"', 1))

    with pytest.raises(HedgeError, match=r"00-00000\.jsonl, line 1 is damaged"):
        Journal(path)


def test_a_journal_that_failed_to_open_is_not_locked(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("{}\n")
    with pytest.raises(HedgeError, match="damaged"):
        Journal(path)
    path.write_text("")
    Journal(path).close()


def test_a_second_process_is_kept_out(path: Path) -> None:
    with Journal(path):
        imports = "from pathlib import Path\nfrom hedge_hf.generate.llm.journal import Journal\n"
        code = f"{imports}Journal(Path({str(path)!r}))"
        process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "is being written by another process" in process.stderr


def test_a_missing_journal_is_empty(path: Path) -> None:
    assert list(read_journal(path)) == []


def test_a_killed_process_leaves_whole_lines(path: Path) -> None:
    code = f"""
        from pathlib import Path
        from hedge_hf.generate.llm.journal import Journal, Outcome
        with Journal(Path({str(path)!r})) as journal:
            number = len(journal.prompts)
            while True:
                journal.append(Outcome(str(number), "abc", "x" * 3000, None, 1, 1))
                number += 1
    """
    for _ in range(2):
        process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)])
        seen = path.stat().st_size if path.exists() else 0
        while not path.exists() or path.stat().st_size < seen + 50_000:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with Journal(path) as journal:
            assert list(journal.prompts) == [str(number) for number in range(len(journal.prompts))]
