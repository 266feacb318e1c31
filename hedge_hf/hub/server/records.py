"""What both kinds of store speak of: repos, files, commits and refusals."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol


def now() -> str:
    """Return the time, as the Hub writes it."""
    return as_the_hub_writes(datetime.datetime.now(datetime.UTC))


def as_the_hub_writes(time: datetime.datetime) -> str:
    """Return a time as ISO 8601 to the millisecond, UTC."""
    return time.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Refused(Exception):
    """A request the Hub answers with an error.

    Attributes:
        status: HTTP status code.
        code: The Hub's `X-Error-Code` (RepoNotFound, RevisionNotFound, EntryNotFound), or an empty string.
        message: One line for the user.
        commit: Sha of the commit that lacks a file; clients remember by it that the file is absent.
        extra: Further keys of the JSON body (the url of a repo that exists already).
    """

    def __init__(self, status: int, message: str, code: str = "", commit: str = "", **extra: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.commit = commit
        self.extra = extra


@dataclass(frozen=True, order=True)
class Repo:
    """A repository's address: kind is model, dataset or space; id is NAMESPACE/NAME."""

    kind: str
    id: str

    @property
    def namespace(self) -> str:
        """The part of the id before the slash."""
        return self.id.split("/")[0]

    @property
    def folder(self) -> str:
        """Relative folder, such as `datasets/me/nevir`."""
        return f"{self.kind}s/{self.id}"

    @property
    def web_path(self) -> str:
        """Path of the repo's page: models have no prefix."""
        return self.id if self.kind == "model" else self.folder


@dataclass(frozen=True)
class FileRecord:
    """One version of a file: its git blob id (of the pointer, if LFS), sha256 of the bytes, size in bytes."""

    blob_id: str
    sha256: str
    size: int
    lfs: bool

    @property
    def etag(self) -> str:
        """What the Hub's clients compare: sha256 of an LFS file, git blob id of a regular one."""
        return self.sha256 if self.lfs else self.blob_id


@dataclass(frozen=True)
class Commit:
    """A state of a repo: every path with its file, and where it came from (ISO 8601 date, UTC)."""

    sha: str
    parent: str | None
    title: str
    message: str
    date: str
    files: dict[str, FileRecord]
    author: str = "me"

    def to_json(self) -> dict[str, Any]:
        """Return the manifest as JSON-ready values."""
        return asdict(self)

    @classmethod
    def from_json(cls, manifest: dict[str, Any]) -> Commit:
        """Build a commit from `to_json`'s values."""
        files = {path: FileRecord(**record) for path, record in manifest["files"].items()}
        return cls(**{**manifest, "files": files})


class Store(Protocol):
    """What the HTTP app reads from; only `StoredRepos` can also be written."""

    read_only: bool

    def repos(self, kind: str) -> list[Repo]:
        """Return the repos of one kind, sorted by id."""

    def commit_at(self, repo: Repo, revision: str) -> Commit:
        """Return the commit a branch, tag or sha names."""

    def history(self, repo: Repo, revision: str) -> list[Commit]:
        """Return the commits up to a revision, newest first."""

    def refs(self, repo: Repo, group: str) -> dict[str, str]:
        """Return name -> commit sha of the refs in one group, `heads` or `tags`."""

    def created(self, repo: Repo) -> str | None:
        """Return when a repo was made (ISO 8601, UTC), or None if it was not noted."""

    def is_private(self, repo: Repo) -> bool:
        """Tell whether only members of the namespace may see a repo."""

    def content(self, repo: Repo, path: str, record: FileRecord) -> Path:
        """Return where the bytes of a file lie."""
