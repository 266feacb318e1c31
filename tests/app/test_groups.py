import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rows import make_group, make_groups

from hedge_hf.app.groups import read_groups
from hedge_hf.app.journal import DecisionJournal
from hedge_hf.app.review import Review
from hedge_hf.errors import UsageError


def test_columns_of_a_run_are_kept(tmp_path):
    groups = make_groups(2).append_column("licence", pa.array(["cc0-1.0", "mit"]))
    pq.write_table(groups, tmp_path / "groups-00-00000.parquet")
    read = read_groups([tmp_path / "groups-00-00000.parquet"])
    revision = Review(read, DecisionJournal(tmp_path / "review.jsonl")).revision()
    assert revision.table.equals(groups)


def test_files_that_cannot_be_reviewed_are_named(tmp_path):
    damaged, empty, twice, lost = (tmp_path / name for name in ("a.parquet", "b.jsonl", "c.jsonl", "d.parquet"))
    damaged.write_bytes(b"PAR1 no parquet")
    pq.write_table(make_groups(0), tmp_path / "none.parquet")
    empty.write_text('{"id": "a"}\n')
    twice.write_text(json.dumps(make_group(0)) + "\n")
    for files, reason in (
        ([damaged], "a.parquet: not readable"),
        ([empty], "b.jsonl: column 'anchor' is missing"),
        ([twice, twice], "occurs twice"),
        ([lost], "d.parquet: No such file"),
        ([tmp_path / "none.parquet"], "no groups to review"),
    ):
        with pytest.raises(UsageError, match=reason):
            read_groups(files)
