"""Turns the clients in this very process to a hub."""

from __future__ import annotations

from pathlib import Path

import pytest
from huggingface_hub import constants


def turn_to(monkeypatch: pytest.MonkeyPatch, endpoint: str, token: str, home: Path) -> None:
    """Do what HF_ENDPOINT, HF_TOKEN and HF_HOME would have done before the clients were imported."""
    monkeypatch.setattr(constants, "ENDPOINT", endpoint)
    monkeypatch.setattr(
        constants, "HUGGINGFACE_CO_URL_TEMPLATE", endpoint + "/{repo_id}/resolve/{revision}/{filename}"
    )
    monkeypatch.setattr(constants, "HF_HOME", str(home))
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(home / "hub"))
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(home / "token"))
    monkeypatch.setenv("HF_TOKEN", token)
