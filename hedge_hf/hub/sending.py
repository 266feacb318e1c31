"""Sends files to the Hub that HF_ENDPOINT names: large contents first, then one commit for all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi, constants, hf_hub_download
from huggingface_hub.hf_api import RepoFile
from huggingface_hub.utils.sha import git_hash

from hedge_hf.errors import UsageError
from hedge_hf.hub.refusals import checked_id, refusals
from hedge_hf.hub.staging import MANIFEST, manifest, read_manifest


@dataclass(frozen=True)
class Target:
    """Where to publish.

    Attributes:
        repo: Id of the repository, "namespace/name"; it is made if it does not exist.
        repo_type: "model", "dataset" or "space".
        private: Whether a new repository is private.
        tag: Tag for the new state.
        overwrite: Replace files that `hedge-hf publish` did not put there.
    """

    repo: str
    repo_type: str
    private: bool = False
    tag: str | None = None
    overwrite: bool = False


def send(target: Target, files: list[CommitOperationAdd]) -> str:
    """Upload files in one commit; contents that the Hub has already are not sent.

    Files of an earlier publication that are no longer among them are removed in the same commit.

    Returns:
        The URL of the commit.

    Raises:
        UsageError: If the id is not valid, the repository holds files of others, is not private as asked, or the tag
            is taken.
        HedgeError: If the Hub does not answer or refuses.
    """
    repo, kind = checked_id(target.repo), target.repo_type
    if constants.ENDPOINT.startswith("http://"):
        constants.HF_HUB_DISABLE_XET = True  # the embedded Hub has none; the variable was read at import
    api = HfApi()
    with refusals(repo):
        api.create_repo(
            repo,
            repo_type=kind,
            private=target.private,
            exist_ok=True,
            space_sdk="gradio" if kind == "space" else None,
        )
        head = api.repo_info(repo, repo_type=kind)
        revision = str(head.sha)
        if target.private and not head.private:
            raise UsageError(f"{repo} exists and is public; run `hf repos settings {repo} --type {kind} --private`")
        there = {
            file.path: file
            for file in api.list_repo_tree(repo, recursive=True, revision=revision, repo_type=kind)
            if isinstance(file, RepoFile)
        }
        earlier = _earlier(target, revision) if MANIFEST in there else {}
        replaced = [file.path_in_repo for file in files if _differs(file, there.get(file.path_in_repo))]
        if not target.overwrite:
            _check_others(target, revision, [there[path] for path in replaced], earlier)
        new = {file.path_in_repo for file in files}
        stale = [path for path in earlier if path in there and path not in new]
        is_tagged = _check_tag(api, target, revision, changes=bool(replaced or stale or new - there.keys()))
        commit = api.create_commit(
            repo,
            [
                *files,
                CommitOperationAdd(MANIFEST, manifest(repo, kind, files)),
                *(CommitOperationDelete(path) for path in stale),
            ],
            commit_message=f"Upload {kind}",
            repo_type=kind,
            parent_commit=revision,
        )
        if target.tag and not is_tagged:
            api.create_tag(repo, tag=target.tag, revision=commit.oid, repo_type=kind)
    return str(commit.commit_url)


def _earlier(target: Target, revision: str) -> dict[str, str]:
    return read_manifest(_fetched(target, MANIFEST, revision))


def _fetched(target: Target, path: str, revision: str) -> Path:
    return Path(hf_hub_download(target.repo, path, repo_type=target.repo_type, revision=revision))


def _check_others(target: Target, revision: str, replaced: list[RepoFile], earlier: dict[str, str]) -> None:
    """Refuse to replace files that are not as they were published last."""
    others = [file.path for file in replaced if _sha256(target, file, revision) != earlier.get(file.path)]
    if others:
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""
        raise UsageError(
            f"{target.repo} holds another {', '.join(others[:3])}{more}, not put there by hedge-hf publish; "
            "choose another --repo, or replace them with --overwrite"
        )


def _differs(file: CommitOperationAdd, there: RepoFile | None) -> bool:
    if there is None:
        return False
    if there.size != file.upload_info.size:
        return True
    if there.lfs:
        return there.lfs.sha256 != file.upload_info.sha256.hex()
    with file.as_file() as content:
        return there.blob_id != git_hash(content.read())


def _sha256(target: Target, there: RepoFile, revision: str) -> str:
    if there.lfs:
        return there.lfs.sha256
    return hashlib.sha256(_fetched(target, there.path, revision).read_bytes()).hexdigest()


def _check_tag(api: HfApi, target: Target, head: str, changes: bool) -> bool:
    """Tell whether the tag stands where it is wanted already; refuse if it stands elsewhere."""
    if target.tag is None:
        return False
    tags = api.list_repo_refs(target.repo, repo_type=target.repo_type).tags
    tagged = next((tag.target_commit for tag in tags if tag.name == target.tag), None)
    if tagged and (changes or tagged != head):
        raise UsageError(f"{target.repo} has a tag {target.tag} already, for {tagged[:8]}; choose another --tag")
    return tagged is not None
