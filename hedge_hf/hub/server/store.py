"""Repos on disk with commits, branches and tags, safe against kills and against concurrent writers.

Layout: `blobs/` holds contents by sha256, `repos/<kind>s/<namespace>/<name>/` holds `commits/<sha>.json`
(each the whole list of files), `refs/{heads,tags,pr}/<quoted name>` (a commit sha), `private` (an empty file, if
it is), `mirror-of` (an address, if it is one), `created` (a date) and `discussions/`. Everything a commit needs is
written before its branch, and the branch is replaced by a rename: a process killed at any moment leaves the old or
the new state. Writers of one repo, also in other processes, take turns through a lock file.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, unquote

from hedge_hf.hub.server.blobs import Blobs, write_atomically
from hedge_hf.hub.server.changes import Changes, apply_changes
from hedge_hf.hub.server.names import checked_revision, is_ref_name, split_ref
from hedge_hf.hub.server.records import Commit, FileRecord, Refused, Repo, now
from hedge_hf.hub.server.repo_folders import DEFAULT_BRANCH, RepoFolders, text_of

_COMMITS_IN_MEMORY = 64
_SHORT_SHA = re.compile(r"[0-9a-f]{7,40}")


class StoredRepos(RepoFolders):
    """Repos with commits and refs; see the module for the layout."""

    def __init__(self, root: Path, read_only: bool = False) -> None:
        """Open a store, or start one in an empty or absent folder.

        Raises:
            UsageError: If the folder is a file, holds other things, or cannot be written.
        """
        super().__init__(root, read_only)
        self.blobs = Blobs(root / "blobs", root / "incoming")
        self._read = functools.lru_cache(maxsize=_COMMITS_IN_MEMORY)(self._load)

    def commit_at(self, repo: Repo, revision: str) -> Commit:
        """Return the commit a branch, a tag, a sha or its first 7 or more digits names.

        Raises:
            Refused: 404 RepoNotFound or RevisionNotFound.
        """
        folder = self._existing(repo)
        name = checked_revision(revision)
        group, bare = split_ref(name)
        for each in (group,) if group else ("heads", "tags"):
            sha = text_of(self._ref(repo, each, bare))
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
        """Return name -> commit sha of all branches (`heads`), tags (`tags`) or pull requests (`pr`)."""
        folder = self._existing(repo) / "refs" / group
        shas = {unquote(ref.name): text_of(ref) for ref in sorted(folder.glob("[!.]*"))}
        return {name: sha for name, sha in shas.items() if sha}

    def content(self, repo: Repo, path: str, record: FileRecord) -> Path:
        """Return where the bytes of a file lie."""
        return self.blobs.path(record.sha256)

    def create(self, repo: Repo, private: bool = False) -> None:
        """Create a repo with an empty first commit on `main`.

        Raises:
            Refused: 409 if it exists.
        """
        first = _new_commit(None, Changes(title="initial commit"), {}, repo.folder)
        draft = self._draft()
        write_atomically(draft / "commits" / f"{first.sha}.json", _manifest(first))
        write_atomically(draft / "refs" / "heads" / DEFAULT_BRANCH, first.sha.encode())
        self._note(draft, first.date, private)
        self._place_draft(draft, repo)

    def commit(self, repo: Repo, branch: str, changes: Changes) -> Commit:
        """Apply changes to the head of a branch and move the branch, all or nothing.

        Args:
            repo: The repo.
            branch: Name of a branch, or `refs/pr/NUMBER`.
            changes: What to do.

        Raises:
            Refused: 404 for an unknown repo, branch or deleted path, 412 if the branch has moved on from
                `changes.parent`, 400 if a path would be both a file and a folder.
        """
        group, name = split_ref(checked_revision(branch))
        with self.locked(repo):
            self._existing(repo)
            sha = text_of(self._ref(repo, group or "heads", name)) if group != "tags" else None
            if not sha:
                raise Refused(404, f"Invalid rev id: {branch} is not a branch", "RevisionNotFound")
            return self.advance(repo, self._read(repo, sha), changes, group or "heads", name)

    def advance(self, repo: Repo, head: Commit, changes: Changes, group: str, name: str) -> Commit:
        """Write the commit that follows `head` and let a ref name it; the caller holds the lock.

        Raises:
            Refused: As `commit` does.
        """
        if changes.parent and not head.sha.startswith(changes.parent):
            raise Refused(412, "A commit has happened since. Please refresh and try again.")
        commit = _new_commit(head.sha, changes, apply_changes(head.files, changes), repo.folder)
        self.write_commit(repo, commit)
        self.set_ref(repo, group, name, commit.sha)
        return commit

    def write_commit(self, repo: Repo, commit: Commit) -> None:
        """Keep a commit, which no ref names yet; its contents must be there already."""
        write_atomically(self._folder(repo) / "commits" / f"{commit.sha}.json", _manifest(commit))

    def set_ref(self, repo: Repo, group: str, name: str, sha: str) -> None:
        """Let a ref name a commit; the caller holds the lock."""
        write_atomically(self._ref(repo, group, name), sha.encode())

    def known_files(self, repo: Repo) -> dict[str, FileRecord]:
        """Return every file that a commit of a repo names, by its git blob id."""
        commits = (self._read(repo, path.stem) for path in (self._folder(repo) / "commits").glob("[!.]*.json"))
        return {record.blob_id: record for commit in commits for record in commit.files.values()}

    def adopt(
        self, repo: Repo, commit: Commit, refs: list[tuple[str, str]], source: str, private: bool = False
    ) -> None:
        """Put a commit of another Hub, under its id there, into a mirror, which is made if there is none.

        Args:
            repo: The repo.
            commit: The commit; its contents must be there already.
            refs: Groups and names of the refs that name it; `main` does as well if there is no `main` yet.
            source: Address of the other Hub.
            private: Whether a new mirror is private.
        """
        with self.locked(repo):
            if not self._folder(repo).exists():
                self._note(self._folder(repo), commit.date, private, source)
            self.write_commit(repo, commit)
            main = ("heads", DEFAULT_BRANCH)
            for group, name in refs if self._ref(repo, *main).exists() else {main, *refs}:
                self.set_ref(repo, group, name, commit.sha)

    def create_ref(self, repo: Repo, group: str, name: str, revision: str) -> None:
        """Create a branch (`heads`) or tag (`tags`) at a revision.

        Raises:
            Refused: 400 for a bad name, 404 for an unknown repo or revision, 409 if the name is taken.
        """
        if not is_ref_name(name):
            raise Refused(400, f"Invalid reference name: {name[:80]!r}")
        with self.locked(repo):
            target = self.commit_at(repo, revision)
            if self._ref(repo, group, name).exists():
                raise Refused(409, f"Reference already exists: {name}")
            self.set_ref(repo, group, name, target.sha)

    def delete_ref(self, repo: Repo, group: str, name: str) -> None:
        """Delete a branch or tag; its commits stay.

        Raises:
            Refused: 403 for `main`, 404 for an unknown repo or name.
        """
        with self.locked(repo):
            self._existing(repo)
            if (group, name) == ("heads", DEFAULT_BRANCH):
                raise Refused(403, f"The branch {DEFAULT_BRANCH} cannot be deleted")
            ref = self._ref(repo, group, checked_revision(name))
            if not ref.exists():
                raise Refused(404, f"Reference not found: {name}", "RevisionNotFound")
            ref.unlink()

    def _ref(self, repo: Repo, group: str, name: str) -> Path:
        return self._folder(repo) / "refs" / group / quote(name, safe="")

    def _load(self, repo: Repo, sha: str) -> Commit:
        text = text_of(self._folder(repo) / "commits" / f"{sha}.json")
        if text is None:
            raise Refused(404, f"Invalid rev id: {sha}", "RevisionNotFound")
        return Commit.from_json(json.loads(text))


def _manifest(commit: Commit) -> bytes:
    return json.dumps(commit.to_json(), ensure_ascii=False).encode()


def _new_commit(parent: str | None, changes: Changes, files: dict[str, FileRecord], salt: str) -> Commit:
    draft = Commit("", parent, changes.title, changes.message, now(), files, changes.author)
    return replace(draft, sha=hashlib.sha1(salt.encode() + _manifest(draft), usedforsecurity=False).hexdigest())
