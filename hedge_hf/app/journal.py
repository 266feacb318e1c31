"""The journal of a review: one JSON line per decision, on the disk before the next triple is shown."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from hedge_hf.errors import HedgeError, UsageError

Verdict = Literal["accept", "fix", "reject"]
Key = tuple[str, str, str]
VERDICTS = ("accept", "fix", "reject")
_WAIT_SECONDS = 10.0
_START = b'{"id": '


@dataclass(frozen=True)
class Decision:
    """What a reviewer made of a hedge or a negation.

    Attributes:
        id: The id of its group.
        kind: "hedges" or "negations".
        text: The text that was judged.
        verdict: "accept", "fix" or "reject".
        time: When, in ISO 8601.
        fixed_text: The better text, if it was fixed.
        fixed_cue: The cue in that text.
    """

    id: str
    kind: str
    text: str
    verdict: Verdict
    time: str
    fixed_text: str = ""
    fixed_cue: str = ""

    def __post_init__(self) -> None:
        if not all(isinstance(getattr(self, field.name), str) for field in fields(self)):
            raise ValueError("a decision consists of texts")
        if self.verdict not in VERDICTS:
            raise ValueError(f"unknown verdict {self.verdict!r}")
        if (self.verdict == "fix") != bool(self.fixed_text and self.fixed_cue):
            raise ValueError("a fix has a fixed text and cue, and nothing else has")

    @property
    def key(self) -> Key:
        """What was judged; a later decision on the same replaces this one."""
        return self.id, self.kind, self.text


class Overtaken(Exception):
    """Somebody else has decided meanwhile; nothing was written."""


class DecisionJournal:
    """Decisions in a file that several tabs and processes may append to.

    A line that was cut off by a crash is removed before the next one is written.

    Attributes:
        path: The file; a `.lock` file stands beside it.
        latest: The last decision on each text.
    """

    def __init__(self, path: Path) -> None:
        """Read the journal, if there is one.

        Raises:
            UsageError: If the file is something else, or its folder cannot be written.
            HedgeError: If it is damaged within.
        """
        self.path = path
        self.latest: dict[Key, Decision] = {}
        self._lock = FileLock(path.with_name(f"{path.name}.lock"), timeout=_WAIT_SECONDS)
        self._read_bytes = self._read_lines = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{path} cannot be written ({error.strerror}); give another --journal") from error
        with self._locked():
            path.touch()
            self._catch_up()

    def refresh(self) -> None:
        """Take in what other processes have appended."""
        with self._locked():
            self._catch_up()

    def append(self, decision: Decision, seen: Decision | None) -> None:
        """Add a decision and force it to the disk.

        Args:
            decision: The decision.
            seen: The last decision on the same text that the reviewer was shown.

        Raises:
            Overtaken: If there is a later one than that.
            HedgeError: If the file cannot be written or is damaged.
        """
        with self._locked():
            self._catch_up()
            if self.latest.get(decision.key) != seen:
                raise Overtaken
            self._write(json.dumps(asdict(decision), ensure_ascii=False).encode() + b"\n")
            self._catch_up()

    def _write(self, line: bytes) -> None:
        """Add the whole line or nothing."""
        with self.path.open("rb+", buffering=0) as file:
            file.truncate(self._read_bytes)
            file.seek(self._read_bytes)
            try:
                if file.write(line) < len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(file.fileno())
            except OSError:
                file.truncate(self._read_bytes)
                raise

    def _catch_up(self) -> None:
        """Read the whole lines that are new."""
        with self.path.open("rb") as file:
            if file.seek(0, os.SEEK_END) < self._read_bytes:
                raise HedgeError(f"{self.path} was cut by another program; start the page again")
            file.seek(self._read_bytes)
            *lines, torn = file.read().split(b"\n")
        if not torn.startswith(_START[: len(torn)]):
            raise self._damaged(self._read_lines + len(lines) + 1)
        for line in lines:
            try:
                decision = Decision(**json.loads(line))
            except (ValueError, TypeError) as error:
                raise self._damaged(self._read_lines + 1) from error
            self.latest[decision.key] = decision
            self._read_bytes += len(line) + 1
            self._read_lines += 1

    def _damaged(self, line: int) -> HedgeError:
        return HedgeError(
            f"{self.path}, line {line} is no decision of a review; mend or remove the line, or give another --journal"
        )

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        except Timeout as error:
            raise HedgeError(f"{self.path} is locked by another process; end it and decide again") from error
        except OSError as error:
            raise HedgeError(
                f"{self.path} cannot be used ({error.strerror or error}); nothing was kept, mend that and decide again"
            ) from error
