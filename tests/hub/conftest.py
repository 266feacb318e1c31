"""A hub that the clients in this very process talk to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from huggingface_hub import HfApi, constants
from this_hub import turn_to

from hedge_hf.hub.local import LocalHub


@pytest.fixture(autouse=True)
def no_staging_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep what is staged out of the user's own folder."""
    monkeypatch.setattr(constants, "HF_HOME", str(tmp_path / "home"))


@pytest.fixture
def this_hub(local_hub: LocalHub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> HfApi:
    """A client of an empty hub, which this process' other clients use too."""
    turn_to(monkeypatch, local_hub.endpoint, "hf_local", tmp_path / "home")
    return HfApi(endpoint=local_hub.endpoint, token="hf_local")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, dict[str, bytes]], Path]:
    """Write files into a folder below the test's own: name of the folder, contents by path."""

    def make(folder: str, files: dict[str, bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return tmp_path / folder

    return make
