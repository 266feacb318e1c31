"""A dataset repository as a folder: CONFIG/SPLIT.parquet, and the YAML that tells `load_dataset` of them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from datasets import Dataset

from hedge_hf.errors import UsageError

Counts = dict[str, dict[str, int]]


def write_configs(folder: Path, configs: Mapping[str, Mapping[str, Dataset]]) -> Counts:
    """Write the splits of every config as Parquet.

    Args:
        folder: Where.
        configs: Splits by config.

    Returns:
        Rows per config and split.
    """
    counts: Counts = {}
    for config, splits in configs.items():
        (folder / config).mkdir(exist_ok=True)
        for split, rows in splits.items():
            rows.to_parquet(folder / config / f"{split}.parquet")
        counts[config] = {split: len(rows) for split, rows in splits.items()}
    return counts


def card_configs(counts: Counts) -> list[dict[str, Any]]:
    """Return the `configs` of the card's YAML; the first config is the default."""
    return [
        {
            "config_name": config,
            **({"default": True} if number == 0 else {}),
            "data_files": [{"split": split, "path": f"{config}/{split}.parquet"} for split in splits],
        }
        for number, (config, splits) in enumerate(counts.items())
    ]


def rebuild(folder: Path, stage: Callable[[Path], object]) -> None:
    """Make a dataset repository's folder, or make it anew; it is replaced only once the new one is whole.

    Args:
        folder: The folder.
        stage: Fills an empty folder.

    Raises:
        UsageError: If the folder holds other things, or cannot be written.
    """
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir()) and not is_dataset_folder(folder)):
        raise UsageError(f"{folder} holds other things; give another folder")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as temporary:
            new = Path(temporary) / "new"
            new.mkdir()
            stage(new)
            if folder.exists():
                shutil.rmtree(folder)
            new.rename(folder)
    except PermissionError as error:
        raise UsageError(f"{folder} cannot be written ({error.strerror}); give another folder") from error


def is_dataset_folder(folder: Path) -> bool:
    """Tell whether a folder is a dataset repository: a card and Parquet files."""
    return (folder / "README.md").is_file() and any(folder.glob("**/*.parquet"))
