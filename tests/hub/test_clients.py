"""Unmodified mteb against the embedded Hub, in a fresh process as a user has it."""

import json
import os
import subprocess
import sys

import pytest
from datasets import load_dataset
from nevir_repository import write_nevir
from tiny import save_tiny_encoder

from hedge_hf.hub.local import LocalHub

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


def python(hub, home, code, *argv):
    environment = os.environ | hub.environment() | {"HF_HOME": str(home), "HF_HUB_OFFLINE": "0"}
    command = [sys.executable, "-c", code, *map(str, argv)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


@pytest.mark.slow
def test_mteb_scores_nevir_as_our_metric_does(tmp_path):
    rows = load_dataset("hedgetriple", "contrast", split="test").to_list()
    write_nevir(tmp_path / "tree", rows)
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    encoder = save_tiny_encoder(tmp_path)
    with LocalHub(tmp_path / "tree", read_only=True) as hub:
        theirs, ours = json.loads(python(hub, tmp_path / "home", NEVIR, encoder, tmp_path / "rows.json"))
    assert theirs == pytest.approx(ours, abs=1e-6)
    assert 0 < ours < 1
