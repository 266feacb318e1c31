"""Reads Parquet and JSON Lines files as a stream of Arrow tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import pyarrow as pa
import pyarrow.json
import pyarrow.parquet as pq

from hedge_hf.data.validation import InvalidDataError
from hedge_hf.errors import one_line

_BATCH_ROWS = 32_768
_BLOCK_BYTES = 16 << 20


def read_tables(file: IO[bytes], name: str) -> Iterator[pa.Table]:
    """Yield the rows of an open file in tables of bounded size.

    Args:
        file: The file, opened for reading bytes.
        name: Its name; the suffix (.parquet, .jsonl, .json, or either of the last with .gz) tells the format.

    Raises:
        InvalidDataError: If the suffix is another one or the content is not of that format.
    """
    plain = name.split("::")[-1].split("?")[0].lower()
    try:
        if plain.endswith(".parquet"):
            for batch in pq.ParquetFile(file).iter_batches(_BATCH_ROWS):
                yield pa.Table.from_batches([batch])
        elif plain.endswith((".jsonl", ".json", ".jsonl.gz", ".json.gz")):
            stream = pa.CompressedInputStream(file, "gzip") if plain.endswith(".gz") else file
            options = pyarrow.json.ReadOptions(block_size=_BLOCK_BYTES)
            for batch in pyarrow.json.open_json(stream, read_options=options):
                yield pa.Table.from_batches([batch])
        else:
            raise InvalidDataError(f"{name}: unknown kind of file; give .parquet or .jsonl")
    except (pa.ArrowInvalid, OSError, EOFError) as error:
        raise InvalidDataError(f"{name}: not readable as {plain.rsplit('.', 1)[-1]}: {one_line(error)}") from None
