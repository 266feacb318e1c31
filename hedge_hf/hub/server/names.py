"""Which names of repos, revisions and files the embedded Hub accepts; everything else is refused."""

from __future__ import annotations

import re
from urllib.parse import quote

from hedge_hf.hub.server.records import Refused, Repo

KINDS = ("model", "dataset", "space")

_REPO_PART = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_-])?")
_REVISION = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+-]*(?:/[A-Za-z0-9_][A-Za-z0-9._+-]*)*")
_REF = re.compile(r"refs/(heads|tags|pr)/(.+)")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")
MAX_PATH_LENGTH = 1000
MAX_REVISION_LENGTH = 200


def checked_repo(kind: str, namespace: str, name: str) -> Repo:
    """Return the repo, or refuse it with RepoNotFound.

    Args:
        kind: `model`, `dataset` or `space`.
        namespace: The part before the slash, decoded.
        name: The part after the slash, decoded.

    Raises:
        Refused: 404 if the kind is unknown or a part is not letters, digits and `._-` (no `..`, no `.git`).
    """
    if kind not in KINDS or not (is_repo_part(namespace) and is_repo_part(name)):
        raise Refused(404, "Repository Not Found: a repo id is NAMESPACE/NAME", "RepoNotFound")
    return Repo(kind, f"{namespace}/{name}")


def is_repo_part(text: str) -> bool:
    """Tell whether a namespace or the name of a repo may read like this."""
    return _REPO_PART.fullmatch(text) is not None and ".." not in text and not text.endswith(".git")


def is_ref_name(name: str) -> bool:
    """Tell whether a branch or tag may bear this name."""
    return (
        len(quote(name, safe="")) <= MAX_REVISION_LENGTH
        and _REVISION.fullmatch(name) is not None
        and ".." not in name
        and not name.startswith("refs/")
        and not name.endswith((".", ".lock", "/"))
    )


def checked_revision(name: str) -> str:
    """Return a revision's name, or refuse it.

    Raises:
        Refused: 404 RevisionNotFound if no branch, tag or commit could bear the name.
    """
    if not is_ref_name(split_ref(name)[1]):
        raise Refused(404, f"Invalid rev id: {name[:80]!r}", "RevisionNotFound")
    return name


def split_ref(name: str) -> tuple[str | None, str]:
    """Return the group of refs and the name in it of `refs/GROUP/NAME`; no group for any other name."""
    found = _REF.fullmatch(name)
    return (found[1], found[2]) if found else (None, name)


def checked_path(path: str) -> str:
    """Return a file's path inside its repo, or refuse it.

    Raises:
        Refused: 400 if it is empty, absolute, too long, has an empty, `.`, `..` or `.git` part, a backslash,
            a control character or text that is not UTF-8.
    """
    parts = path.split("/")
    bad_part = any(part in ("", ".", "..") or part.lower() == ".git" for part in parts)
    if bad_part or len(path) > MAX_PATH_LENGTH or _CONTROL.search(path) or not encodes(path):
        raise Refused(400, f"Invalid path in repo: {path[:80]!r}")
    return path


def is_sha256(text: object) -> bool:
    """Tell whether something is 64 lower-case hexadecimal digits."""
    return isinstance(text, str) and _SHA256.fullmatch(text) is not None


def encodes(text: str) -> bool:
    """Tell whether a text is UTF-8: JSON can name halves of characters, which are not."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
