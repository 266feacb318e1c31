import importlib.util
from pathlib import Path

import datasets
import pytest
from datasets import load_dataset
from huggingface_hub import DatasetCard

from hedge_hf.audio.synthetic import make_row
from hedge_hf.errors import UsageError

PATH = Path(__file__).parent.parent.parent / "dataset_scripts" / "synthetic_music.py"


@pytest.fixture
def script(tmp_path, monkeypatch):
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    spec = importlib.util.spec_from_file_location("synthetic_music", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_folder_is_a_dataset_repository(script, tmp_path):
    folder = tmp_path / "repository"
    script.main([str(folder), "--train", "3", "--validation", "1", "--test", "2"])
    assert sorted(file.name for file in folder.glob("**/*.*")) == [
        "README.md", "test.parquet", "train.parquet", "validation.parquet",
    ]  # fmt: skip
    rows = load_dataset(str(folder), cache_dir=str(tmp_path / "back"))
    assert {split: len(part) for split, part in rows.items()} == {"train": 3, "validation": 1, "test": 2}
    part = rows["train"].cast_column("audio", datasets.Audio(decode=False))
    assert part[0] == make_row(0, "train", 0)
    card = DatasetCard.load(folder / "README.md")
    assert card.data.license == "cc0-1.0"
    assert "| train | 3 |" in card.text
    assert "{" not in card.text


def test_a_folder_of_other_things_is_one_line(script, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(UsageError, match="holds other things; give another folder"):
        script.main([str(tmp_path)])
