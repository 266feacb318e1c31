"""The output folder of a run: writable, of one configuration only, and resumed from its last whole checkpoint."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from datasets import Dataset, DatasetDict

from hedge_hf.errors import UsageError

CONFIGURATION = "configuration.json"
TOOK = "training.json"
_MADE_BY = {"made_by": "hedge_hf"}
_ROWS_AT_ONCE = 1000
_RESULTS = ("model", "checkpoint-*", "anchors*", "summary.json")  # of training, generating and mining


def claim(folder: Path, configuration: dict[str, Any]) -> None:
    """Make the folder and note the configuration in it.

    A run that ended before its first checkpoint, for instance over a mistyped file, has left nothing to lose: its
    folder can be claimed anew.

    Args:
        folder: The output folder.
        configuration: What determines the result of the run.

    Raises:
        UsageError: If the folder cannot be written, or holds a run of another configuration.
    """
    text = json.dumps(configuration | _MADE_BY, indent=2, sort_keys=True, default=str)
    note = folder / CONFIGURATION
    try:
        folder.mkdir(parents=True, exist_ok=True)
        results = any(any(folder.glob(name)) for name in _RESULTS)
        if (results or note.exists()) and not _is_run(folder):
            raise UsageError(
                f"{folder} holds something else, or its {CONFIGURATION} is missing or damaged; give another folder"
            )
        if results and note.read_text(encoding="utf-8") != text:
            raise UsageError(
                f"{folder} holds a run with {_difference(note, configuration)}; give another folder or remove this one"
            )
        temporary = note.with_suffix(".tmp")
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, note)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written ({error.strerror}); give another folder") from error


def rows_digest(rows: Dataset | DatasetDict) -> str:
    """Return what identifies the content of training rows, for the configuration of a run."""
    found = hashlib.sha256()
    for part in rows.values() if isinstance(rows, DatasetDict) else [rows]:
        for batch in part.with_format("arrow").iter(_ROWS_AT_ONCE):
            found.update(json.dumps(batch.to_pydict(), sort_keys=True).encode())
    return found.hexdigest()[:16]


def refuse_foreign(folder: Path) -> None:
    """Refuse a folder with files in it that is not the folder of a run: what a run writes could replace them.

    Raises:
        UsageError: If it is one, or cannot be read.
    """
    try:
        if folder.exists() and not _is_run(folder) and any(folder.iterdir()):
            raise UsageError(f"{folder} has files of something else in it; give a new folder")
    except OSError as error:
        raise UsageError(f"{folder} cannot be read ({error.strerror}); give a new folder") from error


def read_configuration(folder: Path) -> dict[str, Any]:
    """Return the configuration that `claim` noted in a run's folder.

    Raises:
        UsageError: If the folder is not that of a run.
    """
    note = folder / CONFIGURATION
    try:
        found = json.loads(note.read_text(encoding="utf-8"))
        return {name: value for name, value in found.items() if name not in _MADE_BY}
    except (OSError, ValueError, AttributeError) as error:
        raise UsageError(f"{note} is missing or damaged; give the model folder of a training run") from error


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Make a folder for a result, which gets its name when the result is written to its end.

    Yields:
        The folder to write into, beside the other; what a killed process left in it is removed.

    Raises:
        UsageError: If the folder exists already or cannot be made.
    """
    if folder.exists():
        raise UsageError(f"{folder} exists; give another folder or remove it")
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    try:
        if unfinished.exists():
            shutil.rmtree(unfinished)
        unfinished.mkdir(parents=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written ({error.strerror}); give another folder") from error
    try:
        yield unfinished
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def last_checkpoint(folder: Path) -> Path | None:
    """Return the newest checkpoint that was written to its end, or None.

    The trainer writes trainer_state.json last, so a checkpoint without it was cut off.
    """
    whole = [state.parent for state in folder.glob("checkpoint-*/trainer_state.json") if _is_json(state)]
    return max(whole, key=lambda path: int(path.name.rsplit("-", 1)[1]), default=None)


def _is_run(folder: Path) -> bool:
    """Tell whether `claim` noted a configuration in the folder."""
    note = folder / CONFIGURATION
    found = json.loads(note.read_text(encoding="utf-8")) if note.is_file() and _is_json(note) else None
    return isinstance(found, dict) and found.items() >= _MADE_BY.items()


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return True


def _difference(note: Path, configuration: dict[str, Any]) -> str:
    found = read_configuration(note.parent)
    wanted = json.loads(json.dumps(configuration, default=str))
    keys = [key for key in sorted({*found, *wanted}) if found.get(key) != wanted.get(key)]
    return ", ".join(
        f"other {key.removesuffix('_digest')}"  # a file whose content has changed; its name may be the same
        if key.endswith("_digest")
        else f"{key} {found.get(key)!r} instead of {wanted.get(key)!r}"
        for key in keys[:3]
    )
