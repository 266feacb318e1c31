import os
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pytest
from hand_made import HandMade, Prompted, scattered_vector

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.mining import vectors as module
from hedge_hf.mining.vectors import embed

TEXTS = pa.array([f"text {number}" for number in range(10)])


@pytest.fixture(autouse=True)
def small_writes(monkeypatch):
    monkeypatch.setattr(module, "_TEXTS_PER_WRITE", 4)


def expected(texts):
    found = np.stack([scattered_vector(text) for text in texts])
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def test_vectors_are_read_in_blocks_and_by_number(tmp_path):
    found = embed(TEXTS, HandMade(scattered_vector), "model", "m", tmp_path, "document")
    assert (found.rows, found.dimensions) == (10, 16)
    blocks = list(found.blocks(3))
    assert [start for start, _ in blocks] == [0, 3, 6, 9]
    assert np.array_equal(np.concatenate([block for _, block in blocks]), expected(TEXTS.to_pylist()))
    numbers = np.array([7, 0, 7, 9])
    assert np.array_equal(found.take(numbers), expected(TEXTS.to_pylist())[numbers])


def test_two_calls_on_one_folder_do_not_mix(tmp_path):
    def slow(text):
        time.sleep(0.02)
        return scattered_vector(text)

    def call(_):
        found = embed(TEXTS, HandMade(slow), "model", "m", tmp_path, "document")
        return found.take(np.arange(10))

    with ThreadPoolExecutor(2) as pool:
        for found in pool.map(call, range(2)):
            assert np.array_equal(found, expected(TEXTS.to_pylist()))


def test_a_file_that_was_cut_meanwhile_is_named(tmp_path):
    found = embed(TEXTS, HandMade(scattered_vector), "model", "m", tmp_path, "document")
    os.truncate(found.file, 5 * 16 * 4)
    with pytest.raises(HedgeError, match=r"document\.f32 is shorter than it was"):
        found.take(np.array([7]))


def test_prompts_for_queries_and_documents(tmp_path):
    for role, prompt in (("query", "q: "), ("document", "d: ")):
        model = Prompted(scattered_vector)
        embed(TEXTS, model, "model", "m", tmp_path, role)
        assert all(text.startswith(prompt) for text in model.encoded)


def test_a_killed_call_goes_on(tmp_path):
    def fail(text):
        if text == "text 6":
            raise KeyboardInterrupt
        return scattered_vector(text)

    with pytest.raises(KeyboardInterrupt):
        embed(TEXTS, HandMade(fail), "model", "m", tmp_path, "query")
    with (tmp_path / "query.f32").open("ab") as file:
        file.write(b"half a vector")
    again = HandMade(scattered_vector)
    found = embed(TEXTS, again, "model", "m", tmp_path, "query")
    assert sorted(again.encoded) == TEXTS.to_pylist()[4:]
    assert np.array_equal(found.take(np.arange(10)), expected(TEXTS.to_pylist()))
    done = HandMade(scattered_vector)
    embed(TEXTS, done, "model", "m", tmp_path, "query")
    assert done.encoded == []


@pytest.mark.parametrize("damage", [np.nan, np.inf, 0.0, 7.0])
def test_damaged_embeddings_are_made_anew(tmp_path, damage):
    embed(TEXTS, HandMade(scattered_vector), "model", "m", tmp_path, "query")
    kept = np.fromfile(tmp_path / "query.f32", np.float32).reshape(10, 16)
    kept[5, 3:] = damage
    kept.tofile(tmp_path / "query.f32")
    again = HandMade(scattered_vector)
    found = embed(TEXTS, again, "model", "m", tmp_path, "query")
    assert sorted(again.encoded) == TEXTS.to_pylist()[5:]
    assert np.array_equal(found.take(np.arange(10)), expected(TEXTS.to_pylist()))


def test_another_model_and_other_texts_are_refused(tmp_path):
    embed(TEXTS, HandMade(scattered_vector), "model", "first", tmp_path, "query")
    for texts, model, message in (
        (TEXTS, "second", r"embeddings of another model \(model first instead of second\)"),
        (TEXTS[:9], "first", "embeddings of other texts"),
    ):
        with pytest.raises(UsageError, match=message):
            embed(texts, HandMade(scattered_vector), "model", model, tmp_path, "query")
    (tmp_path / "query.json").write_text("{")
    with pytest.raises(UsageError, match="damaged"):
        embed(TEXTS, HandMade(scattered_vector), "model", "first", tmp_path, "query")


def test_an_embedding_that_is_no_number_is_one_line(tmp_path):
    broken = HandMade(lambda text: np.full(16, np.nan) if text == "text 3" else scattered_vector(text))
    with pytest.raises(HedgeError, match="the embedding of 'text 3' is not finite") as caught:
        embed(TEXTS, broken, "model", "m", tmp_path, "query")
    assert "\n" not in str(caught.value)


def test_a_full_disk_is_one_line(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(HedgeError, match=r"cannot be written .*--vectors"):
        embed(TEXTS, HandMade(scattered_vector), "model", "m", tmp_path / "file", "query")
