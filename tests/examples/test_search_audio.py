import importlib.util
from pathlib import Path

import pytest
from tiny_clap import save_tiny_clap
from tiny_music import save_tiny_music

from hedge_hf.errors import HedgeError, UsageError

PATH = Path(__file__).parent.parent.parent / "examples" / "search_audio.py"
QUERY = "A piece of music with piano, without any drums."


@pytest.fixture(scope="module")
def example():
    spec = importlib.util.spec_from_file_location("search_audio", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return str(save_tiny_clap(tmp_path_factory.mktemp("clap") / "model"))


@pytest.fixture
def folder(tmp_path):
    return save_tiny_music(tmp_path / "music", train=3, test=2)


def test_files_are_shown_the_most_similar_first(example, model, folder, capsys):
    (folder / "broken.wav").write_bytes(b"no audio")
    example.main([model, str(folder), QUERY, "-k", "4"])
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    similarities = [float(line.split()[0]) for line in lines]
    assert len(lines) == 4
    assert similarities == sorted(similarities, reverse=True)
    assert all(Path(line.split()[1]).suffix == ".flac" for line in lines)
    assert "broken.wav: unreadable audio" in shown.err


def test_no_audio_is_one_line(example, model, tmp_path):
    with pytest.raises(UsageError, match="no audio files; there must be some of"):
        example.main([model, str(tmp_path), QUERY])
    (tmp_path / "broken.wav").write_bytes(b"no audio")
    with pytest.raises(UsageError, match="no file can be used"):
        example.main([model, str(tmp_path), QUERY])


def test_a_missing_model_is_one_line(example, folder, no_hub):
    with pytest.raises(HedgeError, match="no CLAP model with its processor"):
        example.main(["none/such", str(folder), QUERY])
