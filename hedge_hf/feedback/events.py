"""One event of feedback, and how it stands in a JSON Lines file."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from hedge_hf.errors import UsageError, one_line

LIKED = ("click", "up")
DISLIKED = ("down", "not_this")
LABELS = (*LIKED, *DISLIKED)


@dataclass(frozen=True)
class Event:
    """Somebody's opinion of one search result; a line of a feedback file has these fields.

    Attributes:
        query: What was asked.
        document_id: The id, in the corpus, of the document that was shown.
        label: "click" (opened it), "up" (thumb up), "down" (thumb down) or "not_this" (the query excludes it).
        time: When, in ISO 8601 with the offset from UTC, such as "2026-03-01T09:30:00+00:00".
        user: An opaque name; one user has one vote per query and document. Without, each event is a vote.
    """

    query: str
    document_id: str
    label: str
    time: str
    user: str = ""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not isinstance(value, str):
                raise UsageError(f"{field.name!r} is {json.dumps(value, default=str)}; it must be a text")
            if not value.strip() and field.name != "user":
                raise UsageError(f"{field.name!r} is empty; fill it or drop the event")
            if any("\ud800" <= letter <= "\udfff" for letter in value):
                raise UsageError(f"{field.name!r} has half of a surrogate pair; write it as whole characters")
        if self.label not in LABELS:
            raise UsageError(f"'label' is {self.label!r}; it must be one of {', '.join(LABELS)}")
        object.__setattr__(self, "time", _utc(self.time))


def now() -> str:
    """Return the time of an event that happens now."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")


def read_events(path: Path) -> Iterator[Event]:
    """Yield the events of a JSON Lines file; blank lines are skipped.

    Raises:
        UsageError: If the file cannot be read, or at the first line that is no event.
    """
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _parsed(line, f"{path}: line {number}")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; give a file of JSON lines") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from error


def _parsed(line: str, place: str) -> Event:
    try:
        values: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{place}: not JSON ({one_line(error)}); write one object per line") from error
    names = [field.name for field in fields(Event)]
    if not isinstance(values, dict):
        raise UsageError(f"{place}: not an object; write {{{', '.join(names)}}}")
    for name in names:
        if name not in values and name != "user":
            raise UsageError(f"{place}: {name!r} is missing; an event has {', '.join(names[:-1])} and perhaps user")
    for name in values:
        if name not in names:
            raise UsageError(f"{place}: unknown field {name!r}; the fields are {', '.join(names)}")
    try:
        return Event(**values)
    except UsageError as error:
        raise UsageError(f"{place}: {error}") from error


def _utc(time: str) -> str:
    """Return a time in one form, so that times sort as texts."""
    try:
        parsed = datetime.datetime.fromisoformat(time)
    except ValueError:
        parsed = None
    if parsed is None or parsed.tzinfo is None:
        raise UsageError(f"'time' is {time!r}; it must be ISO 8601 with an offset, like 2026-03-01T09:30:00+00:00")
    try:
        return parsed.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    except OverflowError:
        raise UsageError(f"'time' is {time!r}; it must lie between the years 1 and 9999") from None
