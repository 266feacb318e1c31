import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.train.text_rows import text_rows


@pytest.fixture(autouse=True)
def offline(no_hub):
    """No test here asks the Hub."""


def folder_of(folder, *rows):
    folder.mkdir()
    (folder / "train.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(folder)


def test_the_columns_keep_their_names_and_order(tmp_path):
    row = {"question": "a lamp", "answer": "one lamp", "wrong": "no lamp"}
    rows = text_rows(folder_of(tmp_path / "rows", row, row))
    assert rows.column_names == ["question", "answer", "wrong"]
    assert rows.to_list() == [row, row]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"text": "a lamp", "label": 1}, "the columns are text, label; they must be texts"),
        ({"text": "a lamp"}, "the columns are text; they must be texts"),
        ({"anchor": "a lamp", "positive": "one lamp", "negative": " "}, "row 0: 'negative' is empty; fill it or drop"),
        ({"anchor": "a lamp", "positive": None}, "the columns are anchor, positive; they must be texts"),
    ],
)
def test_rows_that_do_not_fit_are_one_line(tmp_path, row, message):
    with pytest.raises(UsageError, match=message) as caught:
        text_rows(folder_of(tmp_path / "rows", row))
    assert "\n" not in str(caught.value)


def test_no_rows_are_one_line(tmp_path):
    for name in ("parquet", "lines", "damaged"):
        (tmp_path / name).mkdir()
    columns = {name: pa.array([], pa.string()) for name in ("anchor", "positive", "negative_1")}
    pq.write_table(pa.table(columns), tmp_path / "parquet/train.parquet")
    (tmp_path / "lines/train.jsonl").touch()
    (tmp_path / "damaged/train.parquet").write_bytes(b"cut")
    for name, message in (
        (tmp_path / "parquet", "BatchSize"),
        (tmp_path / "lines", "StopIteration"),
        (tmp_path / "damaged", "Parquet file size is 3 bytes"),
        ("no/such", "Couldn't reach 'no/such'"),
    ):
        with pytest.raises(HedgeError, match=rf"{name}: no dataset with rows in a split train \({message}") as caught:
            text_rows(str(name))
        assert "\n" not in str(caught.value)
