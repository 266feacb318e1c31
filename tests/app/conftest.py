from __future__ import annotations

import os
from pathlib import Path

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import pytest
import torch
from rows import make_groups
from tiny import load_tiny_encoder

from hedge_hf.app.journal import DecisionJournal
from hedge_hf.app.models import Models, NamedEncoder
from hedge_hf.app.review import Review


@pytest.fixture(scope="session")
def models(tiny_encoder: str) -> Models:
    """Two tiny encoders that differ."""
    base, tuned = load_tiny_encoder(tiny_encoder), load_tiny_encoder(tiny_encoder)
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for weight in tuned.parameters():
            weight += 0.3 * torch.randn(weight.shape, generator=generator)
    return Models(NamedEncoder("base", "tiny", base), NamedEncoder("tuned", "<b>tiny</b>", tuned))


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """A review of two groups with two hedges and four negations each."""
    return Review(make_groups(2), DecisionJournal(tmp_path / "review.jsonl"))
