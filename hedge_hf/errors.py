"""Errors a user can mend: one line that names the thing and the fix, never a traceback at the command line."""

from __future__ import annotations

import importlib
from types import ModuleType

_LONGEST_LINE = 200


class HedgeError(Exception):
    """Something outside the program failed (a file, a server, a checksum); the command line exits with 1."""

    exit_code = 1


class UsageError(HedgeError, ValueError):
    """The input was wrong (an option, a config, a column); the command line exits with 2."""

    exit_code = 2


def require(module: str, extra: str) -> ModuleType:
    """Import an optional dependency, or say which extra brings it.

    Args:
        module: Dotted name of the module.
        extra: The extra of this package that installs it.

    Returns:
        The imported module.

    Raises:
        HedgeError: If the module is not installed.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise HedgeError(f"{error.name} is not installed: pip install 'hedge-hf[{extra}]'") from error


def one_line(message: BaseException | str) -> str:
    """Return the beginning of a message in one line; an error without a message gives the name of its kind."""
    words = " ".join(str(message).split()) or type(message).__name__
    return words if len(words) <= _LONGEST_LINE else words[: _LONGEST_LINE - 3] + "..."
