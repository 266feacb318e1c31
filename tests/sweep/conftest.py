import pytest
from tiny import save_tiny_encoder


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory):
    return str(save_tiny_encoder(tmp_path_factory.mktemp("tiny")))


@pytest.fixture(autouse=True)
def no_hub(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
