"""Encoders and rows made by hand, for the tests of the evaluation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from hedge_hf.evaluation.bootstrap import Sample
from hedge_hf.evaluation.tasks.task import Measures, Row, Task
from hedge_hf.taxonomy import HEDGE_TYPE_NAMES, NEGATION_TYPE_NAMES


class HandMade:
    """An encoder made of a function from a text to a vector; it notes what it was asked to encode."""

    def __init__(self, vector: Callable[[str], Any]) -> None:
        self.vector = vector
        self.calls: list[list[str]] = []

    def encode(self, inputs: list[str], /, *, show_progress_bar: bool | None = None) -> np.ndarray:
        self.calls.append(inputs)
        return np.array([self.vector(text) for text in inputs])

    @property
    def encoded(self) -> list[str]:
        return [text for call in self.calls for text in call]


class Prompted(HandMade):
    """A `HandMade` with prompts, as a `SentenceTransformer` has them."""

    prompts: ClassVar[dict[str, str]] = {"query": "q: ", "document": "d: "}

    def encode_query(self, inputs: list[str], /, *, show_progress_bar: bool | None = None) -> np.ndarray:
        return self.encode(["q: " + text for text in inputs])

    def encode_document(self, inputs: list[str], /, *, show_progress_bar: bool | None = None) -> np.ndarray:
        return self.encode(["d: " + text for text in inputs])


class HandMadePairs:
    """A cross-encoder made of a function from two texts to a score; it notes the pairs it was asked for."""

    def __init__(self, score: Callable[[str, str], Any]) -> None:
        self.score = score
        self.pairs: list[tuple[str, str]] = []

    def predict(self, pairs: list[tuple[str, str]], *, show_progress_bar: bool | None = None) -> np.ndarray:
        self.pairs += pairs
        return np.array([self.score(*pair) for pair in pairs])


def by_role(**vectors: Any) -> HandMade:
    """Make an encoder that gives the vector of a text's first word, such as `q1` or `hedge`."""
    return HandMade(lambda text: vectors[text.split()[0]])


def angles(**degrees: float) -> HandMade:
    """Make an encoder that gives each text a direction in the plane, by its first word."""
    turned = np.radians(list(degrees.values()))
    return by_role(**dict(zip(degrees, np.stack([np.cos(turned), np.sin(turned)], axis=1), strict=True)))


def scattered_vector(text: str) -> np.ndarray:
    """Draw the vector of a text; the same text has the same one."""
    return np.random.default_rng(list(text.encode())).normal(size=16)


def contrast_rows(count: int = 4) -> list[Row]:
    return [{name: f"{name} {n}" for name in ("q1", "q2", "doc1", "doc2")} for n in range(count)]


def exclusion_rows(count: int = 4) -> list[Row]:
    names = {"query": "query", "query_including": "including", "positive": "positive", "negative": "negative"}
    return [{column: f"{word} {n}" for column, word in names.items()} for n in range(count)]


def groups(count: int = 6) -> list[Row]:
    return [
        {
            "anchor": f"anchor {n}",
            "domain": "law" if n % 2 else "sport",
            "hedges": [{"text": f"hedge {n} {name}", "type": name, "cue": ""} for name in HEDGE_TYPE_NAMES],
            "negations": [{"text": f"negation {n} {name}", "type": name, "cue": ""} for name in NEGATION_TYPE_NAMES],
        }
        for n in range(count)
    ]


def values(samples: dict[str, Sample | float]) -> dict[str, float]:
    return {name: sample.value if isinstance(sample, Sample) else sample for name, sample in samples.items()}


def numbers(task: str, **scores: float) -> Task:
    """Make a general task that gives the model of each name one number."""
    return Task(
        name=task,
        kind="general",
        main="spearman",
        question=f"How good is {task}?",
        reference="https://example.org",
        dataset="org/sts",
        load=lambda: None,
        measure=lambda _, scorer: Measures({"spearman": scores[scorer.name]}),
    )


def missing(task: str, error: Exception) -> Task:
    """Make a task whose data cannot be had."""

    def load() -> None:
        raise error

    return replace(numbers(task), load=load, kind="negation")
