from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hedge_hf.evaluation import Rows

NEGATION_TYPES = ("verbal", "absolute", "affixal", "lexical")
HEDGE_TYPES = ("single", "multi")


class HandMade:
    """An encoder made of a function from a text to a vector; it notes what it was asked to encode."""

    def __init__(self, vector: Callable[[str], Any]) -> None:
        self.vector = vector
        self.calls: list[list[str]] = []

    def encode(self, inputs: list[str], /, *, show_progress_bar: bool | None = None) -> np.ndarray:
        self.calls.append(inputs)
        return np.array([self.vector(text) for text in inputs])


@pytest.fixture
def encoder() -> type[HandMade]:
    return HandMade


@pytest.fixture
def by_role() -> Callable[..., HandMade]:
    """Make an encoder that gives the vector of a text's first word, such as `q1` or `hedge`."""

    def make(**vectors: Any) -> HandMade:
        return HandMade(lambda text: vectors[text.split()[0]])

    return make


@pytest.fixture
def perfect(by_role: Callable[..., HandMade]) -> HandMade:
    here, there = [3.0, 0.0], [0.0, 0.5]
    ours = dict.fromkeys(("q1", "doc1", "query", "positive", "anchor", "hedge"), here)
    return by_role(**ours, **dict.fromkeys(("q2", "doc2", "including", "negative", "negation"), there))


@pytest.fixture
def useless() -> HandMade:
    return HandMade(lambda text: [0.1, 0.7, 0.3])


@pytest.fixture
def scattered() -> HandMade:
    return HandMade(lambda text: np.random.default_rng(list(text.encode())).normal(size=16))


@pytest.fixture
def rows() -> Rows:
    return Rows(
        split="test",
        contrast=[{name: f"{name} {n}" for name in ("q1", "q2", "doc1", "doc2")} for n in range(4)],
        exclusion=[
            {
                "query": f"query {n}",
                "query_including": f"including {n}",
                "positive": f"positive {n}",
                "negative": f"negative {n}",
            }
            for n in range(4)
        ],
        groups=[
            {
                "anchor": f"anchor {n}",
                "domain": "law" if n % 2 else "sport",
                "hedges": [{"text": f"hedge {n} {name}", "type": name, "cue": ""} for name in HEDGE_TYPES],
                "negations": [{"text": f"negation {n} {name}", "type": name, "cue": ""} for name in NEGATION_TYPES],
            }
            for n in range(6)
        ],
    )
