import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hedge_hf.audio.rows import load_music
from hedge_hf.audio.synthetic import make_row
from hedge_hf.errors import HedgeError, UsageError


def with_metadata(folder, text):
    folder.mkdir(parents=True)
    (folder / "metadata.csv").write_text(text)
    return str(folder)


def test_a_folder_of_files(tiny_music):
    music = load_music(tiny_music, "train", max_rows=5)
    assert music.captions == [make_row(0, "train", number)["caption"] for number in range(5)]
    assert music.tags == [make_row(0, "train", number)["tags"] for number in range(5)]
    assert Path(music.audio[0]["audio"]["path"]).name == "train-00000.flac"
    assert music.summary() == f"{tiny_music}: 5 of 5 rows"


def test_a_folder_without_splits_is_train(tiny_music, tmp_path):
    shutil.copytree(Path(tiny_music) / "test", tmp_path / "flat")
    assert len(load_music(str(tmp_path / "flat"), "train").captions) == 12
    with pytest.raises(HedgeError, match="no split test; put its files and metadata"):
        load_music(str(tmp_path / "flat"), "test")


def test_parquet_with_other_columns(tmp_path):
    row = make_row(0, "train", 0)
    columns = {"sound": [row["audio"]], "texts": [["A song.", "Another."]], "labels": ["piano, slow ,"]}
    folder = tmp_path / "data"
    folder.mkdir()
    pq.write_table(pa.table(columns), folder / "train.parquet")
    (folder / "README.md").write_text(
        "---\ndataset_info:\n  features:\n  - {name: sound, dtype: audio}\n  - {name: texts, list: string}\n"
        "  - {name: labels, dtype: string}\n---\n"
    )
    music = load_music(str(folder), "train", ("sound", "texts", "labels"))
    assert music.captions == ["A song."]
    assert music.tags == [["piano", "slow"]]
    assert music.audio.column_names == ["audio"]


def test_rows_without_caption_or_tags_are_counted(tmp_path):
    text = 'file_name,caption,tags\na.wav,A song.,piano\nb.wav,,piano\nc.wav,A song.,\nd.wav,A tune.," , "\n'
    music = load_music(with_metadata(tmp_path / "music", text), "train")
    assert music.captions == ["A song."]
    assert music.skipped == {"no caption": 1, "no tags": 2}
    assert music.summary().endswith("1 of 4 rows; left out: 2 with no tags, 1 with no caption")


def test_numbers_are_captions_and_tags_like_any_text(tmp_path):
    music = load_music(with_metadata(tmp_path / "music", "file_name,caption,tags\na.wav,3,4\n"), "train")
    assert (music.captions, music.tags) == (["3"], [["4"]])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file_name,caption\na.wav,A song.\n", "no column 'tags' .*; give --tags_column"),
        ("file_name,tags\na.wav,piano\n", "no column 'caption' .*; give --caption_column"),
        ("caption,tags\nA song.,piano\n", "no column 'file_name'"),
        ("file_name,caption,tags\na.wav,,piano\n", "no row has a caption and tags"),
    ],
)
def test_wrong_data_is_one_line(tmp_path, text, message):
    with pytest.raises(UsageError, match=message) as caught:
        load_music(with_metadata(tmp_path / "music", text), "train")
    assert "\n" not in str(caught.value)


def test_a_column_that_is_no_audio_is_one_line(tiny_music):
    with pytest.raises(UsageError, match="the column 'caption' holds no audio; give --audio_column"):
        load_music(tiny_music, "train", ("caption", "caption", "tags"))


def test_a_missing_dataset_is_one_line():
    with pytest.raises(HedgeError, match="none/such: no dataset with a split train") as caught:
        load_music("none/such", "train")
    assert "\n" not in str(caught.value)


def test_damaged_metadata_is_one_line(tmp_path):
    (tmp_path / "metadata.jsonl").write_text('{"file_name": "a.wav"\nno json')
    with pytest.raises(HedgeError, match="cannot be read") as caught:
        load_music(str(tmp_path), "train")
    assert "\n" not in str(caught.value)
