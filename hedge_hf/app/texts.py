"""What visitors may type: bounded in length and number, with a sentence that says so where it is not."""

from __future__ import annotations

from hedge_hf.errors import UsageError

MAX_CHARACTERS = 1_000
MAX_PASSAGES = 200


def in_one_line(text: str | None) -> str:
    """Return a text with single spaces for all white space."""
    return " ".join((text or "").split())


def checked(text: str | None, name: str) -> str:
    """Return a text in one line.

    Args:
        text: What was typed; None if nothing was.
        name: What the page calls it.

    Raises:
        UsageError: If it is too long, or has half of a surrogate pair.
    """
    line = in_one_line(text)
    if len(line) > MAX_CHARACTERS:
        raise UsageError(f"{name} has {len(line):,} characters; please keep it to {MAX_CHARACTERS:,}.")
    if any("\ud800" <= letter <= "\udfff" for letter in line):
        raise UsageError(f"{name} has half of a character; please type it again.")
    return line


def passages_of(text: str | None) -> tuple[str, ...]:
    """Return the distinct passages of a text that has one per line.

    Raises:
        UsageError: If there are none, too many, or one is too long.
    """
    content = text or ""
    if len(content) > MAX_PASSAGES * MAX_CHARACTERS:
        raise UsageError(f"The passages are too long; please keep to {MAX_PASSAGES} of {MAX_CHARACTERS:,} characters.")
    lines = (checked(line, f"Passage {number}") for number, line in enumerate(content.splitlines(), 1))
    found = tuple(dict.fromkeys(line for line in lines if line))
    if len(found) < 2:
        raise UsageError("There is nothing to rank yet: give at least two passages, one per line.")
    if len(found) > MAX_PASSAGES:
        raise UsageError(f"There are {len(found):,} passages; please keep to {MAX_PASSAGES}.")
    return found
