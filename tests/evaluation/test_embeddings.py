from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hand_made import HandMade, Prompted, scattered_vector
from sentence_transformers import SentenceTransformer

from hedge_hf.errors import HedgeError
from hedge_hf.evaluation.embeddings import Embeddings


def by_length(text: str) -> list[float]:
    return [len(text), 1]


def test_similarities_are_cosines() -> None:
    embeddings = Embeddings(HandMade({"a": [2, 0], "b": [0, 5], "c": [3, 3]}.__getitem__), "model")

    assert embeddings.similarities(["a", "a", "c"], ["a", "b", "a"]) == pytest.approx([1, 0, 0.5**0.5])
    assert embeddings.matrix(["a", "c"], ["a", "b"]) == pytest.approx(np.array([[1, 0], [0.5**0.5, 0.5**0.5]]))


def test_every_text_is_encoded_once_and_the_longest_first() -> None:
    model = HandMade(by_length)
    embeddings = Embeddings(model, "model")
    embeddings.add(["a", "ccc", "a", "bb"])
    embeddings.similarities(["a", "bb"], ["dddd", "ccc"])
    embeddings.similarities(["a", "bb"], ["dddd", "ccc"], retrieval=True)

    assert model.calls == [["ccc", "bb", "a"], ["dddd"]]


def test_many_texts_are_encoded_in_several_calls() -> None:
    model = HandMade(lambda text: [1, int(text)])
    texts = [str(number) for number in range(600)]

    assert Embeddings(model, "model").similarities(texts, texts) == pytest.approx(np.ones(600))
    assert sorted(model.encoded) == sorted(texts)
    assert len(model.calls) > 1


def test_usage_counts_texts_and_those_that_had_to_be_encoded() -> None:
    embeddings = Embeddings(HandMade(by_length), "model")
    embeddings.add(["a", "bb"])
    embeddings.usage.texts, embeddings.usage.encoded = set(), 0
    embeddings.similarities(["a", "a"], ["bb", "ccc"])

    assert embeddings.usage.texts == {"a", "bb", "ccc"}
    assert embeddings.usage.encoded == 1


def test_prompts_are_used_in_retrieval_and_nowhere_else() -> None:
    model = Prompted(scattered_vector)
    embeddings = Embeddings(model, "model")
    plain = embeddings.similarities(["one"], ["two"])
    retrieved = embeddings.similarities(["one"], ["two"], retrieval=True)

    assert model.calls == [["one", "two"], ["q: one"], ["d: two"]]
    expected = Embeddings(HandMade(scattered_vector), "plain").similarities(["q: one"], ["d: two"])
    assert retrieved == pytest.approx(expected)
    assert embeddings.matrix(["one"], ["two"])[0] == pytest.approx(expected)
    assert retrieved != pytest.approx(plain)


def test_a_text_that_is_query_and_document_has_an_embedding_for_each() -> None:
    model = Prompted(scattered_vector)
    similarities = Embeddings(model, "model").similarities(["one", "two"], ["two", "two"], retrieval=True)

    assert model.encoded == ["q: one", "q: two", "d: two"]
    assert similarities[1] < 0.99


@pytest.mark.parametrize(
    ("prompts", "query", "document"),
    [
        ({"query": "q: ", "document": "d: "}, "q: a", "d: b"),
        ({"query": "q: ", "passage": "p: "}, "q: a", "p: b"),
        ({"corpus": "c: "}, "a", "c: b"),
        ({"query": "", "document": ""}, "a", "b"),
    ],
)
def test_the_prompts_of_a_sentence_transformer(
    tiny_encoder: Path, prompts: dict[str, str], query: str, document: str
) -> None:
    model = SentenceTransformer(str(tiny_encoder), prompts=prompts, device="cpu")
    plain = SentenceTransformer(str(tiny_encoder), device="cpu")

    found = Embeddings(model, "model").similarities(["a"], ["b"], retrieval=True)
    assert found == pytest.approx(Embeddings(plain, "plain").similarities([query], [document]), abs=1e-6)


def test_truncated_is_the_percentage_of_texts_that_are_too_long() -> None:
    def tokenizer(texts: list[str], **_: Any) -> dict[str, list[list[str]]]:
        return {"input_ids": [text.split() for text in texts]}

    model = HandMade(by_length)
    embeddings = Embeddings(model, "model")
    assert embeddings.truncated(["a b c d"]) == 0
    model.tokenizer, model.max_seq_length = tokenizer, 3
    assert embeddings.truncated(["a", "a b c", "a b c d", "e f g h i"]) == 50
    assert embeddings.truncated([]) == 0
    model.max_seq_length = None
    assert embeddings.truncated(["a b c d"]) == 0


def test_truncated_of_a_real_encoder(tiny_encoder: Path) -> None:
    embeddings = Embeddings(SentenceTransformer(str(tiny_encoder), device="cpu"), "model")

    assert embeddings.truncated(["a" * 62, "b" * 63, "short", "c " * 100]) == 50


@pytest.mark.parametrize(
    ("vector", "word"),
    [([0, 0], "zero"), ([float("nan"), 1], "not finite"), ([float("inf"), 1], "not finite")],
)
def test_an_unusable_embedding_names_model_and_text(vector: list[float], word: str) -> None:
    model = HandMade(lambda text: vector if text == "bad" else [1, 2])

    with pytest.raises(HedgeError, match=rf"^org/model: the embedding of 'bad' is {word}; .*") as caught:
        Embeddings(model, "org/model").add(["fine", "bad", "also fine"])
    assert "\n" not in str(caught.value)


def test_a_long_text_is_shortened_in_the_message() -> None:
    with pytest.raises(HedgeError, match=r"'line\\nword word .*\.\.\.'") as caught:
        Embeddings(HandMade(lambda text: [0, 0]), "model").add(["line\n" + "word " * 100])
    assert len(str(caught.value)) < 250


def test_an_encoder_that_returns_another_shape_is_refused() -> None:
    with pytest.raises(HedgeError, match=r"model: encode returned shape \(2,\) for 2 texts"):
        Embeddings(HandMade(len), "model").add(["a", "b"])
