"""The folder that is going to be a repository: put together first, with a manifest of it, then uploaded."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path

from filelock import FileLock, Timeout
from huggingface_hub import CommitOperationAdd, constants

from hedge_hf.errors import HedgeError, UsageError, one_line
from hedge_hf.version import __version__

MANIFEST = "hedge_hf_manifest.json"
_PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl", "*.pickle", "*.joblib")
_NEVER = (*_PICKLES, "checkpoint-*/*", ".*", "*/.*", "*__pycache__/*", MANIFEST)


@contextmanager
def staging(repo: str, repo_type: str) -> Iterator[Path]:
    """Give an empty folder for a repository; it is kept if the block fails after a manifest was written, else removed.

    Raises:
        HedgeError: If another process is publishing the same repository, or there is no room.
    """
    folder = Path(constants.HF_HOME) / "hedge_hf" / "staging" / f"{repo_type}s--{repo.replace('/', '--')}"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{folder}.lock", timeout=0):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            try:
                yield folder
            except BaseException:
                if not (folder / MANIFEST).is_file():
                    shutil.rmtree(folder)
                raise
            shutil.rmtree(folder)
    except Timeout:
        raise HedgeError(f"{repo} is being published by another process; wait for it") from None
    except HedgeError as error:
        kept = f" (what was to be uploaded is in {folder})" if (folder / MANIFEST).is_file() else ""
        raise type(error)(f"{error}{kept}") from error
    except OSError as error:
        raise HedgeError(f"{error.filename or folder}: {error.strerror or one_line(error)}") from error


def link_tree(source: Path, folder: Path) -> None:
    """Put the publishable files of a folder into another, as hard links where the file system allows."""
    for path in publishable(source):
        target = folder / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path.resolve(), target)
        except OSError:
            shutil.copyfile(path, target)


def publishable(folder: Path) -> list[Path]:
    """Return the files to publish; pickles, checkpoints, caches and hidden files stay behind."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in files if not _is_private(path.relative_to(folder).as_posix())]


def _is_private(name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in _NEVER)


def additions(folder: Path) -> list[CommitOperationAdd]:
    """Return the publishable files, ready to be committed.

    Raises:
        UsageError: If there is none.
    """
    found = [
        CommitOperationAdd(path_in_repo=path.relative_to(folder).as_posix(), path_or_fileobj=path)
        for path in publishable(folder)
    ]
    if not found:
        raise UsageError(f"{folder}: no files to publish")
    return found


def manifest(repo: str, repo_type: str, files: list[CommitOperationAdd]) -> bytes:
    """Return the manifest: the version that published, and size in bytes and sha256 of every file."""
    listed = {
        file.path_in_repo: {"size": file.upload_info.size, "sha256": file.upload_info.sha256.hex()} for file in files
    }
    return (
        json.dumps({"hedge_hf": __version__, "repo": repo, "type": repo_type, "files": listed}, indent=2) + "\n"
    ).encode()


def read_manifest(path: Path) -> dict[str, str]:
    """Return the sha256 of every file that a manifest lists.

    Raises:
        HedgeError: If it is damaged.
    """
    try:
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {str(name): str(file["sha256"]) for name, file in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise HedgeError(
            f"{MANIFEST} is damaged ({error}); remove it from the repository and publish again"
        ) from error
