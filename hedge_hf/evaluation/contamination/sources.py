"""Reads what is named on the command line: HedgeTriple, a file, or a dataset on the Hub."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pyarrow as pa
import pyarrow.csv
from datasets import load_dataset
from datasets.exceptions import DatasetNotFoundError, DatasetsError

from hedge_hf.data.reading import read_tables
from hedge_hf.data.registration import NAME
from hedge_hf.errors import HedgeError, UsageError, one_line

KINDS = (".parquet", ".jsonl", ".json", ".jsonl.gz", ".json.gz", ".csv", ".txt")
_FEWEST_WORDS = 3
_FILES = ("groups", "contrast", "exclusion")
_BATCH_ROWS = 1000


def read_texts(source: str) -> list[str]:
    """Return all texts of a source, column by column.

    Every column of strings counts, those inside lists and structs too, except ids (columns named id or _id, or
    ending in _id) and columns with under three words on average (labels, types, dates).

    Args:
        source: `hedgetriple[:CONFIG][@SPLIT]` (default: the train split of groups, contrast and exclusion), the
            path of a file of one of `KINDS`, or `ID[:CONFIG][@SPLIT]` of a dataset on the Hub (default: all splits).

    Raises:
        UsageError: If there is no such file, dataset, config or split, or no column of texts in it.
        HedgeError: If the Hub does not answer.
    """
    columns: dict[str, list[str]] = defaultdict(list)
    for row in _rows(source):
        _collect(row, "", columns)
    texts = [text for path, column in columns.items() if holds_text(path, column) for text in column]
    if not texts:
        found = ", ".join(path.lstrip(".") or "lines" for path in columns) or "none"
        raise UsageError(
            f"{source}: no column of texts, {_FEWEST_WORDS} words or more on average and no ids (strings: {found}); "
            "give other data"
        )
    return texts


def _collect(value: Any, path: str, columns: dict[str, list[str]]) -> None:
    if isinstance(value, str) and value.strip():
        columns[path].append(value)
    elif isinstance(value, list):
        for item in value:
            _collect(item, path, columns)
    elif isinstance(value, dict):
        for key, item in value.items():
            _collect(item, f"{path}.{key}", columns)


def holds_text(path: str, column: list[str]) -> bool:
    """Tell whether strings are texts: three words or more on average, and no ids by their name."""
    name = path.rsplit(".", 1)[-1].lower()
    if name == "id" or name.endswith("_id"):
        return False
    return sum(len(text.split()) for text in column) >= _FEWEST_WORDS * len(column)


def _rows(source: str) -> Iterator[Any]:
    name, _, split = source.partition("@")
    name, _, config = name.partition(":")
    path = Path(source).expanduser()
    if name == NAME:
        for file in [config] if config else _FILES:
            yield from dataset_rows(source, name, file, split or "train")
    elif path.exists() or source.lower().endswith(KINDS):
        yield from file_rows(path)
    else:
        yield from dataset_rows(source, name, config, split)


def file_rows(path: Path) -> Iterator[Any]:
    """Yield the rows of a file of one of `KINDS`, or its lines if it is .txt; only .csv and lists are read at once.

    Raises:
        UsageError: If it is of another kind, is not there or cannot be read.
    """
    name = path.name.lower()
    if not name.endswith(KINDS):
        raise UsageError(f"{path}: not a file of a known kind; give one of {', '.join(KINDS)}")
    try:
        if name.endswith(".txt"):
            with path.open(encoding="utf-8") as lines:
                yield from (line.rstrip("\n") for line in lines)
        elif name.endswith(".csv"):
            options = pyarrow.csv.ParseOptions(newlines_in_values=True)
            yield from _rows_of(pyarrow.csv.read_csv(path, parse_options=options))
        elif name.endswith(".json") and (content := path.read_text(encoding="utf-8")).lstrip().startswith("["):
            yield from json.loads(content)
        else:
            with path.open("rb") as file:
                for table in read_tables(file, str(path)):
                    yield from _rows_of(table)
    except UsageError:
        raise
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; give the path of a file") from error
    except (ValueError, pa.ArrowException) as error:
        raise UsageError(f"{path}: not readable: {one_line(error)}") from error


def dataset_rows(
    source: str,
    name: str,
    config: str,
    split: str,
    *,
    column: str = "",
    streaming: bool = False,
    shape: str = "NAME:CONFIG@SPLIT",
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a dataset on the Hub, or of HedgeTriple.

    Args:
        source: What the user wrote, for messages.
        name: Id of the dataset.
        config: Its config, or "" for the default one.
        split: The split, or "" for all.
        column: The one column to read, or "" for all.
        streaming: Whether to read it as it comes instead of downloading it first.
        shape: How the user is to write sources, for messages.

    Raises:
        UsageError: If there is no such dataset, config or split.
        HedgeError: If the Hub does not answer.
    """
    try:
        loaded = load_dataset(name, config or None, split=split or None, streaming=streaming)
    except DatasetNotFoundError as error:
        raise UsageError(f"{source}: neither a file nor a dataset on the Hub: {one_line(error)}") from error
    except (ValueError, AssertionError) as error:
        raise UsageError(f"{source}: give {shape} that exist: {one_line(error)}") from error
    except (DatasetsError, OSError, httpx2.HTTPError) as error:
        raise HedgeError(f"{source}: cannot be loaded from the Hub: {one_line(error)}") from error
    try:
        for part in loaded.values() if isinstance(loaded, dict) else [loaded]:
            chosen = part.select_columns([column]) if column else part
            for table in chosen.with_format("arrow").iter(_BATCH_ROWS):
                yield from table.to_pylist()
    except (DatasetsError, OSError, httpx2.HTTPError, pa.ArrowException) as error:
        raise HedgeError(f"{source}: cannot be read to its end: {one_line(error)}") from error


def _rows_of(table: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in table.to_batches(max_chunksize=_BATCH_ROWS):
        yield from batch.to_pylist()
