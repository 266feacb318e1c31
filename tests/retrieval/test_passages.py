import json
import sys

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.mining.reading import read_corpus
from hedge_hf.retrieval.passages import NOTE, TEXTS, VECTORS, PassageIndex


def vectors_of(encoder, index):
    return encoder.encode(index.texts.to_pylist(), normalize_embeddings=True)


@pytest.mark.parametrize("kind", ["flat", "ivf", "hnsw"])
def test_every_passage_is_nearest_to_itself(corpus_file, encoder, tmp_path, kind):
    index = PassageIndex.build(read_corpus(str(corpus_file)), encoder, tmp_path / "vectors", kind)
    found = index.nearest(vectors_of(encoder, index), 3)
    assert found.numbers[:, 0].tolist() == list(range(12))
    assert index.nearest(vectors_of(encoder, index)[:2], 50).numbers.shape == (2, 12)


@pytest.mark.parametrize("kind", ["flat", "hnsw"])
def test_a_saved_index_finds_the_same(corpus_file, encoder, tmp_path, kind):
    index = PassageIndex.build(read_corpus(str(corpus_file)), encoder, tmp_path / "vectors", kind)
    (tmp_path / "saved").mkdir()
    index.save(tmp_path / "saved")
    again = PassageIndex.load(tmp_path / "saved")
    assert (again.kind, again.encoder_fingerprint) == (kind, index.encoder_fingerprint)
    queries = vectors_of(encoder, index)
    assert np.array_equal(again.nearest(queries, 4).numbers, index.nearest(queries, 4).numbers)
    assert np.array_equal(again.vectors.take(np.array([3, 1])), index.vectors.take(np.array([3, 1])))
    assert sorted(path.name for path in (tmp_path / "saved").iterdir()) == sorted([NOTE, TEXTS, VECTORS])


def test_an_index_that_cannot_be_is_refused_before_encoding(corpus_file, encoder, tmp_path, monkeypatch):
    corpus = read_corpus(str(corpus_file))
    with pytest.raises(UsageError, match="index is 'lsh'; take flat, ivf, hnsw"):
        PassageIndex.build(corpus, encoder, tmp_path / "vectors", "lsh")
    monkeypatch.setitem(sys.modules, "faiss", None)
    with pytest.raises(HedgeError, match=r"faiss is not installed: pip install 'hedge-hf\[mining\]'"):
        PassageIndex.build(corpus, encoder, tmp_path / "vectors")
    assert not (tmp_path / "vectors").exists()


@pytest.mark.parametrize("file", [NOTE, TEXTS, VECTORS])
@pytest.mark.parametrize("content", [None, b"cut"])
def test_a_damaged_index_is_one_line(index, tmp_path, file, content):
    folder = tmp_path / "saved"
    folder.mkdir()
    index.save(folder)
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content)
    with pytest.raises(HedgeError, match="saved: no index, or a damaged one") as caught:
        PassageIndex.load(folder)
    assert "\n" not in str(caught.value)


def test_damaged_embeddings_are_refused(index, tmp_path):
    folder = tmp_path / "saved"
    folder.mkdir()
    index.save(folder)
    vectors = load_file(folder / VECTORS)
    vectors["vectors"][4] = np.nan
    save_file(vectors, folder / VECTORS)
    with pytest.raises(HedgeError, match="the embedding of passage 'd4' is damaged"):
        PassageIndex.load(folder)


def test_embeddings_of_other_passages_are_refused(index, tmp_path):
    folder = tmp_path / "saved"
    folder.mkdir()
    index.save(folder)
    note = json.loads((folder / NOTE).read_text())
    note["identity"]["texts"] = "0" * 32
    (folder / NOTE).write_text(json.dumps(note))
    with pytest.raises(HedgeError, match="the embeddings are not those of the passages"):
        PassageIndex.load(folder)
