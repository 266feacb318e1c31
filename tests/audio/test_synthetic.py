import io

import pytest
import soundfile
from datasets import load_dataset

from hedge_hf.audio.synthetic import make_row
from hedge_hf.audio.timbres import RATE
from hedge_hf.errors import UsageError


def test_it_loads_by_name_without_a_hub(tmp_path):
    rows = load_dataset("hedgetriple-music", train=3, validation=1, test=2, cache_dir=str(tmp_path))
    assert {split: len(part) for split, part in rows.items()} == {"train": 3, "validation": 1, "test": 2}
    first = rows["train"][0]
    assert first == make_row(0, "train", 0)
    samples, rate = soundfile.read(io.BytesIO(first["audio"]["bytes"]))
    assert (rate, samples.shape) == (RATE, (3 * RATE,))


def test_the_seed_and_the_split_decide_about_every_piece():
    assert make_row(0, "train", 5) == make_row(0, "train", 5)
    others = [make_row(1, "train", 5), make_row(0, "test", 5), make_row(0, "train", 6)]
    assert all(row["audio"]["bytes"] != make_row(0, "train", 5)["audio"]["bytes"] for row in others)


def test_a_split_without_pieces_is_one_line(tmp_path):
    with pytest.raises(UsageError, match="test is 0; make at least 1 piece"):
        load_dataset("hedgetriple-music", train=1, validation=1, test=0, cache_dir=str(tmp_path))


def test_a_seed_below_zero_is_one_line(tmp_path):
    with pytest.raises(UsageError, match="seed is -1; it must be 0 or above"):
        load_dataset("hedgetriple-music", seed=-1, cache_dir=str(tmp_path))
