"""The journal of a shard's replies: one JSON line per anchor, appended and never changed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from filelock import FileLock, Timeout

from hedge_hf.errors import HedgeError
from hedge_hf.generate.folder import explained_if_full

_LINES_PER_SYNC = 1024


class Outcome(NamedTuple):
    """What came of an anchor: a reply, or the reason why it was set aside.

    Attributes:
        id: The anchor's id.
        prompt: Hash of the prompt's wording, `prompts.prompt_hash`.
        reply: The reply as the model wrote it; None if the anchor was set aside.
        failure: Why it was set aside; None if it was answered.
        attempts: Requests it took.
        tokens: Tokens of all its prompts and replies.
    """

    id: str
    prompt: str
    reply: str | None
    failure: str | None
    attempts: int
    tokens: int


class Journal:
    """A shard's journal, open for appending by one process.

    Every line is handed to the system at once and forced to the disk every few lines: a killed process loses nothing,
    and a machine without power only anchors that will be asked again. A line that was cut off is removed when the
    journal is opened.

    Attributes:
        prompts: By id of each anchor in the journal, the hash of the prompt it was asked with.
        tokens: Tokens of all outcomes in it.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the journal.

        Args:
            path: The file; a `.lock` file stands beside it while it is open.

        Raises:
            HedgeError: If another process has it open, or it is damaged within.
        """
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(path.with_suffix(".lock"))
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise HedgeError(f"{path} is being written by another process; wait for it or end it") from error
        self.prompts: dict[str, str] = {}
        self.tokens = 0
        self._unsynced = 0
        try:
            _cut_torn_line(path)
            for outcome in read_journal(path):
                self._note(outcome)
        except HedgeError:
            self._lock.release()
            raise
        self._file = path.open("a", encoding="utf-8")

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __contains__(self, anchor_id: str) -> bool:
        return anchor_id in self.prompts

    def append(self, outcome: Outcome) -> None:
        """Add the outcome of an anchor.

        Raises:
            ValueError: If the anchor has one already.
            HedgeError: If the disk is full.
        """
        if outcome.id in self:
            raise ValueError(f"{outcome.id} is in {self.path} already")
        with explained_if_full(self.path):
            self._file.write(json.dumps(outcome._asdict(), ensure_ascii=False) + "\n")
            self._file.flush()
        self._note(outcome)
        self._unsynced += 1
        if self._unsynced == _LINES_PER_SYNC:
            self._sync()

    def close(self) -> None:
        """Force the rest to the disk and let other processes open the journal."""
        self._sync()
        self._file.close()
        self._lock.release()

    def _note(self, outcome: Outcome) -> None:
        self.prompts[outcome.id] = outcome.prompt
        self.tokens += outcome.tokens

    def _sync(self) -> None:
        os.fsync(self._file.fileno())
        self._unsynced = 0


def read_journal(path: Path) -> Iterator[Outcome]:
    """Yield the outcomes of a journal, in the order in which they came.

    Raises:
        HedgeError: If a line is damaged; a journal that was cut off is whole again once it has been opened.
    """
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            yield _outcome(line, path, number)


def _outcome(line: str, path: Path, number: int) -> Outcome:
    try:
        fields: dict[str, Any] = json.loads(line)
        return Outcome(**fields)
    except (ValueError, TypeError) as error:
        raise HedgeError(f"{path}, line {number} is damaged; remove it, and its anchor is asked again") from error


def _cut_torn_line(path: Path) -> None:
    """Cut what follows the last line break: the process was killed while it wrote."""
    if not path.exists():
        return
    with path.open("rb+") as file:
        content = file.read()
        file.truncate(content.rfind(b"\n") + 1)
