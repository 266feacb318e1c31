"""What an HTTP response with an error status says: its reason in one line, and how long to wait."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime

import httpx2

_LONGEST_LINE = 160


def detail_of(response: httpx2.Response) -> str:
    """Return the server's own words: OpenAI's {"error": {"message"}}, FastAPI's {"detail"}, or the body."""
    try:
        found = response.json()
        for key in ("error", "message", "detail"):
            found = found.get(key, found) if isinstance(found, dict) else found
    except ValueError:
        found = response.text
    return one_line(str(found)) or response.reason_phrase


def one_line(text: str) -> str:
    """Return a text without line breaks, cut if it is long."""
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_LINE else words[: _LONGEST_LINE - 3] + "..."


def seconds_to_wait(response: httpx2.Response) -> float:
    """Return the seconds of the Retry-After header, a number or a date; 0 if there is none."""
    value = response.headers.get("retry-after", "0")
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(value).timestamp() - time.time()
        except ValueError:
            return 0.0
    return max(0.0, seconds)
