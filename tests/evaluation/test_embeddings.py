from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from hedge_hf.errors import HedgeError
from hedge_hf.evaluation.embeddings import Embeddings


def test_similarities_are_cosines(encoder: Any) -> None:
    embeddings = Embeddings(encoder({"a": [2, 0], "b": [0, 5], "c": [3, 3]}.__getitem__), "model")

    assert embeddings.similarities(["a", "a", "c"], ["a", "b", "a"]) == pytest.approx([1, 0, 0.5**0.5])


def test_every_text_is_encoded_once_and_the_longest_first(encoder: Any) -> None:
    model = encoder(lambda text: [len(text), 1])
    embeddings = Embeddings(model, "model")
    embeddings.add(["a", "ccc", "a", "bb"])
    embeddings.similarities(["a", "bb"], ["dddd", "ccc"])

    assert model.calls == [["ccc", "bb", "a"], ["dddd"]]


def test_many_texts_are_encoded_in_several_calls(encoder: Any) -> None:
    model = encoder(lambda text: [1, int(text)])
    texts = [str(number) for number in range(600)]
    embeddings = Embeddings(model, "model")

    assert embeddings.similarities(texts, texts) == pytest.approx(np.ones(600))
    assert sorted(text for call in model.calls for text in call) == sorted(texts)
    assert len(model.calls) > 1


@pytest.mark.parametrize(
    ("vector", "word"),
    [([0, 0], "zero"), ([float("nan"), 1], "not finite"), ([float("inf"), 1], "not finite")],
)
def test_an_unusable_embedding_names_model_and_text(encoder: Any, vector: list[float], word: str) -> None:
    model = encoder(lambda text: vector if text == "bad" else [1, 2])

    with pytest.raises(HedgeError, match=rf"^org/model: the embedding of 'bad' is {word}; .*") as caught:
        Embeddings(model, "org/model").add(["fine", "bad", "also fine"])
    assert "\n" not in str(caught.value)


def test_a_long_text_is_shortened_in_the_message(encoder: Any) -> None:
    with pytest.raises(HedgeError, match=r"'line\\nword word .*\.\.\.'") as caught:
        Embeddings(encoder(lambda text: [0, 0]), "model").add(["line\n" + "word " * 100])
    assert len(str(caught.value)) < 250


def test_an_encoder_that_returns_another_shape_is_refused(encoder: Any) -> None:
    with pytest.raises(HedgeError, match=r"model: encode returned shape \(2,\) for 2 texts"):
        Embeddings(encoder(len), "model").add(["a", "b"])
