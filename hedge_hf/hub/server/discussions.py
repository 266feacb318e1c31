"""Discussions and pull requests of stored repos: one JSON file each, a pull request's files in `refs/pr/NUMBER`."""

from __future__ import annotations

import json
import secrets
from typing import Any

from hedge_hf.hub.server.blobs import write_atomically
from hedge_hf.hub.server.changes import Changes
from hedge_hf.hub.server.records import Commit, FileRecord, Refused, Repo, now
from hedge_hf.hub.server.store import DEFAULT_BRANCH, StoredRepos

_OPEN = ("open", "draft")


class Discussions:
    """The discussions of the repos in a store; numbers count from 1 in each repo."""

    def __init__(self, store: StoredRepos) -> None:
        """Keep them beside the commits of each repo."""
        self._store = store

    def all(self, repo: Repo) -> list[dict[str, Any]]:
        """Return a repo's discussions, newest first."""
        files = self._store.discussions(repo).glob("[!.]*.json")
        return sorted(map(_read, files), key=lambda one: -one["num"])

    def get(self, repo: Repo, number: int) -> dict[str, Any]:
        """Return one.

        Raises:
            Refused: 404 if there is none of this number.
        """
        try:
            return _read(self._store.discussions(repo) / f"{number}.json")
        except FileNotFoundError:
            raise Refused(404, f"Discussion not found: {number}") from None

    def start(self, repo: Repo, author: str, title: str, text: str, pull_request: bool) -> dict[str, Any]:
        """Begin a discussion, or a draft of a pull request without changes.

        Raises:
            Refused: 404 RepoNotFound.
        """
        with self._store.locked(repo):
            number = self._next(repo)
            if pull_request:
                self._store.set_ref(repo, "pr", str(number), self._store.commit_at(repo, DEFAULT_BRANCH).sha)
            found = _new(repo, number, author, title, "draft" if pull_request else "open", pull_request)
            found["events"].append(_comment(author, text))
            return self._write(repo, found)

    def propose(self, repo: Repo, author: str, branch: str, changes: Changes) -> tuple[int, Commit]:
        """Open a pull request with one commit on top of a branch.

        Returns:
            Its number and the commit.

        Raises:
            Refused: As `StoredRepos.commit` does.
        """
        with self._store.locked(repo):
            head, number = self._store.commit_at(repo, branch), self._next(repo)
            commit = self._store.advance(repo, head, changes, "pr", str(number))
            found = _new(repo, number, author, changes.title, "open", True)
            found["events"] += [
                _comment(author, changes.message),
                _event("commit", author, subject=commit.title, oid=commit.sha),
            ]
            self._write(repo, found)
            return number, commit

    def add(self, repo: Repo, number: int, author: str, kind: str, **data: Any) -> dict[str, Any]:
        """Add an event: a `comment` (text), a `status-change` (status) or a `title-change` (title).

        Returns:
            The event.

        Raises:
            Refused: 404 if there is no such discussion, 403 for another status of what is merged.
        """
        with self._store.locked(repo):
            found = self.get(repo, number)
            if kind == "comment":
                event = _comment(author, data["text"])
            elif kind == "title-change":
                event = _event(kind, author, **{"from": found["title"], "to": data["title"]})
                found["title"] = data["title"]
            else:
                if found["status"] == "merged":
                    raise Refused(403, "This pull request is merged")
                event = _event(kind, author, status=data["status"])
                found["status"] = data["status"]
            found["events"].append(event)
            self._write(repo, found)
            return event

    def merge(self, repo: Repo, number: int, author: str) -> Commit:
        """Put the changes of a pull request on top of `main`.

        Raises:
            Refused: 404 if there is no such pull request, 403 if it is not open, 409 if files conflict.
        """
        with self._store.locked(repo):
            found = self.get(repo, number)
            if not found["isPullRequest"] or found["status"] not in _OPEN:
                raise Refused(403, f"Discussion {number} is no open pull request")
            if conflicts := self.conflicts(repo, number):
                raise Refused(409, f"Conflicts with {DEFAULT_BRANCH}: {', '.join(conflicts[:3])}")
            changes = Changes(title=f"{found['title']} (#{number})", author=author)
            head = self._store.commit_at(repo, DEFAULT_BRANCH)
            steps = changed_files(*self._base_and_head(repo, number))
            changes.steps = [(path, file) for path, file in steps.items() if head.files.get(path) != file]
            commit = self._store.advance(repo, head, changes, "heads", DEFAULT_BRANCH)
            found["status"], found["mergeCommitId"] = "merged", commit.sha
            found["events"].append(_event("status-change", author, status="merged"))
            self._write(repo, found)
            return commit

    def conflicts(self, repo: Repo, number: int) -> list[str]:
        """Return the paths that both a pull request and `main` changed, to different contents."""
        base, proposed = self._base_and_head(repo, number)
        main = changed_files(base, self._store.commit_at(repo, DEFAULT_BRANCH))
        ours = changed_files(base, proposed)
        return sorted(path for path in ours.keys() & main.keys() if ours[path] != main[path])

    def changes(self, repo: Repo, number: int) -> dict[str, tuple[FileRecord | None, FileRecord | None]]:
        """Return, for each path that a pull request changes, the file before and after; None where there is none."""
        base, proposed = self._base_and_head(repo, number)
        return {path: (base.files.get(path), file) for path, file in changed_files(base, proposed).items()}

    def _base_and_head(self, repo: Repo, number: int) -> tuple[Commit, Commit]:
        """Return where a pull request begins, its oldest commit if a mirror's `main` has moved on, and its end."""
        on_main = {commit.sha for commit in self._store.history(repo, DEFAULT_BRANCH)}
        proposed = self._store.history(repo, f"refs/pr/{number}")
        return next((commit for commit in proposed if commit.sha in on_main), proposed[-1]), proposed[0]

    def _next(self, repo: Repo) -> int:
        return max((one["num"] for one in self.all(repo)), default=0) + 1

    def _write(self, repo: Repo, found: dict[str, Any]) -> dict[str, Any]:
        write_atomically(self._store.discussions(repo) / f"{found['num']}.json", json.dumps(found).encode())
        return found


def changed_files(before: Commit, after: Commit) -> dict[str, FileRecord | None]:
    """Return path -> new file, or None if it was deleted, for every path that differs."""
    paths = before.files.keys() | after.files.keys()
    return {path: after.files.get(path) for path in sorted(paths) if before.files.get(path) != after.files.get(path)}


def _read(path: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def _new(repo: Repo, number: int, author: str, title: str, status: str, pull_request: bool) -> dict[str, Any]:
    return {
        "num": number,
        "title": title,
        "author": {"name": author},
        "createdAt": now(),
        "status": status,
        "isPullRequest": pull_request,
        "events": [],
    }


def _event(kind: str, author: str, **data: Any) -> dict[str, Any]:
    return {"id": secrets.token_hex(12), "type": kind, "author": {"name": author}, "createdAt": now(), "data": data}


def _comment(author: str, text: str) -> dict[str, Any]:
    latest = {"raw": text, "html": "", "updatedAt": now(), "author": {"name": author}}
    return _event("comment", author, edited=False, hidden=False, latest=latest, history=[])
