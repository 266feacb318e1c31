"""The report folder: checked before the work, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hedge_hf.errors import HedgeError, UsageError


def checked_folder(folder: Path) -> Path:
    """Make the folder and return it.

    Raises:
        UsageError: If no file can be written in it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        raise UsageError(f"{folder} cannot be written ({error.strerror}); give another --report folder") from error


def write(path: Path, content: bytes) -> None:
    """Write a file so that readers see the old content or the new one, nothing between.

    Raises:
        HedgeError: If it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(content)
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise HedgeError(f"{path} cannot be written ({error.strerror})") from error
