"""What an HTTP response with an error status says: its reason in one line, and how long to wait."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime

import httpx2

from hedge_hf.errors import one_line


def detail_of(response: httpx2.Response) -> str:
    """Return the server's own words: OpenAI's {"error": {"message"}}, FastAPI's {"detail"}, or the body."""
    try:
        found = response.json()
        for key in ("error", "message", "detail"):
            found = found.get(key, found) if isinstance(found, dict) else found
    except ValueError:
        found = response.text
    return one_line(str(found).strip() or response.reason_phrase)


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
