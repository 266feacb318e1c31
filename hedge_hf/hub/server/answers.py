"""The JSON the Hub's clients expect, made from commits; see https://huggingface.co/docs/hub/api."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from hedge_hf.hub.server.blobs import pointer
from hedge_hf.hub.server.cards import tags_of
from hedge_hf.hub.server.changes import folders_of
from hedge_hf.hub.server.records import Commit, FileRecord, Refused, Repo
from hedge_hf.hub.server.users import User

_OF_MODELS = ("library_name", "pipeline_tag", "model-index")


def whoami(user: User) -> dict[str, Any]:
    """Return what `HfApi.whoami` reads."""
    token = {"displayName": "local", "role": user.role}
    return {
        "type": "user",
        "id": user.name,
        "name": user.name,
        "fullname": user.name,
        "orgs": [{"type": "org", "name": name, "fullname": name} for name in user.organisations or ()],
        "auth": {"type": "access_token", "accessToken": token},
    }


def repo_info(repo: Repo, commit: Commit, created: str, private: bool, card: dict[str, Any]) -> dict[str, Any]:
    """Return what `HfApi.repo_info` reads.

    Args:
        repo: The repo.
        commit: The state to tell of.
        created: ISO 8601 date of its first commit.
        private: Whether only members of the namespace see it.
        card: The metadata in its README.md.
    """
    info: dict[str, Any] = {
        "id": repo.id,
        "author": repo.namespace,
        "sha": commit.sha,
        "createdAt": created,
        "lastModified": commit.date,
        "private": private,
        "gated": False,
        "disabled": False,
        "downloads": 0,
        "likes": 0,
        "tags": tags_of(card),
        "cardData": card,
        "usedStorage": sum(record.size for record in commit.files.values()),
        "siblings": [_sibling(path, record) for path, record in commit.files.items()],
    }
    if repo.kind == "model":
        given: dict[str, Any] = {key: card[key] for key in _OF_MODELS if key in card}
        return {**info, "modelId": repo.id, **given}
    return {**info, "sdk": card.get("sdk")} if repo.kind == "space" else info


def _sibling(path: str, record: FileRecord) -> dict[str, Any]:
    sibling = {"rfilename": path, "size": record.size, "blobId": record.blob_id}
    return {**sibling, "lfs": {"sha256": record.sha256, **_lfs_sizes(record)}} if record.lfs else sibling


def _lfs_sizes(record: FileRecord) -> dict[str, int]:
    return {"size": record.size, "pointerSize": len(pointer(record.sha256, record.size))}


def commit_info(commit: Commit) -> dict[str, Any]:
    """Return what `HfApi.list_repo_commits` reads."""
    return {
        "id": commit.sha,
        "title": commit.title,
        "message": commit.message,
        "date": commit.date,
        "authors": [{"user": commit.author}],
    }


def storage_infos(sizes: dict[Repo, tuple[str, bool, int]]) -> list[dict[str, Any]]:
    """Return what `HfApi.list_user_repos` reads, from each repo's date (ISO 8601), privacy and size in bytes."""
    total = sum(size for _, _, size in sizes.values()) or 1
    return [
        {
            "id": repo.id,
            "type": repo.kind,
            "updatedAt": date,
            "visibility": "private" if private else "public",
            "storage": size,
            "storagePercent": 100 * size / total,
        }
        for repo, (date, private, size) in sizes.items()
    ]


def ref_infos(refs: dict[str, str], group: str) -> list[dict[str, str]]:
    """Return what `HfApi.list_repo_refs` reads, for the branches (`heads`), the `tags` or the pull requests (`pr`)."""
    return [{"name": name, "ref": f"refs/{group}/{name}", "targetCommit": sha} for name, sha in refs.items()]


def last_changes(history: list[Commit]) -> dict[str, Commit]:
    """Return, for every path of the newest commit, the commit that gave it its present content."""
    changed: dict[str, Commit] = {}
    for commit, older in zip(history, [*history[1:], None], strict=True):
        before = older.files if older else {}
        for path, record in history[0].files.items():
            if path not in changed and before.get(path) != record:
                changed[path] = commit
    return changed


def tree(commit: Commit, below: str, recursive: bool, changed: dict[str, Commit]) -> list[dict[str, Any]]:
    """Return what `HfApi.list_repo_tree` reads: folders and files below a folder, sorted by path.

    Args:
        commit: The state to list.
        below: Folder inside the repo, or an empty string for its root.
        recursive: Whether to list everything below, not only the direct children.
        changed: Path -> its last commit, for an expanded listing; else empty.

    Raises:
        Refused: 404 EntryNotFound if there is no such folder.
    """
    prefix = f"{below}/" if below else ""
    files = {path: record for path, record in commit.files.items() if path.startswith(prefix)}
    if below and not files:
        raise Refused(404, f"Entry not found: {below}", "EntryNotFound", commit.sha)
    entries = [_file(path, record, changed) for path, record in files.items()]
    entries += [_folder(path, oid) for path, oid in _folder_ids(files).items() if path.startswith(prefix)]
    shown = (entry for entry in entries if recursive or "/" not in entry["path"].removeprefix(prefix))
    return sorted(shown, key=lambda entry: entry["path"])


def paths_info(commit: Commit, paths: Iterable[str], changed: dict[str, Commit]) -> list[dict[str, Any]]:
    """Return what `HfApi.get_paths_info` reads; absent paths are left out, as the Hub does."""
    folders = _folder_ids(commit.files)
    found = []
    for path in (path.strip("/") for path in paths):
        if path in commit.files:
            found.append(_file(path, commit.files[path], changed))
        elif path in folders:
            found.append(_folder(path, folders[path]))
    return found


def _file(path: str, record: FileRecord, changed: dict[str, Commit]) -> dict[str, Any]:
    entry: dict[str, Any] = {"type": "file", "path": path, "oid": record.blob_id, "size": record.size}
    if record.lfs:
        entry["lfs"] = {"oid": record.sha256, **_lfs_sizes(record)}
    if commit := changed.get(path):
        entry["lastCommit"] = {"id": commit.sha, "title": commit.title, "date": commit.date}
    return entry


def _folder(path: str, oid: str) -> dict[str, Any]:
    return {"type": "directory", "path": path, "oid": oid, "size": 0}


def _folder_ids(files: dict[str, FileRecord]) -> dict[str, str]:
    """Return folder -> 40 hex digits that change whenever something below the folder does."""
    digests: dict[str, Any] = {}
    for path, record in files.items():
        for folder in folders_of(path):
            digest = digests.setdefault(folder, hashlib.sha1(usedforsecurity=False))
            digest.update(f"{path}\0{record.blob_id}\n".encode())
    return {folder: digest.hexdigest() for folder, digest in digests.items()}
