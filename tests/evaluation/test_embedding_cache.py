from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hand_made import HandMade, Prompted, scattered_vector
from hypothesis import given
from hypothesis import strategies as st
from sentence_transformers import SentenceTransformer
from tiny import load_tiny_encoder

from hedge_hf.errors import HedgeError
from hedge_hf.evaluation.embedding_cache import EmbeddingCache, Key, default_folder, fingerprint
from hedge_hf.evaluation.embeddings import Embeddings


def keys(*texts: str) -> list[Key]:
    return [(None, text) for text in texts]


def vectors_of(found: list[Key]) -> np.ndarray:
    return np.stack([scattered_vector(text) for _, text in found]).astype(np.float32)


def append(cache: EmbeddingCache, *texts: str) -> None:
    cache.append(keys(*texts), vectors_of(keys(*texts)))


def assert_has(cache: EmbeddingCache, *texts: str) -> None:
    found = cache.read(keys(*texts))
    assert list(found) == keys(*texts)
    assert np.array_equal(np.stack(list(found.values())), vectors_of(keys(*texts)))


def test_a_second_model_with_the_same_weights_encodes_nothing(tmp_path: Path) -> None:
    first, second = HandMade(scattered_vector), HandMade(scattered_vector)
    texts = [[str(number) for number in range(600)], [str(-number) for number in range(600)]]
    before, after = (Embeddings(model, "model", cache=EmbeddingCache(tmp_path / "cache")) for model in (first, second))
    similarities = before.similarities(*texts)
    again = Embeddings(second, "model", cache=EmbeddingCache(tmp_path / "cache"))

    assert np.array_equal(again.similarities(*texts), similarities)
    assert len(first.encoded) == 1199
    assert second.calls == []
    assert again.usage.encoded == 0
    assert len(again.usage.texts) == 1199
    assert after.similarities(["0"], ["1"]) == pytest.approx(before.similarities(["0"], ["1"]))


def test_only_what_is_new_is_encoded(tmp_path: Path) -> None:
    Embeddings(HandMade(scattered_vector), "model", cache=EmbeddingCache(tmp_path)).add(["one", "two"])
    model = HandMade(scattered_vector)
    embeddings = Embeddings(model, "model", cache=EmbeddingCache(tmp_path))
    embeddings.add(["one", "two", "three"])

    assert model.calls == [["three"]]
    assert len(EmbeddingCache(tmp_path)) == 3


def test_a_text_with_a_prompt_is_kept_apart_from_the_plain_one(tmp_path: Path) -> None:
    for expected in ([["one"], ["q: one"], ["d: one"]], []):
        model = Prompted(scattered_vector)
        embeddings = Embeddings(model, "model", cache=EmbeddingCache(tmp_path))
        embeddings.add(["one"])
        embeddings.similarities(["one"], ["one"], retrieval=True)
        assert model.calls == expected


@given(
    st.dictionaries(
        st.tuples(st.sampled_from([None, "query", "document"]), st.text(st.characters(), max_size=5)),
        st.lists(st.floats(-1, 1, width=32), min_size=3, max_size=3),
        min_size=1,
    )
)
def test_every_key_comes_back_with_its_own_vector(
    tmp_path_factory: pytest.TempPathFactory, kept: dict[Key, Any]
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    EmbeddingCache(folder).append(list(kept), np.array(list(kept.values()), dtype=np.float32))
    found = EmbeddingCache(folder).read([*kept, (None, "not there")])

    assert {key: vector.tolist() for key, vector in found.items()} == kept


def test_an_empty_cache_has_nothing(tmp_path: Path) -> None:
    assert EmbeddingCache(tmp_path).read(keys("one")) == {}
    assert len(EmbeddingCache(tmp_path)) == 0


@pytest.mark.parametrize(
    ("vectors", "digests"),
    [
        pytest.param(b"\1" * 64, b"", id="a whole vector without its digest"),
        pytest.param(b"\1" * 13, b"", id="part of a vector"),
        pytest.param(b"\1" * 64, b"\1" * 11, id="half a digest"),
    ],
)
def test_a_killed_writer_loses_nothing_and_is_mended(tmp_path: Path, vectors: bytes, digests: bytes) -> None:
    append(EmbeddingCache(tmp_path), "one", "two")
    for name, leftover in (("vectors.f32", vectors), ("digests.bin", digests)):
        with (tmp_path / name).open("ab") as file:
            file.write(leftover)

    survivor = EmbeddingCache(tmp_path)
    assert_has(survivor, "one", "two")
    append(survivor, "three")
    for cache in (survivor, EmbeddingCache(tmp_path)):
        assert_has(cache, "one", "two", "three")
    assert (tmp_path / "vectors.f32").stat().st_size == 3 * 16 * 4
    assert (tmp_path / "digests.bin").stat().st_size == 3 * 20


def test_a_writer_that_was_killed_before_its_first_vector_is_mended(tmp_path: Path) -> None:
    EmbeddingCache(tmp_path)
    (tmp_path / "dimensions").write_text("")
    append(EmbeddingCache(tmp_path), "one")

    assert_has(EmbeddingCache(tmp_path), "one")


def test_two_writers_take_turns(tmp_path: Path) -> None:
    one, other = EmbeddingCache(tmp_path), EmbeddingCache(tmp_path)
    for number in range(5):
        append(one, f"one {number}", "both")
        append(other, f"other {number}", "both")
    append(one, "last")

    for cache in (one, EmbeddingCache(tmp_path)):
        assert_has(cache, *(f"{who} {number}" for number in range(5) for who in ("one", "other")), "both", "last")
        assert len(cache) == 12


def test_two_models_on_one_folder_agree(tmp_path: Path) -> None:
    texts = [f"text {number}" for number in range(20)]
    one, other = (Embeddings(HandMade(scattered_vector), "model", cache=EmbeddingCache(tmp_path)) for _ in range(2))
    for start in range(0, 20, 5):
        one.add(texts[start : start + 4])
        other.add(texts[start + 2 : start + 5])

    assert np.array_equal(one.vectors(texts), other.vectors(texts))
    assert np.array_equal(Embeddings(HandMade(scattered_vector), "plain").vectors(texts), one.vectors(texts))


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(HedgeError, match=r"file.cache cannot be written \(.*\); use --no-cache$"):
        EmbeddingCache(tmp_path / "file" / "cache")


def test_a_disk_that_becomes_full_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = EmbeddingCache(tmp_path)
    append(cache, "one")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(HedgeError, match=r"cannot be written \(No space left on device\); use --no-cache$"):
            append(cache, "two")
    assert_has(cache, "one")
    append(cache, "three")
    assert_has(EmbeddingCache(tmp_path), "one", "three")


def test_the_caches_lie_beside_those_of_the_hugging_face_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HOME", "/home/me/hf")

    assert default_folder() == Path("/home/me/hf/hedge_hf/embeddings")


def test_the_same_weights_have_the_same_fingerprint(tiny_encoder: Path) -> None:
    one, other = (load_tiny_encoder(tiny_encoder) for _ in range(2))
    other.encode(["some", "texts of other lengths"])

    assert fingerprint(one) == fingerprint(other)
    assert len(fingerprint(one)) == 32


def move_a_weight(encoder: SentenceTransformer) -> None:
    with torch.no_grad():
        next(encoder.parameters())[0, 0] += 1e-6


def lose_precision(encoder: SentenceTransformer) -> None:
    encoder.to(torch.bfloat16)


def pool_otherwise(encoder: SentenceTransformer) -> None:
    encoder[1] = type(encoder[1])(16, pooling_mode="cls")


def split_otherwise(encoder: SentenceTransformer) -> None:
    encoder.tokenizer.add_tokens(["lamp"])


@pytest.mark.parametrize(
    "change",
    [
        move_a_weight,
        lose_precision,
        pool_otherwise,
        split_otherwise,
        pytest.param(lambda encoder: encoder.prompts.update(query="query: "), id="prompts"),
        pytest.param(lambda encoder: setattr(encoder, "max_seq_length", 32), id="max_seq_length"),
        pytest.param(lambda encoder: setattr(encoder, "truncate_dim", 8), id="truncate_dim"),
        pytest.param(lambda encoder: setattr(encoder, "default_prompt_name", "query"), id="default prompt"),
    ],
)
def test_what_changes_embeddings_changes_the_fingerprint(tiny_encoder: Path, change: Any) -> None:
    encoder = load_tiny_encoder(tiny_encoder)
    before = fingerprint(encoder)
    change(encoder)

    assert fingerprint(encoder) != before
