"""What the page says instead of a result: a sentence in its place, for mistakes and for failures alike."""

from __future__ import annotations

import functools
from collections.abc import Callable
from html import escape

from hedge_hf.errors import HedgeError


def notice(message: str) -> str:
    """Return a message as HTML; it is read out where that is set up."""
    return f'<p class="hh-notice" role="status">{escape(message)}</p>' if message else ""


def explained(make: Callable[..., str]) -> Callable[..., str]:
    """Let a function that returns HTML return the message of a `HedgeError` instead of raising it."""

    @functools.wraps(make)
    def wrapper(*args: object) -> str:
        try:
            return make(*args)
        except HedgeError as error:
            return notice(str(error))

    return wrapper
