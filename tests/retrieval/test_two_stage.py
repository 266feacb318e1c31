import os
import shutil
import subprocess
import sys

import pytest
import torch
from sentence_transformers import CrossEncoder
from tiny import load_tiny_encoder, save_tiny_cross_encoder, save_tiny_encoder

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.retrieval import TwoStage
from hedge_hf.retrieval.passages import PassageIndex


def test_candidates_come_from_the_encoder_and_their_order_from_the_reranker(retriever, encoder, reranker):
    found = retriever.find(["lamp 3"])[0]
    hits = retriever.search("lamp 3", k=6)
    assert [hit.candidate_rank for hit in found] == [1, 2, 3, 4, 5, 6]
    assert {hit.id for hit in hits} == {hit.id for hit in found}
    scores = reranker.predict([("lamp 3", hit.text) for hit in hits])
    assert [hit.score for hit in hits] == pytest.approx(scores.tolist(), abs=1e-5)
    assert sorted(scores, reverse=True) == pytest.approx(list(scores), abs=1e-5)
    similarity = encoder.similarity(*encoder.encode(["lamp 3", hits[0].text])[:, None]).item()
    assert hits[0].similarity == pytest.approx(similarity, abs=1e-5)


def test_the_first_stage_can_have_a_say(encoder, reranker, index):
    alone, both = (
        TwoStage(encoder, reranker, index, candidates=6, similarity_weight=weight).search("lamp 3", k=6)
        for weight in (0, 1e6)
    )
    scores = {hit.id: hit.score for hit in alone}
    assert [hit.score for hit in both] == pytest.approx([scores[hit.id] + 1e6 * hit.similarity for hit in both])
    assert [hit.candidate_rank for hit in both] == [1, 2, 3, 4, 5, 6] != [hit.candidate_rank for hit in alone]


def test_a_batch_finds_what_single_queries_find(retriever):
    queries = ["lamp 1", "which lamp is off", "lamp 1"]
    together = retriever.search_batch(queries, k=3)
    alone = [retriever.search(query, k=3) for query in queries]
    assert [[hit.id for hit in hits] for hits in together] == [[hit.id for hit in hits] for hits in alone]
    assert retriever.search_batch([], k=3) == []


def test_a_small_corpus_gives_what_it_has(encoder, reranker, index):
    assert len(TwoStage(encoder, reranker, index, candidates=50).search("lamp", k=50)) == 12


def test_parts_that_do_not_fit_are_refused(encoder, reranker, index, tmp_path):
    other = load_tiny_encoder(save_tiny_encoder(tmp_path / "other"))
    with torch.no_grad():
        other[0].auto_model.embeddings.word_embeddings.weight += 1
    three = CrossEncoder(str(save_tiny_cross_encoder(tmp_path / "three", labels=3)), device="cpu")
    empty = PassageIndex(index.ids[:0], index.texts[:0], index.vectors)
    for parts, message in (
        ((other, reranker, index), "the index was built with another encoder"),
        ((encoder, encoder, index), "the reranker is a SentenceTransformer; give a CrossEncoder"),
        ((encoder, three, index), "gives 3 numbers per pair"),
        ((encoder, reranker, empty), "the corpus is empty"),
        ((encoder, reranker, index, 0), "candidates is 0"),
        ((encoder, reranker, index, 6, -1), "similarity_weight is -1"),
        ((encoder, reranker, index, 6, float("nan")), "similarity_weight is nan"),
        ((encoder, reranker, index, 6, float("inf")), "similarity_weight is inf"),
    ):
        with pytest.raises(UsageError, match=message):
            TwoStage(*parts)


def test_wrong_queries_are_refused(retriever):
    for arguments, message in (
        ((["lamp", " "], 3), "query 1 is empty"),
        ((["lamp"], 7), "k is 7; it must be from 1 to candidates = 6"),
        ((["lamp"], 0), "k is 0"),
    ):
        with pytest.raises(UsageError, match=message):
            retriever.search_batch(*arguments)


def test_a_saved_retriever_keeps_its_settings(encoder, reranker, index, tmp_path):
    TwoStage(encoder, reranker, index, candidates=6, similarity_weight=50).save(tmp_path / "saved")
    again = TwoStage.load(tmp_path / "saved")
    assert (again.candidates, again.similarity_weight) == (6, 50)
    other = TwoStage.load(tmp_path / "saved", candidates=4, similarity_weight=0)
    assert (other.candidates, other.similarity_weight) == (4, 0)
    for damage in ("{", "[]", '{"candidates": 6}', '{"candidates": "x", "similarity_weight": 0}'):
        (tmp_path / "saved/retriever.json").write_text(damage)
        with pytest.raises(HedgeError, match=r"retriever\.json is missing or damaged"):
            TwoStage.load(tmp_path / "saved")


def test_a_saved_retriever_finds_the_same_and_holds_no_pickle(retriever, tmp_path):
    retriever.save(tmp_path / "saved")
    again = TwoStage.load(tmp_path / "saved", candidates=6)
    assert again.search("lamp 5", k=4) == retriever.search("lamp 5", k=4)
    kinds = {path.suffix for path in (tmp_path / "saved").rglob("*") if path.is_file()}
    assert kinds <= {".json", ".safetensors", ".parquet", ".md", ".txt"}
    with pytest.raises(UsageError, match="exists; give another folder or remove it"):
        retriever.save(tmp_path / "saved")


def test_a_full_disk_is_one_line_and_leaves_nothing(retriever, tmp_path, monkeypatch):
    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hedge_hf.retrieval.passages.pq.write_table", fail)
    with pytest.raises(
        HedgeError, match=r"cannot be written \(.*No space left on device\); free some space"
    ) as caught:
        retriever.save(tmp_path / "saved")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "saved").exists()


def test_what_is_no_retriever_is_one_line(retriever, tmp_path, no_hub):
    retriever.save(tmp_path / "saved")
    (tmp_path / "empty").mkdir()
    shutil.copytree(tmp_path / "saved", tmp_path / "swapped")
    shutil.rmtree(tmp_path / "swapped" / "reranker")
    shutil.copytree(tmp_path / "saved" / "encoder", tmp_path / "swapped" / "reranker")
    for name, message in (
        (tmp_path / "empty", "no two-stage retriever"),
        ("none/such", "neither a folder nor a retriever on the Hub"),
        ("no such name", "neither a folder nor a retriever on the Hub"),
        (tmp_path / "swapped", r"reranker is no cross-encoder \(BertModel\)"),
    ):
        with pytest.raises(HedgeError, match=message) as caught:
            TwoStage.load(name)
        assert "\n" not in str(caught.value)


ROUND_TRIP = """
import sys
from pathlib import Path
from hedge_hf.retrieval import TwoStage

print(TwoStage.load(sys.argv[1]).push_to_hub("me/retriever", Path(sys.argv[2])))
print([hit.id for hit in TwoStage.load("me/retriever").search("lamp 5", k=4)])
"""


def test_a_wrong_id_is_refused_before_anything_is_written(retriever, tmp_path):
    with pytest.raises(UsageError, match="repo 'retriever' must have the form namespace/name"):
        retriever.push_to_hub("retriever", tmp_path / "upload")
    assert not (tmp_path / "upload").exists()


def test_a_retriever_goes_to_the_hub_and_back(retriever, tmp_path, local_hub):
    retriever.save(tmp_path / "saved")
    environment = os.environ | local_hub.environment() | {"HF_HOME": str(tmp_path / "home"), "HF_HUB_OFFLINE": "0"}
    command = [sys.executable, "-c", ROUND_TRIP, str(tmp_path / "saved"), str(tmp_path / "upload")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    candidates = TwoStage.load(tmp_path / "saved").search("lamp 5", k=4)
    assert done.stdout.strip().splitlines()[-1] == str([hit.id for hit in candidates])
