"""Reads a folder of audio files with a metadata file, laid out as `datasets` wants it, without torchcodec."""

from __future__ import annotations

import hashlib
from pathlib import Path

from datasets import Audio, Dataset, load_dataset

from hedge_hf.errors import UsageError

_KINDS = {"metadata.csv": "csv", "metadata.jsonl": "json", "metadata.parquet": "parquet"}


def read_folder(folder: Path, split: str) -> Dataset | None:
    """Read FOLDER/SPLIT/metadata.csv (.jsonl, .parquet), or FOLDER/metadata.csv as the split train.

    Args:
        folder: The folder.
        split: Name of the split.

    Returns:
        Its columns and `audio`, the file that `file_name` names, not decoded; None if there is no metadata file at
        all. Its fingerprint changes with the files.

    Raises:
        UsageError: If the metadata has no column `file_name`, or there is one for other splits only.
    """
    metadata = _metadata(folder / split) or (_metadata(folder) if split == "train" else None)
    if metadata is None:
        if _metadata(folder) or any(map(_metadata, folder.glob("*/"))):
            raise UsageError(f"{folder}: no split {split}; put its files and metadata.csv into {folder / split}")
        return None
    rows = load_dataset(_KINDS[metadata.name], data_files=str(metadata), split="train")
    if "file_name" not in rows.column_names:
        raise UsageError(f"{metadata}: no column 'file_name'; it has to name the audio file of each row")
    files = [metadata.parent / str(name) for name in rows["file_name"]]
    digest = hashlib.sha256(rows._fingerprint.encode())
    for file in files:
        about = file.stat() if file.is_file() else None
        digest.update(f"{file} {about and (about.st_mtime_ns, about.st_size)}\n".encode())
    rows = rows.remove_columns([name for name in ("audio",) if name in rows.column_names])
    rows = rows.add_column("audio", [str(file) for file in files], new_fingerprint=digest.hexdigest()[:16])
    return rows.cast_column("audio", Audio(decode=False))


def _metadata(folder: Path) -> Path | None:
    return next((folder / name for name in _KINDS if (folder / name).is_file()), None)
