import json
import signal
import subprocess
import sys
import time

import numpy as np
import pyarrow.parquet as pq
import pytest
from datasets import load_dataset
from retrieval_data import write_corpus, write_queries
from tiny import save_tiny_cross_encoder

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.mining import run as module
from hedge_hf.mining.run import main
from hedge_hf.train.encoder import EncoderArguments, train
from hedge_hf.train.trainer import HedgeTripleTrainingArguments

WORDS = ("lamp", "boat", "fish", "stone", "tree", "wind")
TEXTS = [f"the {left} and the {right}" for left in WORDS for right in WORDS if left != right]


@pytest.fixture
def options(tmp_path, tiny_encoder):
    corpus = write_corpus(tmp_path, TEXTS)
    queries = write_queries(tmp_path, {f"about {text}": f"p{number}" for number, text in enumerate(TEXTS[:20])})
    return [str(queries), str(corpus), "--model", tiny_encoder, "--out", str(tmp_path / "mined"),
            "--vectors", str(tmp_path / "vectors")]  # fmt: skip


def test_rows_to_train_on_and_every_candidate(options, tmp_path, capsys):
    main([*options, "--negatives", "2", "--sources", "dense=2", "bm25", "random=0", "--relative-margin", "0.01"])
    said = capsys.readouterr().out
    assert "20 rows of 20 queries over 30 passages" in said
    assert str(tmp_path / "mined") in said.replace("\n", "")
    rows = load_dataset(str(tmp_path / "mined"), split="train", cache_dir=tmp_path / "cache")
    assert rows.column_names == ["anchor", "positive", "negative_1", "negative_2"]
    assert rows["positive"] == TEXTS[:20]
    assert all(text in TEXTS and text != row["positive"] for row in rows for text in list(row.values())[2:])
    candidates = load_dataset(str(tmp_path / "mined"), "candidates", split="train", cache_dir=tmp_path / "cache")
    assert {"query_id", "candidate_id", "rank", "score", "source", "decision", "reason"} <= set(
        candidates.column_names
    )
    taken = candidates.filter(lambda row: row["decision"] == "negative")
    assert len(taken) == 40
    assert set(candidates["source"]) == {"dense", "bm25", "random"}
    summary = json.loads((tmp_path / "mined/summary.json").read_text())
    assert summary["counts"]["rows"] == 20 and summary["counts"]["candidates"]["dense"]["taken"] > 0
    assert set(summary["measured"]["seconds"]) == {"encode", "index", "search"}


def test_mined_rows_train_an_encoder(options, tiny_encoder, tmp_path):
    main(options)
    arguments = EncoderArguments(model_name_or_path=tiny_encoder, dataset=str(tmp_path / "mined"))
    training = HedgeTripleTrainingArguments(
        output_dir=str(tmp_path / "run"), bf16=False, use_cpu=True, disable_tqdm=True, max_steps=1
    )
    assert (train(arguments, training) / "model.safetensors").is_file()


def test_a_second_call_encodes_nothing_and_other_settings_are_refused(options, tmp_path, monkeypatch):
    main(options)
    first = pq.read_table(tmp_path / "mined/train.parquet")
    load = module.load_base

    def loaded(name):
        encoder = load(name)
        monkeypatch.setattr(type(encoder), "encode", None)
        return encoder

    monkeypatch.setattr(module, "load_base", loaded)
    main(options)
    assert pq.read_table(tmp_path / "mined/train.parquet").equals(first)
    with pytest.raises(UsageError, match="negatives 3 instead of 2"):
        main([*options, "--negatives", "2"])


def test_a_cross_encoder_scores_candidates_and_positives(options, tmp_path):
    teacher = save_tiny_cross_encoder(tmp_path / "teacher")
    main([*options, "--negatives", "1", "--teacher", str(teacher), "--false-negatives", "relabel"])
    found = pq.read_table(tmp_path / "mined/candidates/candidates.parquet").to_pylist()
    relabelled = [row for row in found if row["decision"] == "positive"]
    assert relabelled and all(row["teacher_score"] > row["positive_score"] for row in relabelled)
    rows = pq.read_table(tmp_path / "mined/train.parquet").to_pylist()
    summary = json.loads((tmp_path / "mined/summary.json").read_text())["counts"]
    assert len(rows) == summary["rows"] > 20 - summary["short"]
    pairs = {(row["anchor"], row["positive"]) for row in rows}
    assert all((row["anchor"], row["negative_1"]) not in pairs for row in rows)


def test_too_few_negatives_are_counted_not_filled_up(options, tmp_path):
    main([*options, "--negatives", "3", "--absolute-margin", "0.0", "--range-max", "20"])
    summary = json.loads((tmp_path / "mined/summary.json").read_text())["counts"]
    assert summary["rows"] + summary["short"] == 20
    with pytest.raises(UsageError, match=r"no query has 29 negatives; .*candidates says why"):
        main([*options[:-3], str(tmp_path / "other"), *options[-2:], "--negatives", "29", "--max-score", "-0.99"])


def test_a_folder_of_something_else_is_left_alone(options, tmp_path, monkeypatch):
    (tmp_path / "project").mkdir()
    (tmp_path / "project/README.md").write_text("mine")
    monkeypatch.chdir(tmp_path / "project")
    options[options.index("--out") + 1] = "."
    with pytest.raises(UsageError, match=r"^\. has files of something else in it; give a new folder$"):
        main(options)
    assert [(file.name, file.read_text()) for file in (tmp_path / "project").iterdir()] == [("README.md", "mine")]


def test_without_any_row_there_is_no_file_of_rows_and_other_settings_may_follow(options, tmp_path):
    with pytest.raises(UsageError, match=r"no query has 3 negatives; .*candidates says why"):
        main([*options, "--max-score", "-0.99"])
    assert not (tmp_path / "mined/train.parquet").exists()
    assert (tmp_path / "mined/candidates/candidates.parquet").is_file()
    main(options)
    assert pq.read_metadata(tmp_path / "mined/train.parquet").num_rows == 20


def test_wrong_input_is_one_line(options, tmp_path):
    for change, message in (
        (["--sources", "sparse"], "source 'sparse' is unknown"),
        (["--sources", "in-group"], "in-group needs a corpus with a column 'group'"),
        (["--false-negatives", "relabel"], "relabel needs a teacher"),
        (["--negatives", "0"], "negatives is 0"),
        (["--model", "none/such"], "none/such: no encoder"),
    ):
        with pytest.raises(HedgeError, match=message) as caught:
            main([*options, *change])
        assert "\n" not in str(caught.value)
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(UsageError, match=r"empty.jsonl: there are no rows"):
        main([options[0], str(tmp_path / "empty.jsonl"), *options[2:]])


def test_without_faiss_nothing_is_encoded(options, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "faiss", None)
    with pytest.raises(HedgeError, match=r"faiss is not installed: pip install 'hedge-hf\[mining\]'"):
        main(options)
    assert not (tmp_path / "vectors").exists()
    main([*options, "--sources", "random"])


def test_embeddings_of_another_model_are_refused(options, tmp_path, tiny_encoder):
    main(options)
    from sentence_transformers import SentenceTransformer

    other = SentenceTransformer(tiny_encoder, device="cpu")
    other.max_seq_length = 8
    other.save(str(tmp_path / "other"), create_model_card=False)
    with pytest.raises(UsageError, match="holds embeddings of another model"):
        main([*options, "--model", str(tmp_path / "other"), "--out", str(tmp_path / "again")])


@pytest.mark.slow
def test_a_killed_call_loses_nothing(options, tmp_path):
    corpus = write_corpus(tmp_path, [f"{text} number {number}" for number in range(700) for text in TEXTS])
    options[1] = str(corpus)
    queries = write_queries(tmp_path, {"about it": "p0"})
    options[0] = str(queries)
    command = [sys.executable, "-m", "hedge_hf.mining.run", *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    vectors = tmp_path / "vectors/document.f32"
    while not (vectors.exists() and vectors.stat().st_size):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (tmp_path / "mined/summary.json").exists()
    size = vectors.stat().st_size
    kept = np.fromfile(vectors, np.float32, size // 4 // 16 * 16)
    assert 0 < size < 21_000 * 16 * 4
    subprocess.run(command, check=True, capture_output=True)
    assert np.array_equal(np.fromfile(vectors, np.float32)[: len(kept)], kept)
    assert pq.read_metadata(tmp_path / "mined/train.parquet").num_rows == 1
