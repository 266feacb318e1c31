"""Where anchors come from: a dataset on the Hub or a file, as its user names it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
from huggingface_hub import DatasetCard
from huggingface_hub.errors import RemoteEntryNotFoundError

from hedge_hf.data.registration import NAME
from hedge_hf.errors import HedgeError, UsageError, one_line
from hedge_hf.evaluation.contamination.sources import KINDS, dataset_rows, file_rows, holds_text

UNKNOWN = "unknown"
_SHAPE = "REPO[:CONFIG][:SPLIT][:COLUMN]"
_PEEKED_ROWS = 100
_USUAL_COLUMNS = ("text", "sentence")


class Corpus(NamedTuple):
    """What is known of a dataset beforehand.

    Attributes:
        config: Its config; "" for the default one.
        column: The column of its anchors; "" for the only column of texts.
        domain: What it is about; "" for its name.
        licence: Licence as the Hub names them; "" if its card tells.
        captions: Whether it holds captions, which may start in lower case.
    """

    config: str = ""
    column: str = ""
    domain: str = ""
    licence: str = ""
    captions: bool = False


CORPORA = {
    "stanfordnlp/snli": Corpus("plain_text", "premise", "image captions", "cc-by-sa-4.0", captions=True),
    "nyu-mll/multi_nli": Corpus("default", "premise", "mixed genres", "cc-by-3.0, cc-by-sa-3.0, mit, other"),
    "sentence-transformers/sentence-compression": Corpus("pair", "text", "news"),
    "sentence-transformers/simple-wiki": Corpus("pair", "text", "encyclopaedia"),
    "sentence-transformers/coco-captions": Corpus("pair", "caption1", "image captions", captions=True),
    NAME: Corpus("groups", "anchor", licence="cc-by-4.0"),
}


class Source(NamedTuple):
    """A corpus that can be read.

    Attributes:
        name: Id of the dataset or name of the file.
        domain: What it is about; the name where nothing better is known.
        licence: Its licence, or "unknown".
        captions: Whether it holds captions, which may start in lower case.
        texts: Starts to read it; texts may be of several sentences, or empty.
    """

    name: str
    domain: str
    licence: str
    captions: bool
    texts: Callable[[], Iterator[str]]


def open_source(spec: str) -> Source:
    """Find a corpus and look at its first rows.

    Args:
        spec: `REPO[:CONFIG][:SPLIT][:COLUMN]` of a dataset on the Hub or `FILE[:COLUMN]`. Without them: the config
            that is the only one or the default, the split "train", and the column that is the only one of texts or
            is called "text" or "sentence".

    Raises:
        UsageError: If it is not there or empty, or which column is meant does not show.
        HedgeError: If the Hub does not answer.
    """
    file, column = _file(spec)
    return _open_file(spec, file, column) if file else _open_dataset(spec)


def _file(spec: str) -> tuple[Path | None, str]:
    before, _, column = spec.rpartition(":")
    for name, chosen in ((spec, ""), (before, column)):
        path = Path(name).expanduser()
        if name.lower().endswith(KINDS) or path.is_file():
            return path, chosen
    return None, ""


def _open_file(spec: str, file: Path, column: str) -> Source:
    chosen = _column(spec, list(islice(file_rows(file), _PEEKED_ROWS)), column)
    return Source(file.name, file.name, UNKNOWN, False, lambda: _texts(spec, file_rows(file), chosen))


def _open_dataset(spec: str) -> Source:
    name, config, split, column, *rest = [*spec.split(":"), "", "", ""]
    if any(rest) or not name:
        raise UsageError(f"{spec}: give {_SHAPE} or a file of one of {', '.join(KINDS)}")
    known = CORPORA.get(name, Corpus())

    def rows(chosen: str = "") -> Iterator[dict[str, Any]]:
        place = (name, config or known.config, split or "train")
        return dataset_rows(spec, *place, column=chosen, streaming=True, shape=_SHAPE)

    chosen = _column(spec, list(islice(rows(), _PEEKED_ROWS)), column or known.column)
    licence = known.licence or _licence(spec, name)
    shown = Path(name).name if Path(name).exists() else name
    return Source(shown, known.domain or shown, licence, known.captions, lambda: _texts(spec, rows(chosen), chosen))


def _column(spec: str, rows: list[Any], wanted: str) -> str:
    """Return the column to read, or "" where rows are lines."""
    if not rows:
        raise UsageError(f"{spec}: it has no rows; give another corpus")
    kinds = {type(row) for row in rows}
    if kinds not in ({str}, {dict}):
        raise UsageError(f"{spec}: its rows are neither objects nor lines; give another file")
    if kinds == {str}:
        if wanted:
            raise UsageError(f"{spec}: a file of lines has no column {wanted!r}; leave it out")
        return ""
    columns = [str(name) for name in rows[0]]
    if wanted:
        if wanted not in columns:
            raise UsageError(f"{spec}: no column {wanted!r}; its columns are {', '.join(columns)}")
        return wanted
    strings = {name: [row[name] for row in rows if isinstance(row.get(name), str)] for name in columns}
    texts = [name for name, values in strings.items() if values and holds_text(name, values)]
    usual = [name for name in _USUAL_COLUMNS if name in texts]
    if len(texts) == 1 or usual:
        return [*usual, *texts][0]
    raise UsageError(
        f"{spec}: which column holds the sentences? say {_SHAPE} or FILE:COLUMN; its columns are {', '.join(columns)}"
    )


def _texts(spec: str, rows: Iterator[Any], column: str) -> Iterator[str]:
    for row in rows:
        text = row.get(column) if isinstance(row, dict) else row
        if not isinstance(text, str | None):
            raise UsageError(f"{spec}: column {column!r} holds {type(text).__name__}, not texts; give another column")
        yield text or ""


def _licence(spec: str, name: str) -> str:
    if Path(name).exists():
        return UNKNOWN
    try:
        licence = DatasetCard.load(name).data.license
    except RemoteEntryNotFoundError:
        return UNKNOWN
    except (OSError, httpx2.HTTPError) as error:
        raise HedgeError(f"{spec}: its card cannot be read from the Hub: {one_line(error)}") from error
    return ", ".join(licence) if isinstance(licence, list) else licence or UNKNOWN
