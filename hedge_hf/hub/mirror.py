"""`hedge-hf hub mirror`: copies repos of the Hub that HF_ENDPOINT names into a folder for `hedge-hf hub serve`.

Commits keep their ids, so a revision that a script pins is found in the mirror as well.
"""

from __future__ import annotations

import argparse
import datetime
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from huggingface_hub import HfApi, constants, hf_hub_download
from huggingface_hub.hf_api import RepoFile
from rich.console import Console

from hedge_hf.errors import HedgeError, UsageError, require
from hedge_hf.hub.refusals import checked_id, refusals
from hedge_hf.hub.server.blobs import git_blob_id, lfs_record, sha256_of
from hedge_hf.hub.server.names import checked_path, is_ref_name, is_sha256, split_ref
from hedge_hf.hub.server.records import Commit, FileRecord, Refused, Repo, as_the_hub_writes, now
from hedge_hf.hub.server.store import DEFAULT_BRANCH, StoredRepos

_THREADS = 4
_COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass
class Mirrored:
    """What became of one repo: its commits by their revisions, and how much had to be fetched."""

    commits: dict[str, str]
    files: int = 0
    size: int = 0


def mirror(repo: Repo, store: StoredRepos, revisions: list[str] | None = None) -> Mirrored:
    """Copy a repo; what the store has already, also after an interruption, is not fetched again.

    Args:
        repo: What to copy.
        store: Where to put it.
        revisions: Branches, tags and commits to copy; without, `main` and every tag. The first of them becomes `main`
            if `main` itself is not among them and was not copied before.

    Raises:
        UsageError: If the store has a repo of this name that is no mirror.
        HedgeError: If the Hub does not answer or refuses, or a file is damaged on the way.
    """
    api = HfApi()
    source = store.mirror_of(repo)
    if source == "":
        raise UsageError(f"{store.root} has a {repo.folder} of its own; mirror into another --root")
    done = Mirrored({})
    with refusals(repo.id):
        refs = api.list_repo_refs(repo.id, repo_type=repo.kind)
        tags = {tag.name: tag.target_commit for tag in refs.tags}
        branches = {branch.name: branch.target_commit for branch in refs.branches}
        for revision in revisions or [DEFAULT_BRANCH, *tags]:
            if not is_ref_name(split_ref(revision)[1]):
                raise HedgeError(f"{repo.id} has {revision!r}, which cannot be kept; name others with --revision")
            info = api.repo_info(repo.id, repo_type=repo.kind, revision=tags.get(revision, revision))
            commit = _copied(api, repo, store, str(info.sha), info.last_modified, done)
            named = [("tags", revision)] if revision in tags else [("heads", revision)] if revision in branches else []
            store.adopt(repo, commit, named, constants.ENDPOINT, bool(info.private))
            done.commits[revision] = commit.sha
    return done


def _copied(
    api: HfApi, repo: Repo, store: StoredRepos, sha: str, modified: datetime.datetime | None, done: Mirrored
) -> Commit:
    if not _COMMIT.fullmatch(sha):
        raise HedgeError(f"the Hub names a commit that cannot be kept: {sha[:80]!r}")
    try:
        return store.commit_at(repo, sha)
    except Refused:
        pass
    entries = api.list_repo_tree(repo.id, recursive=True, revision=sha, repo_type=repo.kind)
    files = [entry for entry in entries if isinstance(entry, RepoFile)]
    known = store.known_files(repo)
    incoming = store.root / "incoming" / f"mirror-{sha}"

    def record(file: RepoFile) -> FileRecord:
        return _known(file, known, store) or _fetch(file, repo, sha, incoming, store, done)

    with ThreadPoolExecutor(_THREADS) as threads:
        records = dict(zip((_safe(file.path) for file in files), threads.map(record, files), strict=True))
    shutil.rmtree(incoming, ignore_errors=True)
    date = as_the_hub_writes(modified) if modified else now()
    return Commit(sha, None, f"mirrored from {constants.ENDPOINT}", "", date, dict(sorted(records.items())))


def _safe(path: str) -> str:
    try:
        return checked_path(path)
    except Refused as refused:
        raise HedgeError(f"the Hub names a file that cannot be kept: {refused.message}") from refused


def _known(file: RepoFile, known: dict[str, FileRecord], store: StoredRepos) -> FileRecord | None:
    if file.lfs:
        if not is_sha256(file.lfs.sha256):
            raise HedgeError(f"the Hub names a content that cannot be kept: {str(file.lfs.sha256)[:80]!r}")
        return lfs_record(file.lfs.sha256, file.size) if store.blobs.size(file.lfs.sha256) == file.size else None
    return known.get(file.blob_id)


def _fetch(file: RepoFile, repo: Repo, sha: str, incoming: Path, store: StoredRepos, done: Mirrored) -> FileRecord:
    path = Path(hf_hub_download(repo.id, _safe(file.path), repo_type=repo.kind, revision=sha, local_dir=incoming))
    digest = sha256_of(path)
    found = lfs_record(digest, path.stat().st_size) if file.lfs else _regular(path, digest)
    expected = file.lfs.sha256 if file.lfs else file.blob_id
    if found.etag != expected:
        path.unlink()
        raise HedgeError(f"{repo.id}/{file.path} came damaged; give the command again")
    target = store.blobs.path(digest)
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(path, target)
    done.files, done.size = done.files + 1, done.size + found.size
    return found


def _regular(path: Path, digest: str) -> FileRecord:
    return FileRecord(git_blob_id(path.read_bytes()), digest, path.stat().st_size, lfs=False)


def main(argv: list[str]) -> None:
    """Copy the repos one by one."""
    parser = argparse.ArgumentParser(prog="hedge-hf hub mirror", allow_abbrev=False, description=__doc__)
    parser.add_argument("repos", nargs="+", metavar="REPO", help="namespace/name")
    parser.add_argument("--type", choices=("model", "dataset", "space"), default="model", help="default: %(default)s")
    parser.add_argument("--root", type=Path, required=True, metavar="FOLDER", help="folder for `hedge-hf hub serve`")
    parser.add_argument(
        "--revision", nargs="+", metavar="R", help="branches, tags, commits (default: main and every tag)"
    )
    options = parser.parse_args(argv)
    require("starlette", extra="hub")
    repos = [Repo(options.type, checked_id(repo, "REPO")) for repo in options.repos]
    store = StoredRepos(options.root)
    for repo in repos:
        done = mirror(repo, store, options.revision)
        commits = ", ".join(f"{revision} {sha[:8]}" for revision, sha in done.commits.items())
        _say(f"Mirrored {repo.folder}: {commits}; {done.files:,} files, {done.size:,} bytes fetched")
    _say(f"Serve them: hedge-hf hub serve {options.root} --read-only")


def _say(line: str) -> None:
    Console().print(line, highlight=False, soft_wrap=True, markup=False)
