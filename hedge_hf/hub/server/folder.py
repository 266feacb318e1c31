"""A plain folder tree served as repos, read-only: `<kind>s/<namespace>/<name>/files`."""

from __future__ import annotations

import datetime
import hashlib
import threading
from pathlib import Path

from hedge_hf.errors import UsageError
from hedge_hf.hub.server.blobs import record_of_file
from hedge_hf.hub.server.names import KINDS, checked_path, checked_revision
from hedge_hf.hub.server.records import Commit, FileRecord, Refused, Repo, as_the_hub_writes


class PlainFolder:
    """Repos whose only commit is what the folder holds now.

    The commit's sha follows from the paths and contents, so it is stable until a file changes. Every
    revision a client names, a pinned sha included, means this one commit: evaluation tasks pin revisions of
    the public Hub, which a local copy cannot have.
    """

    read_only = True

    def __init__(self, root: Path) -> None:
        """Serve the folders below `root`.

        Raises:
            UsageError: If `root` is not a folder with `models/`, `datasets/` or `spaces/` in it.
        """
        if not any((root / f"{kind}s").is_dir() for kind in KINDS):
            raise UsageError(f"{root} holds no models/, datasets/ or spaces/ folder: nothing to serve")
        self.root = root.resolve()
        self._records: dict[Path, tuple[int, int, FileRecord]] = {}
        self._lock = threading.Lock()

    def repos(self, kind: str) -> list[Repo]:
        """Return the repos of one kind, sorted by id."""
        folders = (self.root / f"{kind}s").glob("*/*")
        repos = (Repo(kind, f"{path.parent.name}/{path.name}") for path in folders if self._inside(path))
        return sorted(repo for repo in repos if (self.root / repo.folder).is_dir())

    def commit_at(self, repo: Repo, revision: str) -> Commit:
        """Return the current state of the folder, whatever revision is named.

        Raises:
            Refused: 404 RepoNotFound, or RevisionNotFound if the revision's name is malformed.
        """
        checked_revision(revision)
        folder = self.root / repo.folder
        if not (folder.is_dir() and self._inside(folder)):
            raise Refused(404, f"Repository Not Found: {repo.folder}", "RepoNotFound")
        files = {path.relative_to(folder).as_posix(): path for path in self._files(folder)}
        records = {name: self._record(path, name) for name, path in sorted(files.items())}
        listing = "\n".join(f"{name}\0{record.sha256}" for name, record in records.items())
        sha = hashlib.sha1(f"{repo.folder}\n{listing}".encode(), usedforsecurity=False).hexdigest()
        newest = max((path.stat().st_mtime for path in files.values()), default=folder.stat().st_mtime)
        date = as_the_hub_writes(datetime.datetime.fromtimestamp(newest, datetime.UTC))
        return Commit(sha, None, "files of a folder", "", date, records)

    def history(self, repo: Repo, revision: str) -> list[Commit]:
        """Return the one commit there is."""
        return [self.commit_at(repo, revision)]

    def refs(self, repo: Repo, group: str) -> dict[str, str]:
        """Return `main` as the only branch; there are no tags."""
        sha = self.commit_at(repo, "main").sha
        return {"main": sha} if group == "heads" else {}

    def created(self, repo: Repo) -> str | None:
        """Return None: a plain folder does not tell."""
        return None

    def is_private(self, repo: Repo) -> bool:
        """Return False: what lies in a plain folder is for everybody who may ask."""
        return False

    def content(self, repo: Repo, path: str, record: FileRecord) -> Path:
        """Return where the bytes of a file lie."""
        return self.root / repo.folder / checked_path(path)

    def _files(self, folder: Path) -> list[Path]:
        """Return the visible files; hidden ones and links that lead out of the root do not count."""
        return [
            path
            for path in folder.rglob("*")
            if path.is_file()
            and not any(part.startswith(".") and part != ".gitattributes" for part in path.relative_to(folder).parts)
            and self._inside(path)
        ]

    def _inside(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self.root)

    def _record(self, path: Path, name: str) -> FileRecord:
        status = path.stat()
        with self._lock:
            known = self._records.get(path)
            if known is None or known[:2] != (status.st_size, status.st_mtime_ns):
                known = (status.st_size, status.st_mtime_ns, record_of_file(path, name))
                self._records[path] = known
        return known[2]
