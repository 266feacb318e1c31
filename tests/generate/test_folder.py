import errno
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hedge_hf.errors import HedgeError
from hedge_hf.generate.folder import WholeParquet, groups_file, groups_files, kept_variants
from hedge_hf.generate.llm.journal import Journal, Outcome

SCHEMA = pa.schema([("id", pa.string())])


def test_a_file_has_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    file = groups_file(tmp_path, 0, 3)
    parquet = WholeParquet(file, SCHEMA)
    for number in range(4500):
        parquet.add({"id": str(number)})
    assert groups_files(tmp_path) == []
    parquet.close()
    assert groups_files(tmp_path) == [file]
    assert pq.read_table(file)["id"].to_pylist() == [str(number) for number in range(4500)]


def test_a_file_without_rows_can_be_read(tmp_path: Path) -> None:
    file = groups_file(tmp_path, 0, 0)
    variants = pa.list_(pa.struct([("text", pa.string())]))
    WholeParquet(file, pa.schema([("hedges", variants), ("negations", variants)])).close()
    assert list(kept_variants(file)) == []


def test_rounds_are_told_apart(tmp_path: Path) -> None:
    for round_ in range(2):
        WholeParquet(groups_file(tmp_path, round_, 0), SCHEMA).close()
    assert groups_files(tmp_path, 1) == [groups_file(tmp_path, 1, 0)]


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "rejects").write_text("a file where a folder should be")
    with pytest.raises(HedgeError, match=r"rejects.* cannot be written") as caught:
        WholeParquet(tmp_path / "rejects" / "00-00000.parquet", SCHEMA)
    assert "\n" not in str(caught.value)


class FullDisk:
    def write(self, text: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_one_line_and_keeps_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = Outcome("a", "p", "{}", None, 1, 10)
    with Journal(tmp_path / "journal.jsonl") as journal:
        journal.append(outcome)
        with monkeypatch.context() as patch:
            patch.setattr(journal, "_file", FullDisk())
            with pytest.raises(HedgeError, match=r"No space left on device.*the same command goes on"):
                journal.append(outcome._replace(id="b"))
    with Journal(tmp_path / "journal.jsonl") as journal:
        assert "a" in journal
        assert "b" not in journal
