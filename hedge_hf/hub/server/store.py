"""Repos on disk with commits, branches and tags, safe against kills and against concurrent writers.

Layout: `blobs/` holds contents by sha256, `repos/<kind>s/<namespace>/<name>/` holds `commits/<sha>.json`
(each the whole list of files) and `refs/{heads,tags}/<quoted name>` (a commit sha). Everything a commit needs
is written before its branch, and the branch is replaced by a rename: a process killed at any moment leaves the
old or the new state. Writers of one repo, also in other processes, take turns through a lock file.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote

from filelock import FileLock

from hedge_hf.errors import UsageError
from hedge_hf.hub.server.blobs import Blobs, write_atomically
from hedge_hf.hub.server.changes import Changes, apply_changes
from hedge_hf.hub.server.names import checked_revision, is_ref_name
from hedge_hf.hub.server.records import Commit, FileRecord, Refused, Repo

MARKER = "hedge-hub.json"
DEFAULT_BRANCH = "main"
_LOCK_POLL_SECONDS = 0.005
_COMMITS_IN_MEMORY = 64
_LEFTOVER_SECONDS = 86_400
_SHORT_SHA = re.compile(r"[0-9a-f]{7,40}")


class StoredRepos:
    """A folder of repos that can be written, unless `read_only`; see the module for the layout."""

    def __init__(self, root: Path, read_only: bool = False) -> None:
        """Open a store, or start one in an empty or absent folder.

        Raises:
            UsageError: If the folder is a file, holds other things, or cannot be written.
        """
        self.root = root
        self.read_only = read_only
        if not read_only:
            _prepare(root)
        self.blobs = Blobs(root / "blobs", root / "incoming")
        self._read = functools.lru_cache(maxsize=_COMMITS_IN_MEMORY)(self._load)

    def repos(self, kind: str) -> list[Repo]:
        """Return the repos of one kind, sorted by id."""
        folder = self.root / "repos" / f"{kind}s"
        return sorted(Repo(kind, f"{path.parent.name}/{path.name}") for path in folder.glob("*/*"))

    def commit_at(self, repo: Repo, revision: str) -> Commit:
        """Return the commit a branch, a tag, a sha or its first 7 or more digits names.

        Raises:
            Refused: 404 RepoNotFound or RevisionNotFound.
        """
        folder = self._existing(repo)
        name = checked_revision(revision)
        for group in ("heads", "tags"):
            sha = _text(self._ref(repo, group, name))
            if sha:
                return self._read(repo, sha)
        if _SHORT_SHA.fullmatch(name):
            found = sorted((folder / "commits").glob(f"{name}*.json"))
            if len(found) == 1:
                return self._read(repo, found[0].stem)
        raise Refused(404, f"Invalid rev id: {name}", "RevisionNotFound")

    def history(self, repo: Repo, revision: str) -> list[Commit]:
        """Return the commits up to a revision, newest first."""
        commits = [self.commit_at(repo, revision)]
        while commits[-1].parent:
            commits.append(self._read(repo, commits[-1].parent))
        return commits

    def refs(self, repo: Repo, group: str) -> dict[str, str]:
        """Return name -> commit sha of all branches (`heads`) or tags (`tags`)."""
        folder = self._existing(repo) / "refs" / group
        shas = {unquote(ref.name): _text(ref) for ref in sorted(folder.glob("[!.]*"))}
        return {name: sha for name, sha in shas.items() if sha}

    def content(self, repo: Repo, path: str, record: FileRecord) -> Path:
        """Return where the bytes of a file lie."""
        return self.blobs.path(record.sha256)

    def create(self, repo: Repo) -> None:
        """Create a repo with an empty first commit on `main`.

        Raises:
            Refused: 409 if it exists.
        """
        with self._locked(repo):
            folder = self._folder(repo)
            if folder.exists():
                raise Refused(409, "You already created this repo")
            first = _new_commit(None, Changes(title="initial commit"), {}, repo.folder)
            draft = Path(tempfile.mkdtemp(dir=self.root / "incoming"))
            write_atomically(draft / "commits" / f"{first.sha}.json", _manifest(first))
            write_atomically(draft / "refs" / "heads" / DEFAULT_BRANCH, first.sha.encode())
            folder.parent.mkdir(parents=True, exist_ok=True)
            draft.rename(folder)

    def delete(self, repo: Repo) -> None:
        """Delete a repo; contents that other repos may share stay.

        Raises:
            Refused: 404 RepoNotFound.
        """
        with self._locked(repo):
            grave = Path(tempfile.mkdtemp(dir=self.root / "incoming"))
            self._existing(repo).rename(grave / "repo")
        shutil.rmtree(grave)

    def commit(self, repo: Repo, branch: str, changes: Changes) -> Commit:
        """Apply changes to the head of a branch and move the branch, all or nothing.

        Raises:
            Refused: 404 for an unknown repo, branch or deleted path, 412 if the branch has moved on from
                `changes.parent`, 400 if a path would be both a file and a folder.
        """
        with self._locked(repo):
            self._existing(repo)
            ref = self._ref(repo, "heads", checked_revision(branch))
            sha = _text(ref)
            if not sha:
                raise Refused(404, f"Invalid rev id: {branch} is not a branch", "RevisionNotFound")
            head = self._read(repo, sha)
            if changes.parent and not head.sha.startswith(changes.parent):
                raise Refused(412, "A commit has happened since. Please refresh and try again.")
            commit = _new_commit(head.sha, changes, apply_changes(head.files, changes), repo.folder)
            write_atomically(self._folder(repo) / "commits" / f"{commit.sha}.json", _manifest(commit))
            write_atomically(ref, commit.sha.encode())
            return commit

    def create_ref(self, repo: Repo, group: str, name: str, revision: str) -> None:
        """Create a branch (`heads`) or tag (`tags`) at a revision.

        Raises:
            Refused: 400 for a bad name, 404 for an unknown repo or revision, 409 if the name is taken.
        """
        if not is_ref_name(name):
            raise Refused(400, f"Invalid reference name: {name[:80]!r}")
        with self._locked(repo):
            target = self.commit_at(repo, revision)
            if self._ref(repo, group, name).exists():
                raise Refused(409, f"Reference already exists: {name}")
            write_atomically(self._ref(repo, group, name), target.sha.encode())

    def delete_ref(self, repo: Repo, group: str, name: str) -> None:
        """Delete a branch or tag; its commits stay.

        Raises:
            Refused: 403 for `main`, 404 for an unknown repo or name.
        """
        with self._locked(repo):
            self._existing(repo)
            if (group, name) == ("heads", DEFAULT_BRANCH):
                raise Refused(403, f"The branch {DEFAULT_BRANCH} cannot be deleted")
            ref = self._ref(repo, group, checked_revision(name))
            if not ref.exists():
                raise Refused(404, f"Reference not found: {name}", "RevisionNotFound")
            ref.unlink()

    def _folder(self, repo: Repo) -> Path:
        return self.root / "repos" / repo.folder

    def _existing(self, repo: Repo) -> Path:
        folder = self._folder(repo)
        if not folder.is_dir():
            raise Refused(404, f"Repository Not Found: {repo.folder}", "RepoNotFound")
        return folder

    def _ref(self, repo: Repo, group: str, name: str) -> Path:
        return self._folder(repo) / "refs" / group / quote(name, safe="")

    def _load(self, repo: Repo, sha: str) -> Commit:
        return Commit.from_json(json.loads((self._folder(repo) / "commits" / f"{sha}.json").read_bytes()))

    @contextmanager
    def _locked(self, repo: Repo) -> Iterator[None]:
        name = hashlib.sha256(repo.folder.encode()).hexdigest()[:16]
        with FileLock(self.root / "locks" / name, poll_interval=_LOCK_POLL_SECONDS):
            yield


def is_store(root: Path) -> bool:
    """Tell whether a folder was made by `StoredRepos`."""
    return (root / MARKER).is_file()


def _text(path: Path) -> str | None:
    """Return a file's text, or None if it is absent or another client has just deleted it."""
    try:
        return path.read_text()
    except FileNotFoundError:
        return None


def _prepare(root: Path) -> None:
    if root.exists() and not root.is_dir():
        raise UsageError(f"{root} is a file: give a folder")
    try:
        if root.is_dir() and not is_store(root) and any(root.iterdir()):
            raise UsageError(f"{root} is neither empty nor a hub's folder: give another, or serve it --read-only")
        if not is_store(root):
            write_atomically(root / MARKER, b'{"format": 1}\n')
        for name in ("blobs", "incoming", "locks", "repos"):
            (root / name).mkdir(exist_ok=True)
        _sweep(root / "incoming")
        if not os.access(root, os.W_OK):
            raise PermissionError(13, "not writable")
    except OSError as error:
        raise UsageError(f"cannot write to {root}: {error.strerror}") from error


def _sweep(incoming: Path) -> None:
    """Remove what killed servers left half-received; anything young may belong to another process."""
    for left in incoming.iterdir():
        if time.time() - left.stat().st_mtime > _LEFTOVER_SECONDS:
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink()


def _manifest(commit: Commit) -> bytes:
    return json.dumps(commit.to_json(), ensure_ascii=False).encode()


def _new_commit(parent: str | None, changes: Changes, files: dict[str, FileRecord], salt: str) -> Commit:
    date = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    draft = Commit("", parent, changes.title, changes.message, date, files)
    sha = hashlib.sha1(salt.encode() + _manifest(draft), usedforsecurity=False).hexdigest()
    return Commit(sha, parent, changes.title, changes.message, date, files)
