"""The folder of a hub: what is in it, and how it is started or opened."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from hedge_hf.errors import UsageError
from hedge_hf.hub.server.blobs import write_atomically

MARKER = "hedge-hub.json"
_LEFTOVER_SECONDS = 86_400


def is_store(root: Path) -> bool:
    """Tell whether a folder is that of a hub."""
    return (root / MARKER).is_file()


def prepare(root: Path) -> None:
    """Start a hub in an empty or absent folder, or open one that is there.

    Raises:
        UsageError: If the folder is a file, holds other things, or cannot be written.
    """
    if root.exists() and not root.is_dir():
        raise UsageError(f"{root} is a file: give a folder")
    try:
        if root.is_dir() and not is_store(root) and any(root.iterdir()):
            raise UsageError(f"{root} is neither empty nor a hub's folder: give another, or serve it --read-only")
        if not is_store(root):
            write_atomically(root / MARKER, b'{"format": 1}\n')
        for name in ("blobs", "collections", "incoming", "locks", "repos"):
            (root / name).mkdir(exist_ok=True)
        _sweep(root / "incoming")
        if not os.access(root, os.W_OK):
            raise PermissionError(13, "not writable")
    except OSError as error:
        raise UsageError(f"cannot write to {root}: {error.strerror}") from error


def _sweep(incoming: Path) -> None:
    """Remove what killed servers left half-received; anything young may belong to another process."""
    for left in incoming.iterdir():
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > _LEFTOVER_SECONDS:
                if left.is_dir():
                    shutil.rmtree(left)
                else:
                    left.unlink()
