import json

import pytest
from sentence_transformers import CrossEncoder
from tiny import load_tiny_encoder, save_tiny_cross_encoder

from hedge_hf.mining.reading import read_corpus
from hedge_hf.retrieval import PassageIndex, TwoStage

TEXTS = [f"lamp {number} is {'on' if number % 2 else 'off'}" for number in range(12)]


@pytest.fixture
def corpus_file(tmp_path):
    rows = [{"id": f"d{number}", "text": text} for number, text in enumerate(TEXTS)]
    (tmp_path / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return tmp_path / "corpus.jsonl"


@pytest.fixture(scope="session")
def reranker(tmp_path_factory):
    return CrossEncoder(str(save_tiny_cross_encoder(tmp_path_factory.mktemp("cross"))), device="cpu")


@pytest.fixture(scope="session")
def encoder(tiny_encoder):
    return load_tiny_encoder(tiny_encoder)


@pytest.fixture
def index(corpus_file, encoder, tmp_path):
    return PassageIndex.build(read_corpus(str(corpus_file)), encoder, tmp_path / "vectors")


@pytest.fixture
def retriever(encoder, reranker, index):
    return TwoStage(encoder, reranker, index, candidates=6)
