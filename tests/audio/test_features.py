import shutil
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from hedge_hf.audio import features
from hedge_hf.audio.features import clips
from hedge_hf.audio.rows import load_music
from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.train.clap_model import frames_of, new_clap


@pytest.fixture(scope="module")
def extractor():
    return new_clap("small", ["a song"])[1].feature_extractor


@pytest.fixture
def folder(tiny_music, tmp_path):
    return Path(shutil.copytree(Path(tiny_music) / "test", tmp_path / "own"))


def test_they_are_computed_once_and_mapped(folder, extractor, tmp_path, monkeypatch):
    music = load_music(str(folder), "train")
    found = clips(music, extractor, tmp_path / "maps")
    assert found.spectrograms.shape == (12, frames_of(extractor), 64)
    assert isinstance(found.spectrograms, np.memmap)
    assert np.isfinite(found.spectrograms).all()
    monkeypatch.setattr(features, "_compute", lambda *_: pytest.fail("computed again"))
    again = clips(load_music(str(folder), "train"), extractor, tmp_path / "maps")
    assert np.array_equal(found.spectrograms, again.spectrograms)


def test_bad_files_are_left_out_and_counted(folder, extractor, tmp_path):
    files = sorted(folder.glob("*.flac"))
    files[0].write_bytes(b"no audio")
    soundfile.write(files[2], np.zeros(16_000), 16_000)
    files[5].unlink()
    music = load_music(str(folder), "train")
    for _ in range(2):  # computed, then from the cache
        found = clips(music, extractor, tmp_path / "maps")
        assert len(found) == len(found.music.captions) == 9
        assert found.music.captions[0] == music.captions[1]
        assert found.music.skipped == {"unreadable audio": 2, "silent audio": 1}


def test_a_changed_file_is_computed_anew(folder, extractor, tmp_path):
    before = clips(load_music(str(folder), "train"), extractor, tmp_path / "maps").spectrograms[0].copy()
    time.sleep(0.01)
    first, second = sorted(folder.glob("*.flac"))[:2]
    shutil.copyfile(second, first)
    after = clips(load_music(str(folder), "train"), extractor, tmp_path / "maps")
    assert not np.array_equal(before, after.spectrograms[0])
    assert np.array_equal(after.spectrograms[0], after.spectrograms[1])


def test_nothing_but_bad_files_is_one_line(folder, extractor, tmp_path):
    for file in folder.glob("*.flac"):
        file.write_bytes(b"no audio")
    with pytest.raises(UsageError, match="none of the 12 clips can be used: 12 with unreadable audio"):
        clips(load_music(str(folder), "train"), extractor, tmp_path / "maps")


def test_a_cache_that_cannot_be_written_is_one_line(folder, extractor, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(HedgeError, match="cannot be written"):
        clips(load_music(str(folder), "train"), extractor, tmp_path / "file")
