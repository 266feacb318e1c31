"""Rows of an anchor, a positive and negatives that are not HedgeTriple's: from the Hub, a folder, `hedge-hf mine`."""

from __future__ import annotations

from datasets import Dataset, load_dataset
from datasets.exceptions import DatasetsError

from hedge_hf.errors import HedgeError, UsageError, one_line


def text_rows(name: str) -> Dataset:
    """Load rows of texts.

    Args:
        name: A Hub id or a folder, such as one of `hedge-hf mine`.

    Returns:
        Its split train; the columns are, in this order, an anchor, a positive and any number of negatives.

    Raises:
        UsageError: If a column holds something else than texts, or a text is empty.
        HedgeError: If there is no such dataset, or no row in it.
    """
    try:
        rows = load_dataset(name, split="train")
    except (DatasetsError, OSError, ValueError, RuntimeError, StopIteration) as error:
        reason = one_line(error.__cause__ or error)
        raise HedgeError(f"{name}: no dataset with rows in a split train ({reason})") from error
    kinds = [getattr(feature, "dtype", None) for feature in rows.features.values()]
    if len(kinds) < 2 or not set(kinds) <= {"string", "large_string"}:
        raise UsageError(
            f"{name}: the columns are {', '.join(rows.column_names)}; they must be texts: an anchor, a positive, and "
            "any number of negatives"
        )
    for column in rows.column_names:
        blank = next((row for row, text in enumerate(rows[column]) if not (text or "").strip()), None)
        if blank is not None:
            raise UsageError(f"{name}: row {blank}: {column!r} is empty; fill it or drop the row")
    return rows
