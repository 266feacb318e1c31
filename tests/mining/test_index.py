import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedge_hf.errors import UsageError
from hedge_hf.mining import index as module
from hedge_hf.mining.index import FlatIndex, open_index, recall
from hedge_hf.mining.vectors import Vectors


def normalised(found):
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def clustered(rows, seed=0, dimensions=16):
    draw = np.random.default_rng(seed)
    centres = np.random.default_rng(99).normal(size=(20, dimensions))
    return normalised(centres[draw.integers(0, 20, rows)] + 0.3 * draw.normal(size=(rows, dimensions)))


def stored(folder, found, model="m"):
    found.tofile(folder / "document.f32")
    return Vectors(folder / "document.f32", *found.shape, {"model": model, "texts": "t"})


def brute_force(queries, passages, k):
    scores = queries @ passages.T
    return np.argsort(-scores, axis=1, kind="stable")[:, :k], -np.sort(-scores, axis=1)[:, :k]


@settings(max_examples=25, deadline=None)
@given(rows=st.integers(1, 60), block=st.integers(1, 70), k=st.integers(1, 20), seed=st.integers(0, 99))
def test_flat_search_is_brute_force_whatever_the_blocks(tmp_path_factory, rows, block, k, seed):
    folder = tmp_path_factory.mktemp("index")
    passages, queries = clustered(rows, seed), clustered(5, seed + 1)
    vectors = stored(folder, passages)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_PASSAGES_AT_ONCE", block)
        found = FlatIndex(vectors).search(queries, k)
    numbers, scores = brute_force(queries, passages, k)
    there = min(k, rows)
    assert np.array_equal(found.numbers[:, :there], numbers)
    assert np.allclose(found.scores[:, :there], scores, atol=1e-6)
    assert (found.numbers[:, there:] == -1).all() and np.isneginf(found.scores[:, there:]).all()


def test_equal_scores_come_in_the_order_of_their_numbers(tmp_path):
    passages = normalised(np.array([[1, 1], [1, 0], [1, 0], [1, 0], [0, 1]], dtype=np.float32))
    found = FlatIndex(stored(tmp_path, passages)).search(passages[1:2], 4)
    assert found.numbers.tolist() == [[1, 2, 3, 0]]


@pytest.mark.parametrize("kind", ["ivf", "hnsw"])
def test_an_approximate_index_finds_nearly_all(tmp_path, kind):
    passages, queries = clustered(4000), clustered(300, seed=1)
    index = open_index(kind, stored(tmp_path, passages))
    found = index.search(queries, 20)
    numbers, _ = brute_force(queries, passages, 20)
    assert recall(found.numbers, numbers) > 0.95
    assert index.recall is not None and index.recall > 0.97
    assert np.allclose(found.scores[:, 0], brute_force(queries, passages, 1)[1][:, 0], atol=1e-5)


@pytest.mark.parametrize("kind", ["ivf", "hnsw"])
def test_a_kept_index_is_used_again_and_refused_for_other_embeddings(tmp_path, kind, monkeypatch):
    passages = clustered(500)
    first = open_index(kind, stored(tmp_path, passages)).search(passages[:20], 5)
    monkeypatch.setattr("hedge_hf.mining.index._build", None)
    again = open_index(kind, stored(tmp_path, passages)).search(passages[:20], 5)
    assert np.array_equal(first.numbers, again.numbers)
    with pytest.raises(UsageError, match=r"an index of other embeddings \(model 'm' instead of 'other'\)"):
        open_index(kind, stored(tmp_path, passages, model="other"))
    with pytest.raises(UsageError, match=r"an index of other embeddings \(dimensions 16 instead of 8\)"):
        open_index(kind, stored(tmp_path, clustered(500, dimensions=8)))
    (tmp_path / f"document.{kind}.faiss").write_bytes(b"cut")
    with pytest.raises(UsageError, match="damaged"):
        open_index(kind, stored(tmp_path, passages))


@pytest.mark.parametrize("kind", ["flat", "ivf", "hnsw"])
def test_queries_of_other_dimensions_are_refused(tmp_path, kind):
    index = open_index(kind, stored(tmp_path, clustered(100)))
    with pytest.raises(UsageError, match="embeddings of 16 dimensions, the queries have 8"):
        index.search(clustered(3, dimensions=8), 5)


@pytest.mark.parametrize("kind", ["flat", "ivf", "hnsw"])
def test_a_corpus_of_one_passage(tmp_path, kind):
    found = open_index(kind, stored(tmp_path, clustered(1))).search(clustered(2, seed=3), 3)
    assert found.numbers.tolist() == [[0, -1, -1]] * 2


@pytest.mark.parametrize("kind", ["ivf", "hnsw"])
def test_a_first_search_of_one_query_does_not_settle_for_less(tmp_path, kind):
    passages, queries = clustered(3000), clustered(200, seed=1)
    index = open_index(kind, stored(tmp_path, passages), keep=False)
    index.search(queries[:1], 10)
    found = recall(index.search(queries, 10).numbers, brute_force(queries, passages, 10)[0])
    assert found > 0.95 and abs(found - index.recall) < 0.04
