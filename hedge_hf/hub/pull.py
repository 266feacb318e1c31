"""`hedge-hf pull`: a repository of the Hub as a folder, checked against the manifest it was published with."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from huggingface_hub import snapshot_download
from rich.console import Console

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.hub.refusals import checked_id, refusals
from hedge_hf.hub.staging import MANIFEST, read_manifest

_CACHE = Path(".cache", "huggingface")


def pull(repo: str, folder: Path, repo_type: str = "model", revision: str | None = None) -> int | None:
    """Download a repository; given again after an interruption, it goes on.

    Args:
        repo: Id of the repository, "namespace/name".
        folder: Where its files go: absent, empty or of an earlier pull.
        repo_type: "model", "dataset" or "space".
        revision: Branch, tag or commit; without, `main`.

    Returns:
        How many files were checked against their sha256; None if the repository has no manifest.

    Raises:
        UsageError: If the folder holds other things.
        HedgeError: If the Hub does not answer or refuses, or a file is not what was published.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--out {folder} is a file; give a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _CACHE).is_dir():
        raise UsageError(f"--out {folder} holds other things; give an empty folder")
    with refusals(repo):
        snapshot_download(checked_id(repo, "REPO"), repo_type=repo_type, revision=revision, local_dir=folder)
    return _check(folder) if (folder / MANIFEST).is_file() else None


def _check(folder: Path) -> int:
    listed = read_manifest(folder / MANIFEST)
    for name, sha256 in listed.items():
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()) or not path.is_file():
            raise HedgeError(f"{folder / name} is missing, though the manifest lists it; publish the repository again")
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise HedgeError(f"{path} is not what was published; remove it and pull again")
    return len(listed)


def main(argv: list[str]) -> None:
    """Download and check."""
    parser = argparse.ArgumentParser(prog="hedge-hf pull", allow_abbrev=False)
    parser.add_argument("repo", metavar="REPO", help="namespace/name on the Hub")
    parser.add_argument("--type", choices=("model", "dataset", "space"), default="model", help="default: %(default)s")
    parser.add_argument("--revision", help="branch, tag or commit (default: main)")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where the files go")
    options = parser.parse_args(argv)
    checked = pull(options.repo, options.out, options.type, options.revision)
    how = f"{checked} files checked" if checked is not None else f"not checked: it has no {MANIFEST}"
    Console().print(f"Pulled {options.repo} to {options.out}; {how}", highlight=False, soft_wrap=True, markup=False)
