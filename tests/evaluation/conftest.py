from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path

import pytest
from hand_made import HandMade, by_role, contrast_rows, exclusion_rows, groups, scattered_vector
from tiny import save_tiny_encoder

from hedge_hf.evaluation.tasks.shipped import shipped_tasks
from hedge_hf.evaluation.tasks.task import Task


@pytest.fixture
def perfect() -> HandMade:
    here, there = [3.0, 0.0], [0.0, 0.5]
    ours = dict.fromkeys(("q1", "doc1", "query", "positive", "anchor"), here)
    return by_role(
        **ours, hedge=[2.0, 2.0], **dict.fromkeys(("q2", "doc2", "including", "negative", "negation"), there)
    )


@pytest.fixture
def useless() -> HandMade:
    return HandMade(lambda text: [0.1, 0.7, 0.3])


@pytest.fixture
def scattered() -> HandMade:
    return HandMade(scattered_vector)


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """The shipped tasks on hand-made rows, which stand in for the shipped groups of geometry preservation too."""
    monkeypatch.setattr(importlib.import_module("hedge_hf.evaluation.compare"), "read", lambda *_: groups())
    rows = (contrast_rows(), exclusion_rows(), groups(), groups())
    return [replace(task, load=lambda rows=rows: rows) for task, rows in zip(shipped_tasks(), rows, strict=True)]


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_encoder(tmp_path_factory.mktemp("tiny"))
