"""The folders of stored repos: made, moved, copied, hidden and deleted whole, each under its lock."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from hedge_hf.hub.server.blobs import write_atomically
from hedge_hf.hub.server.layout import prepare
from hedge_hf.hub.server.records import Refused, Repo, now

DEFAULT_BRANCH = "main"
_LOCK_POLL_SECONDS = 0.005
_PRIVATE, _MIRROR, _CREATED = "private", "mirror-of", "created"
_COPIED = ("commits", "refs/heads", "refs/tags")


class RepoFolders:
    """A folder of repos, `repos/<kind>s/<namespace>/<name>/`, that can be written unless `read_only`."""

    def __init__(self, root: Path, read_only: bool = False) -> None:
        """Open a store, or start one in an empty or absent folder.

        Raises:
            UsageError: If the folder is a file, holds other things, or cannot be written.
        """
        self.root = root
        self.read_only = read_only
        if not read_only:
            prepare(root)

    def repos(self, kind: str) -> list[Repo]:
        """Return the repos of one kind, sorted by id."""
        heads = (self.root / "repos" / f"{kind}s").glob(f"*/*/refs/heads/{DEFAULT_BRANCH}")
        return sorted(Repo(kind, "/".join(head.parts[-5:-3])) for head in heads)

    def is_private(self, repo: Repo) -> bool:
        """Tell whether only members of the namespace may see a repo."""
        return (self._folder(repo) / _PRIVATE).exists()

    def set_private(self, repo: Repo, private: bool) -> None:
        """Hide a repo from others, or show it.

        Raises:
            Refused: 404 RepoNotFound.
        """
        with self.locked(repo):
            note = self._existing(repo) / _PRIVATE
            note.touch() if private else note.unlink(missing_ok=True)

    def created(self, repo: Repo) -> str | None:
        """Return when a repo was made (ISO 8601, UTC), or None if it was not noted."""
        return text_of(self._folder(repo) / _CREATED)

    def mirror_of(self, repo: Repo) -> str | None:
        """Return which Hub a repo is a mirror of: empty if it is none, None if there is no such repo."""
        return (text_of(self._folder(repo) / _MIRROR) or "") if self._folder(repo).is_dir() else None

    def duplicate(self, repo: Repo, copy: Repo, private: bool) -> None:
        """Create a repo with the history of another.

        Raises:
            Refused: 404 RepoNotFound, 409 if the new name is taken.
        """
        folder, draft = self._existing(repo), self._draft()
        with self.locked(repo):
            for part in filter(Path.is_dir, (folder / name for name in _COPIED)):
                shutil.copytree(part, draft / part.relative_to(folder))
        self._note(draft, now(), private)
        self._place_draft(draft, copy)

    def move(self, repo: Repo, new: Repo) -> None:
        """Give a repo another name; the old one is free again.

        Raises:
            Refused: 404 RepoNotFound, 409 if the new name is taken.
        """
        if repo == new:
            raise Refused(409, "This is its name already")
        first, second = sorted((repo, new))
        with self.locked(first), self.locked(second):
            self._place(self._existing(repo), new)

    def delete(self, repo: Repo) -> None:
        """Delete a repo; contents that other repos may share stay.

        Raises:
            Refused: 404 RepoNotFound.
        """
        with self.locked(repo):
            folder, grave = self._existing(repo), self._draft()
            folder.rename(grave / "repo")
        shutil.rmtree(grave)

    @contextmanager
    def locked(self, repo: Repo) -> Iterator[None]:
        """Keep other writers of a repo out, also those of other processes."""
        name = hashlib.sha256(repo.folder.encode()).hexdigest()[:16]
        with FileLock(self.root / "locks" / name, poll_interval=_LOCK_POLL_SECONDS):
            yield

    def discussions(self, repo: Repo) -> Path:
        """Return the folder of a repo's discussions; see `Discussions`.

        Raises:
            Refused: 404 RepoNotFound.
        """
        return self._existing(repo) / "discussions"

    def _draft(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self.root / "incoming"))

    def _place_draft(self, draft: Path, repo: Repo) -> None:
        try:
            with self.locked(repo):
                self._place(draft, repo)
        except Refused:
            shutil.rmtree(draft)
            raise

    def _place(self, found: Path, repo: Repo) -> None:
        folder = self._folder(repo)
        if folder.exists():
            raise Refused(409, "You already created this repo")
        folder.parent.mkdir(parents=True, exist_ok=True)
        found.rename(folder)

    def _note(self, folder: Path, created: str, private: bool = False, mirror_of: str = "") -> None:
        if mirror_of:
            write_atomically(folder / _MIRROR, mirror_of.encode())
        if private:
            (folder / _PRIVATE).touch()
        write_atomically(folder / _CREATED, created.encode())

    def _folder(self, repo: Repo) -> Path:
        return self.root / "repos" / repo.folder

    def _existing(self, repo: Repo) -> Path:
        folder = self._folder(repo)
        if not folder.is_dir():
            raise Refused(404, f"Repository Not Found: {repo.folder}", "RepoNotFound")
        return folder


def text_of(path: Path) -> str | None:
    """Return a file's text, or None if it is absent or another client has just deleted it."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
