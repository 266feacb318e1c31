import pytest
from datasets import Dataset, DatasetDict
from rows import make_group

from hedge_hf.errors import UsageError
from hedge_hf.train.contrast_rows import DrawGroups
from hedge_hf.train.run_folder import (
    claim,
    last_checkpoint,
    new_folder,
    read_configuration,
    refuse_foreign,
    rows_digest,
)


def test_a_folder_belongs_to_one_configuration(tmp_path):
    claim(tmp_path / "run", {"learning_rate": 1e-3, "seed": 0})
    claim(tmp_path / "run", {"learning_rate": 1e-3, "seed": 0})
    assert read_configuration(tmp_path / "run") == {"learning_rate": 1e-3, "seed": 0}
    (tmp_path / "run" / "checkpoint-5").mkdir()
    with pytest.raises(UsageError, match=r"learning_rate 0.001 instead of 0.002.*remove this one"):
        claim(tmp_path / "run", {"learning_rate": 2e-3, "seed": 0})


@pytest.mark.parametrize("result", ["model", "checkpoint-5", "anchors.parquet", "summary.json"])
def test_the_result_of_another_command_is_left_alone(tmp_path, result):
    claim(tmp_path, {"seed": 0})
    (tmp_path / result).mkdir()
    with pytest.raises(UsageError, match="holds a run with negatives None instead of 3, seed 0 instead of None"):
        claim(tmp_path, {"negatives": 3})
    assert read_configuration(tmp_path) == {"seed": 0}


@pytest.mark.parametrize(
    ("name", "text"),
    [("model", ""), ("checkpoint-5", ""), ("configuration.json", '{"mine": 1}'), ("configuration.json", "{")],
)
def test_what_is_not_of_a_run_is_left_alone(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    with pytest.raises(UsageError, match=r"holds something else, or its configuration\.json is missing or damaged"):
        claim(tmp_path, {"seed": 0})
    with pytest.raises(UsageError, match="has files of something else"):
        refuse_foreign(tmp_path)
    assert (tmp_path / name).read_text() == text


def test_a_file_with_other_content_is_named_by_what_it_holds(tmp_path):
    claim(tmp_path, {"rows_digest": "1234"})
    (tmp_path / "model").mkdir()
    with pytest.raises(UsageError, match="holds a run with other rows; give another folder"):
        claim(tmp_path, {"rows_digest": "5678"})


def test_the_digest_of_rows_is_that_of_their_content():
    rows = Dataset.from_dict({"anchor": ["a", "b"], "positive": ["c", "d"]})
    same = Dataset.from_list(rows.to_list())
    assert rows_digest(rows) == rows_digest(same)
    other = [rows.select([1, 0]), rows.select([0]), rows.rename_column("positive", "negative")]
    assert len({rows_digest(one) for one in [rows, *other]}) == 4
    groups = Dataset.from_list([make_group(number) for number in range(3)])
    drawn = groups.with_transform(DrawGroups(seed=0))
    assert rows_digest(DatasetDict(groups=drawn)) == rows_digest(DatasetDict(groups=groups))


def test_a_folder_without_results_can_be_claimed_anew(tmp_path):
    claim(tmp_path, {"data_files": "mistyped.jsonl"})
    claim(tmp_path, {"data_files": "right.jsonl"})
    assert read_configuration(tmp_path) == {"data_files": "right.jsonl"}


def test_a_damaged_configuration_beside_results_is_named(tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "configuration.json").write_text('{"cut')
    with pytest.raises(UsageError, match=r"its configuration\.json is missing or damaged"):
        claim(tmp_path, {"seed": 0})


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"file.run cannot be written"):
        claim(tmp_path / "file" / "run", {})


def test_a_folder_without_a_run_is_named(tmp_path):
    with pytest.raises(UsageError, match="missing or damaged"):
        read_configuration(tmp_path)


def test_only_whole_checkpoints_count(tmp_path):
    assert last_checkpoint(tmp_path) is None
    for step, state in ((5, "{}"), (40, "{}"), (100, '{"cut'), (200, None)):
        folder = tmp_path / f"checkpoint-{step}"
        folder.mkdir()
        if state is not None:
            (folder / "trainer_state.json").write_text(state)
    assert last_checkpoint(tmp_path) == tmp_path / "checkpoint-40"


def test_a_folder_for_a_result_is_new(tmp_path):
    with new_folder(tmp_path / "a/b") as unfinished:
        (unfinished / "result").touch()
        assert not (tmp_path / "a/b").exists()
    assert [file.name for file in (tmp_path / "a").rglob("*")] == ["b", "result"]
    with pytest.raises(UsageError, match="a/b exists; give another folder"), new_folder(tmp_path / "a/b"):
        pass
    (tmp_path / "file").touch()
    with (
        pytest.raises(UsageError, match=r"cannot be written .*; give another folder"),
        new_folder(tmp_path / "file/b"),
    ):
        pass


def test_a_result_that_is_not_whole_is_removed(tmp_path):
    with pytest.raises(KeyboardInterrupt), new_folder(tmp_path / "result") as unfinished:
        (unfinished / "half").touch()
        raise KeyboardInterrupt
    assert not list(tmp_path.iterdir())


def test_what_a_killed_process_left_is_no_part_of_the_result(tmp_path):
    with new_folder(tmp_path / "other") as unfinished:
        killed = tmp_path / unfinished.name.replace("other", "result")
    killed.mkdir()
    (killed / "half").touch()
    with new_folder(tmp_path / "result") as unfinished:
        (unfinished / "whole").touch()
    assert {file.name for file in tmp_path.rglob("*")} == {"other", "result", "whole"}


def test_a_folder_of_something_else_is_refused(tmp_path):
    for name in ("absent", "empty", "claimed", "other"):
        if name != "absent":
            (tmp_path / name).mkdir()
    claim(tmp_path / "claimed", {"seed": 0})
    (tmp_path / "other/notes.txt").touch()
    for name in ("absent", "empty", "claimed"):
        refuse_foreign(tmp_path / name)
    with pytest.raises(UsageError, match="other has files of something else in it; give a new folder"):
        refuse_foreign(tmp_path / "other")
    with pytest.raises(UsageError, match=r"notes.txt cannot be read \(Not a directory\)"):
        refuse_foreign(tmp_path / "other/notes.txt")
