import datasets
import pytest
from tiny_music import save_tiny_music


@pytest.fixture(scope="session")
def tiny_music(tmp_path_factory):
    return str(save_tiny_music(tmp_path_factory.mktemp("music") / "music"))


@pytest.fixture(autouse=True)
def own_cache(no_hub, tmp_path, monkeypatch):
    """No test here asks the Hub or uses the user's caches."""
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
