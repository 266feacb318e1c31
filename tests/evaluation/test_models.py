from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from tiny import load_tiny_encoder, save_tiny_cross_encoder, save_tiny_transformer

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.evaluation import models
from hedge_hf.evaluation.embedding_cache import fingerprint
from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.evaluation.models import load_cross_encoder, load_scorer
from hedge_hf.evaluation.pair_scores import PairScores
from hedge_hf.train.base import EMBEDDED

TOKENIZER = ("tokenizer.json", "tokenizer_config.json")
TEXTS = ["a lamp is on", "no lamp is on"]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("huggingface_hub.constants.HF_HOME", str(tmp_path / "hf"))
    return tmp_path / "hf" / "hedge_hf" / "embeddings"


@pytest.fixture
def never_encode(monkeypatch: pytest.MonkeyPatch) -> None:
    def encode(*_: Any, **__: Any) -> None:
        raise AssertionError("a text was encoded")

    monkeypatch.setattr(SentenceTransformer, "encode", encode)


def test_a_sentence_encoder(tiny_encoder: Path) -> None:
    scorer = load_scorer(str(tiny_encoder))

    assert isinstance(scorer, Embeddings)
    assert scorer.name == str(tiny_encoder)
    vectors = load_tiny_encoder(tiny_encoder).encode(TEXTS, normalize_embeddings=True)
    assert scorer.vectors(TEXTS) == pytest.approx(vectors, abs=1e-6)


def test_its_embeddings_are_kept_for_the_next_process(
    tiny_encoder: Path, cache: Path, request: pytest.FixtureRequest
) -> None:
    first = load_scorer(str(tiny_encoder)).vectors(TEXTS)
    request.getfixturevalue("never_encode")

    assert np.array_equal(load_scorer(str(tiny_encoder)).vectors(TEXTS), first)
    assert [folder.name for folder in cache.iterdir()] == [fingerprint(load_tiny_encoder(tiny_encoder))]


def test_without_a_cache_nothing_is_written(tiny_encoder: Path, cache: Path) -> None:
    load_scorer(str(tiny_encoder), cached=False).vectors(TEXTS)

    assert not cache.exists()


def test_a_plain_transformer_gets_mean_pooling(tmp_path: Path, tiny_encoder: Path) -> None:
    scorer = load_scorer(str(save_tiny_transformer(tmp_path / "plain")))

    assert isinstance(scorer, Embeddings)
    assert scorer.vectors(TEXTS) == pytest.approx(load_scorer(str(tiny_encoder)).vectors(TEXTS), abs=1e-6)


def test_a_cross_encoder(tmp_path: Path) -> None:
    scorer = load_scorer(str(save_tiny_cross_encoder(tmp_path / "cross")))

    assert isinstance(scorer, PairScores)
    assert np.isfinite(scorer.similarities(TEXTS, TEXTS[::-1])).all()


def test_a_cross_encoder_with_several_labels_is_refused_when_it_scores(tmp_path: Path) -> None:
    scorer = load_scorer(str(save_tiny_cross_encoder(tmp_path / "nli", labels=3)))

    with pytest.raises(HedgeError, match=r"nli: predict returned shape \(2, 3\) for 2 pairs"):
        scorer.similarities(TEXTS, TEXTS)


def test_a_sentence_encoder_whose_transformer_has_a_folder_of_its_own(tmp_path: Path, tiny_encoder: Path) -> None:
    folder = shutil.copytree(tiny_encoder, tmp_path / "encoder")
    (folder / "0_Transformer").mkdir()
    for name in ("config.json", "model.safetensors", "sentence_bert_config.json", *TOKENIZER):
        (folder / name).rename(folder / "0_Transformer" / name)
    listed = json.loads((folder / "modules.json").read_text())
    listed[0]["path"] = "0_Transformer"
    (folder / "modules.json").write_text(json.dumps(listed))

    assert load_scorer(str(folder)).vectors(TEXTS) == pytest.approx(load_scorer(str(tiny_encoder)).vectors(TEXTS))


def test_the_embedded_encoder_is_known_by_its_name(tiny_encoder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "load_base", lambda name: load_tiny_encoder(tiny_encoder))

    assert load_scorer(EMBEDDED).name == EMBEDDED


@pytest.mark.parametrize("content", [None, "{}", '{"model_type": "bert"}', "no json"])
def test_what_is_no_model_is_one_line(tmp_path: Path, content: str | None) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    if content is not None:
        (folder / "config.json").write_text(content)

    with pytest.raises(HedgeError, match=r"^\S*model: no encoder in this folder or on the Hub \(.*\)$"):
        load_scorer(str(folder))


def test_a_cross_encoder_without_weights_is_one_line(tmp_path: Path) -> None:
    folder = save_tiny_cross_encoder(tmp_path / "cross")
    (folder / "model.safetensors").unlink()

    with pytest.raises(HedgeError, match=r"^\S*cross: no cross-encoder in this folder or on the Hub \(.*\)$"):
        load_scorer(str(folder))


def test_a_model_of_single_texts_is_no_cross_encoder(tmp_path: Path) -> None:
    folder = save_tiny_transformer(tmp_path / "plain")

    with pytest.raises(UsageError, match=r"plain is no cross-encoder \(BertModel\); give the model of hedge-hf train"):
        load_cross_encoder(str(folder))
