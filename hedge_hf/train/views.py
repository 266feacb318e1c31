"""Views of HedgeTriple as training rows."""

from __future__ import annotations

from typing import Any

from datasets import Dataset, load_dataset

from hedge_hf.errors import UsageError, one_line


def load_view(name: str, **options: Any) -> Dataset:
    """Load the training split of a view.

    Args:
        name: A view of the groups, such as "triplets" or "sft".
        **options: Options of the builder (`data_files`, `max_anchors`, ...).

    Raises:
        UsageError: If there are no such `data_files`.
    """
    try:
        return load_dataset("hedgetriple", name, split="train", **options)
    except FileNotFoundError as error:
        files = options.get("data_files")
        raise UsageError(f"data_files {files}: {one_line(error)}; give a file or a glob") from error
