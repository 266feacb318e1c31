"""Queries and corpora: from a Parquet or JSON Lines file, a dataset on the Hub, or HedgeTriple itself."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hedge_hf.data.reading import read_tables
from hedge_hf.errors import UsageError
from hedge_hf.evaluation.contamination.sources import dataset_rows
from hedge_hf.mining.hedgetriple import CHOICES, corpus_table, query_table

_KINDS = (".parquet", ".jsonl", ".json", ".jsonl.gz", ".json.gz")
_BATCH_ROWS = 32_768
# punctuation and spaces; other than in splits, marks and symbols stay: "x = 0" is not "x ≠ 0", "péché" not "pêche"
_BETWEEN_WORDS = r" *[^\p{L}\p{M}\p{N}\p{S}_ ][^\p{L}\p{M}\p{N}\p{S}_]*|  +"


@dataclass(frozen=True)
class Corpus:
    """Passages with distinct texts; a passage's number is its place here.

    Two texts are the same if they differ in case, spacing and punctuation only; the first stands for all.

    Attributes:
        ids: The id of each text's first passage.
        texts: The texts.
        keys: What identifies each text.
        all_ids: The ids of all passages, repeated texts included.
        numbers: The number of each of `all_ids`.
        groups: A code for the group of each text, or None.
    """

    ids: pa.Array
    texts: pa.Array
    keys: pa.Array
    all_ids: pa.Array
    numbers: NDArray[np.int64]
    groups: NDArray[np.int64] | None

    def __len__(self) -> int:
        return len(self.texts)

    def find_texts(self, texts: pa.Array) -> NDArray[np.int64]:
        """Return the number of each text, -1 where the corpus has no such text."""
        return _found(pc.index_in(_keys(texts), self.keys))

    def find(self, names: pa.Array) -> NDArray[np.int64]:
        """Return the number of each id or, where there is no such id, text; -1 for neither."""
        rows = _found(pc.index_in(names, self.all_ids))
        return np.where(rows >= 0, self.numbers[rows], self.find_texts(names))


@dataclass(frozen=True)
class Queries:
    """Queries with distinct texts and the passages that answer them.

    Attributes:
        ids: The id of each query, that of its first row.
        texts: The texts.
        owners: The query of each known positive, ascending.
        positives: The number of each known positive in the corpus.
        own: The number of the passage that has the query's own text, or -1.
    """

    ids: pa.Array
    texts: pa.Array
    owners: NDArray[np.int64]
    positives: NDArray[np.int64]
    own: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def positives_per_query(self) -> NDArray[np.int64]:
        """How many known positives each query has."""
        return np.bincount(self.owners, minlength=len(self))


def read_corpus(source: str) -> Corpus:
    """Read passages: columns `id` and `text`, and optionally `group`.

    Args:
        source: A file, `ID[:CONFIG][@SPLIT]` of a dataset on the Hub (or its folder), `hedgetriple` (the passages of
            its contrast pairs and exclusion queries) or `hedgetriple:groups` (its hedges and negations).

    Raises:
        UsageError: If there is no such source, a column is missing, a text is empty, an id occurs twice, or there is
            no passage at all.
        HedgeError: If the Hub does not answer.
    """
    table = corpus_table(source) if source in CHOICES else _read(source, ("id", "text"), ("group",))
    _refuse_blank(table, "text", source)
    _refuse_blank(table, "id", source)
    ids = table["id"].combine_chunks()
    _refuse_twice(ids, np.arange(len(ids)), source)
    texts = table["text"].combine_chunks()
    encoded = _keys(texts).dictionary_encode()
    numbers = encoded.indices.to_numpy().astype(np.int64)
    first = np.unique(numbers, return_index=True)[1]
    groups = None
    if "group" in table.column_names:
        group = table["group"].combine_chunks().dictionary_encode().indices
        groups = pc.fill_null(group, -1).to_numpy().astype(np.int64)[first]
    pa.default_memory_pool().release_unused()
    return Corpus(ids.take(first), texts.take(first), encoded.dictionary, ids, numbers, groups)


def read_queries(source: str, corpus: Corpus) -> Queries:
    """Read queries: columns `query` and `positive`, and optionally `id`.

    Args:
        source: As for `read_corpus`.
        corpus: Where the positives stand; each is the id of a passage, a list of ids, or the text of a passage.

    Raises:
        UsageError: As for `read_corpus`, and if a query has no positive or one that is not in the corpus.
        HedgeError: If the Hub does not answer.
    """
    table = query_table(source) if source in CHOICES else _read(source, ("query", "positive"), ("id",))
    _refuse_blank(table, "query", source)
    texts = table["query"].combine_chunks()
    rows, names = _positives(table["positive"].combine_chunks(), source)
    numbers = corpus.find(names)
    if (numbers < 0).any():
        first = int(np.argmax(numbers < 0))
        raise UsageError(
            f"{source}: row {rows[first]}: positive {_shortened(names[first].as_py())!r} is neither an id nor a text "
            "of the corpus; add the passage or drop the row"
        )
    encoded = _keys(texts).dictionary_encode().indices.to_numpy()
    _, first_rows = np.unique(encoded, return_index=True)
    pairs = np.unique(np.stack([encoded[rows].astype(np.int64), numbers], axis=1), axis=0)
    if "id" in table.column_names:
        _refuse_blank(table, "id", source)
        ids = table["id"].combine_chunks()
        _refuse_twice(ids.take(first_rows), first_rows, source)
    else:
        ids = pa.array(map(str, range(len(table))), pa.large_string())
    distinct = texts.take(first_rows)
    return Queries(ids.take(first_rows), distinct, pairs[:, 0], pairs[:, 1], corpus.find_texts(distinct))


def digest(texts: pa.Array) -> str:
    """Return what identifies a list of texts."""
    found = hashlib.sha256()
    for start in range(0, len(texts), _BATCH_ROWS):
        for text in texts[start : start + _BATCH_ROWS].to_pylist():
            encoded = text.encode("utf-8", "surrogatepass")
            found.update(f"{len(encoded)} ".encode() + encoded)
    return found.hexdigest()[:32]


def _read(source: str, columns: tuple[str, ...], optional: tuple[str, ...]) -> pa.Table:
    if not source:
        raise UsageError("the name of the data is empty; give a file, or a dataset on the Hub or in a folder")
    path = Path(source).expanduser()
    tables = _file(path) if path.is_file() or source.lower().endswith(_KINDS) else _dataset(source)
    found = []
    for table in tables:
        missing = [name for name in columns if name not in table.column_names]
        if missing:
            raise UsageError(
                f"{source}: column {missing[0]!r} is missing; the columns are {', '.join(table.column_names)}"
            )
        names = [*columns, *(name for name in optional if name in table.column_names)]
        found.append(pa.table({name: _strings(_checked(table[name], name, source), name, source) for name in names}))
    if not sum(map(len, found)):
        raise UsageError(f"{source}: there are no rows; the columns are to be {', '.join(columns)}")
    return pa.concat_tables(found)


def _file(path: Path) -> Iterator[pa.Table]:
    try:
        with path.open("rb") as file:
            if path.stat().st_size:
                yield from read_tables(file, str(path))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; give the path of a file") from error


def _dataset(source: str) -> Iterator[pa.Table]:
    name, _, split = source.partition("@")
    name, _, config = name.partition(":")
    rows = dataset_rows(source, name, config, split or "train")
    while batch := list(itertools.islice(rows, _BATCH_ROWS)):
        yield pa.Table.from_pylist(batch)


def _checked(column: pa.ChunkedArray, name: str, source: str) -> pa.ChunkedArray:
    try:
        column.validate(full=True)
    except pa.ArrowInvalid as error:
        raise UsageError(f"{source}: column {name!r} is not UTF-8; save the file as UTF-8") from error
    return column


def _strings(column: pa.ChunkedArray, name: str, source: str) -> pa.ChunkedArray:
    wanted = pa.large_string()
    kind = column.type
    listed = pa.types.is_list(kind) or pa.types.is_large_list(kind)
    plain = kind.value_type if listed else kind
    text = pa.types.is_string(plain) or pa.types.is_large_string(plain) or pa.types.is_null(plain)
    whole = pa.types.is_integer(plain) and name not in ("query", "text")
    if not (text or whole) or (listed and name != "positive"):
        raise UsageError(f"{source}: column {name!r} has type {kind}; it must hold texts")
    # a list in every row: one file may have single positives, the next lists of them
    if name == "positive" and not listed:
        wanted_list = column.cast(wanted).combine_chunks()
        offsets = pa.array(np.arange(len(wanted_list) + 1), pa.int64())
        return pa.chunked_array([pa.LargeListArray.from_arrays(offsets, wanted_list)])
    return column.cast(pa.large_list(wanted) if listed else wanted)


def _positives(column: pa.Array, source: str) -> tuple[NDArray[np.int64], pa.Array]:
    """Return the rows and names of all positives."""
    rows = pc.list_parent_indices(column).to_numpy().astype(np.int64)
    names = pc.list_flatten(column)
    blank = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(names), ""), True).to_numpy(zero_copy_only=False)
    without = np.setdiff1d(np.arange(len(column)), rows[~blank])
    if len(without) or blank.any():
        row = int(without[0]) if len(without) else int(rows[blank][0])
        raise UsageError(f"{source}: row {row}: the query has no positive; give the id of one or drop the row")
    return rows, names


def _refuse_blank(table: pa.Table, name: str, source: str) -> None:
    column = table[name].combine_chunks()
    blank = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(column), ""), True).to_numpy(zero_copy_only=False)
    if blank.any():
        raise UsageError(f"{source}: row {int(blank.argmax())}: {name!r} is empty; fill it or drop the row")


def _refuse_twice(ids: pa.Array, rows: NDArray[np.int64], source: str) -> None:
    before = pc.index_in(ids, ids).to_numpy()
    twice = np.flatnonzero(before != np.arange(len(ids)))
    if len(twice):
        row, name = rows[twice[0]], ids[twice[0]].as_py()
        raise UsageError(f"{source}: row {row}: id {name!r} occurs twice; ids must be unique")


def _keys(texts: pa.Array) -> pa.Array:
    lowered = pc.utf8_lower(pc.utf8_normalize(texts, form="NFKD"))
    reduced = pc.utf8_trim_whitespace(pc.replace_substring_regex(lowered, _BETWEEN_WORDS, " "))
    return pc.if_else(pc.equal(reduced, ""), texts, reduced)


def _found(rows: pa.Array) -> NDArray[np.int64]:
    return pc.fill_null(rows, -1).to_numpy().astype(np.int64)


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
