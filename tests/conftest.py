"""Fixtures for all tests; the environment is set before any Hugging Face library is imported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ["HF_HUB_DISABLE_XET"] = "1"
os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

import datasets
import pytest
from huggingface_hub import constants
from tiny import save_tiny_encoder

from hedge_hf.hub.local import LocalHub


@pytest.fixture
def local_hub(tmp_path: Path) -> Iterator[LocalHub]:
    """A running hub on a free port over an empty folder: `.endpoint`, `.root`, `.environment()`."""
    with LocalHub(tmp_path / "hub") as hub:
        yield hub


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a sentence encoder of a few thousand weights."""
    return str(save_tiny_encoder(tmp_path_factory.mktemp("tiny")))


@pytest.fixture(scope="session")
def tiny_music(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with a few synthetic pieces, their captions and tags."""
    from tiny_music import save_tiny_music

    return str(save_tiny_music(tmp_path_factory.mktemp("music") / "music"))


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a test, and the processes that it starts, out of the caches of `datasets`."""
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def no_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail at once where a test asks the Hub, in this process and those it starts."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
