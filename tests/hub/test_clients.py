"""Unmodified mteb and evaluate against the embedded Hub, each in a fresh process as a user has it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from datasets import load_dataset
from huggingface_hub import HfApi
from tiny import save_tiny_encoder

import hedge_hf
from hedge_hf.hub.local import LocalHub

CARD = """---
configs:
- config_name: default
  data_files: [{split: test, path: qrels.jsonl}]
- config_name: corpus
  data_files: [{split: corpus, path: corpus.jsonl}]
- config_name: queries
  data_files: [{split: queries, path: queries.jsonl}]
- config_name: top_ranked
  data_files: [{split: test, path: top_ranked.jsonl}]
---
"""
NEVIR = """
import json, sys, mteb
from sentence_transformers import SentenceTransformer
from hedge_hf.metrics.nevir import paired_accuracy

encoder = SentenceTransformer(sys.argv[1], device="cpu")
score = mteb.evaluate(encoder, [mteb.get_task("NevIR")], cache=None)[0].get_score()
rows = json.load(open(sys.argv[2]))
pairs = [
    encoder.similarity(encoder.encode([row["q1"], row["q2"]]), encoder.encode([row["doc1"], row["doc2"]])).tolist()
    for row in rows
]
print(json.dumps([score, paired_accuracy(pairs)["paired_accuracy"]]))
"""
SPACE = """
import evaluate
scores = [[[0.9, 0.2], [0.3, 0.8]], [[0.9, 0.2], [0.7, 0.6]]]
print(evaluate.load("me/nevir").compute(predictions=scores)["paired_accuracy"])
"""


def python(hub, home, code, *argv):
    environment = os.environ | hub.environment() | {"HF_HOME": str(home), "HF_HUB_OFFLINE": "0"}
    command = [sys.executable, "-c", code, *map(str, argv)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


def write_nevir(folder, rows):
    """Write contrast pairs as mteb's NevIR dataset repository."""
    folder.mkdir(parents=True)
    sides = [(row, side) for row in rows for side in "12"]
    files = {
        "corpus": [{"_id": f"{row['id']}_doc{side}", "text": row[f"doc{side}"]} for row, side in sides],
        "queries": [{"_id": f"{row['id']}_q{side}", "text": row[f"q{side}"]} for row, side in sides],
        "qrels": [
            {"query-id": f"{row['id']}_q{side}", "corpus-id": f"{row['id']}_doc{side}", "score": 1}
            for row, side in sides
        ],
        "top_ranked": [
            {"query-id": f"{row['id']}_q{side}", "corpus-ids": [f"{row['id']}_doc1", f"{row['id']}_doc2"]}
            for row, side in sides
        ],
    }
    for name, lines in files.items():
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (folder / "README.md").write_text(CARD)


@pytest.mark.slow
def test_mteb_scores_nevir_as_our_metric_does(tmp_path):
    rows = load_dataset("hedgetriple", "contrast", split="test").to_list()
    write_nevir(tmp_path / "tree" / "datasets" / "orionweller" / "NevIR-mteb", rows)
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    encoder = save_tiny_encoder(tmp_path)
    with LocalHub(tmp_path / "tree", read_only=True) as hub:
        theirs, ours = json.loads(python(hub, tmp_path / "home", NEVIR, encoder, tmp_path / "rows.json"))
    assert theirs == pytest.approx(ours, abs=1e-6)
    assert 0 < ours < 1


def test_evaluate_loads_the_metric_from_a_space(local_hub, tmp_path):
    api = HfApi(endpoint=local_hub.endpoint, token="x")
    api.create_repo("me/nevir", repo_type="space", space_sdk="gradio")
    folder = Path(hedge_hf.__file__).parent / "metrics" / "nevir"
    api.upload_folder(repo_id="me/nevir", repo_type="space", folder_path=folder, ignore_patterns=["__pycache__/**"])
    assert python(local_hub, tmp_path / "home", SPACE) == "0.5"
