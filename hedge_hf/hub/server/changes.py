"""What a commit request asks for: newline-delimited JSON in, a new set of files out."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from hedge_hf.hub.server.blobs import Blobs, lfs_record
from hedge_hf.hub.server.names import checked_path, encodes, is_sha256
from hedge_hf.hub.server.records import FileRecord, Refused
from hedge_hf.hub.server.users import DEFAULT_USER

_PARENT = re.compile(r"[0-9a-f]{5,40}")


@dataclass
class Changes:
    """A commit to be made.

    Attributes:
        title: First line of the commit message.
        message: The rest of it.
        parent: The sha, or its first 5 or more digits, that the branch must point to; None if any will do.
        steps: In the order sent: path and new file, or path and None for a deletion; a path that ends in a
            slash is a folder.
        author: Who makes it.
    """

    title: str = ""
    message: str = ""
    parent: str | None = None
    steps: list[tuple[str, FileRecord | None]] = field(default_factory=list)
    author: str = DEFAULT_USER


def read_changes(lines: Iterable[bytes], blobs: Blobs) -> Changes:
    """Parse the body of a commit request and keep the contents of its regular files.

    Args:
        lines: The ndjson lines: a `header`, then `file`, `lfsFile`, `deletedFile` or `deletedFolder`.
        blobs: Receives regular contents; LFS contents must be there already.

    Raises:
        Refused: 400 if a line is malformed, a path invalid or an LFS content was never uploaded.
    """
    changes = Changes()
    for line in lines:
        if line.strip():
            try:
                entry = json.loads(line)
                _read_entry(entry["key"], entry["value"], changes, blobs)
            except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
                raise Refused(400, f"Malformed commit line: {type(error).__name__}: {error}") from error
    return changes


def _read_entry(key: str, value: dict[str, Any], changes: Changes, blobs: Blobs) -> None:
    if key == "header":
        changes.title = _text(value["summary"])
        changes.message = _text(value.get("description") or "")
        changes.parent = _checked_parent(value.get("parentCommit"))
    elif key == "file":
        changes.steps.append((checked_path(value["path"]), blobs.add(_decoded(value))))
    elif key == "lfsFile":
        changes.steps.append((checked_path(value["path"]), _uploaded(value, blobs)))
    elif key == "deletedFile":
        changes.steps.append((checked_path(value["path"]), None))
    elif key == "deletedFolder":
        changes.steps.append((checked_path(value["path"].rstrip("/")) + "/", None))
    else:
        raise Refused(400, f"Unknown commit operation {key!r}")


def _text(value: object) -> str:
    if not encodes(str(value)):
        raise Refused(400, "The commit message is not UTF-8")
    return str(value)


def _checked_parent(parent: object) -> str | None:
    if parent is None:
        return None
    if not (isinstance(parent, str) and _PARENT.fullmatch(parent)):
        raise Refused(400, "parentCommit must be 5 to 40 hexadecimal digits")
    return parent


def _decoded(value: dict[str, Any]) -> bytes:
    if value.get("encoding", "utf-8") != "base64":
        return str(value["content"]).encode("utf-8")
    try:
        return base64.b64decode(value["content"], validate=True)
    except binascii.Error as error:
        raise Refused(400, f"Content of {value['path']!r} is not base64") from error


def _uploaded(value: dict[str, Any], blobs: Blobs) -> FileRecord:
    sha256 = str(value["oid"])
    size = blobs.size(sha256) if is_sha256(sha256) else None
    if size is None:
        raise Refused(400, f"LFS content of {value['path']!r} was not uploaded: {sha256[:80]!r}")
    if value.get("size", size) != size:
        raise Refused(400, f"LFS content of {value['path']!r} has {size} bytes, not {value['size']}")
    return lfs_record(sha256, size)


def apply_changes(files: dict[str, FileRecord], changes: Changes) -> dict[str, FileRecord]:
    """Return the files after the changes, sorted by path; the argument stays as it was.

    Raises:
        Refused: 404 EntryNotFound if a deleted file or folder is absent, 400 if a path would be both.
    """
    result = dict(files)
    for path, record in changes.steps:
        if record is not None:
            result[path] = record
        else:
            doomed = [name for name in result if name == path or (path.endswith("/") and name.startswith(path))]
            if not doomed:
                raise Refused(404, f"Entry not found: {path}", "EntryNotFound")
            for name in doomed:
                del result[name]
    folders = {folder for name in result for folder in folders_of(name)}
    if clash := folders & result.keys():
        raise Refused(400, f"A file and a folder cannot share the path {min(clash)!r}")
    return dict(sorted(result.items()))


def folders_of(path: str) -> list[str]:
    """Return every folder above a path, outermost first: `a/b/c` gives `a`, `a/b`."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
