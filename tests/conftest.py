"""Fixtures for all tests; the environment is set before any Hugging Face library is imported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ["HF_HUB_DISABLE_XET"] = "1"
os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

import pytest

from hedge_hf.hub.local import LocalHub


@pytest.fixture
def local_hub(tmp_path: Path) -> Iterator[LocalHub]:
    """A running hub on a free port over an empty folder: `.endpoint`, `.root`, `.environment()`."""
    with LocalHub(tmp_path / "hub") as hub:
        yield hub
