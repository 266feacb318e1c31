"""The pipeline where it does not run in this process: on Slurm, on Ray, under accelerate, with models as filters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from datasets import load_dataset
from tiny import save_tiny_cross_encoder
from tiny_chat import save_tiny_chat_model
from two_ranks import launch_two_ranks

from hedge_hf.errors import UsageError
from hedge_hf.generate.folder import groups_files, read_anchors
from hedge_hf.generate.model_checks import load_language_model, load_nli

OPTIONS = ("--num-anchors", "40", "--anchors_per_shard", "20")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sentences = load_dataset("hedgetriple", "groups", split="train")["anchor"][:80]
    file = tmp_path_factory.mktemp("corpus") / "sentences.txt"
    file.write_text("\n".join(sentences), encoding="utf-8")
    return file


def run(*command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = os.environ | {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"} | environment
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, env=settings)


def generate(*options: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "hedge_hf.cli", "generate", *options, **environment)


def test_on_slurm_every_stage_waits_for_the_one_before(corpus: Path, tmp_path: Path) -> None:
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    sbatch = bin_folder / "sbatch"
    sbatch.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\necho Submitted batch job $(wc -l < {tmp_path}/calls)\n'
    )
    sbatch.chmod(0o755)
    done = generate(
        "--anchors", corpus, *OPTIONS, "--out", tmp_path / "ht", "--backend", "llm", "--model", "m", "--rounds", "2",
        "--executor", "slurm", "--slurm_partition", "cpu", PATH=f"{bin_folder}:{os.environ['PATH']}",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "are left to Slurm" in done.stdout
    calls = [
        line for line in (tmp_path / "calls").read_text().splitlines() if "afterok" in line or "sbatch" not in line
    ]
    scripts = sorted(path.parent.name for path in (tmp_path / "ht" / "logs").glob("*/launch_script.slurm"))
    assert scripts == ["ask-00", "ask-01", "cues-01", "filter-00", "filter-01"]
    assert sum("--dependency=afterok" in line for line in calls) == 4
    assert len(list(read_anchors(tmp_path / "ht" / "anchors" / "00-00000.jsonl"))) == 20


@pytest.mark.slow
def test_on_ray(corpus: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    assert generate("--anchors", corpus, *OPTIONS, "--out", here).returncode == 0
    done = generate(
        "--anchors", corpus, *OPTIONS, "--out", there, "--executor", "ray", "--workers", "2", RAY_DEDUP_LOGS="0"
    )
    assert done.returncode == 0, done.stderr
    assert [file.read_bytes() for file in groups_files(there)] == [file.read_bytes() for file in groups_files(here)]


@pytest.mark.slow
def test_two_processes_with_a_model_each(corpus: Path, tmp_path: Path) -> None:
    model = save_tiny_chat_model(tmp_path / "model")
    done = launch_two_ranks(
        "-m", "hedge_hf.generate.run", "--anchors", corpus, "--num-anchors", 8, "--anchors_per_shard", 2,
        "--rounds", 2, "--backend", "local", "--model", model, "--max_reply_tokens", 8, "--attempts", 1,
        "--out", tmp_path / "ht",
    )  # fmt: skip
    answered = [json.loads(line) for file in (tmp_path / "ht").glob("replies/*.jsonl") for line in file.open()]
    assert len({outcome["id"] for outcome in answered}) == len(answered) == 8
    rejects = [row for file in (tmp_path / "ht").glob("rejects/*") for row in pq.read_table(file).to_pylist()]
    assert {row["reason"] for row in rejects} == {"set aside"}
    assert done.stdout.count("kept") == 1


def test_a_cross_encoder_without_labels_is_no_nli_model(tmp_path: Path) -> None:
    model = save_tiny_cross_encoder(tmp_path, labels=3)
    with pytest.raises(UsageError, match="it needs contradiction and entailment"):
        load_nli(str(model))


def test_models_refuse_variants(corpus: Path, tmp_path: Path) -> None:
    """Tiny random models: what they find is noise, but every variant is kept or has the reason."""
    nli = save_tiny_cross_encoder(tmp_path / "nli", labels=3)
    configuration = json.loads((nli / "config.json").read_text())
    names = ("contradiction", "entailment", "neutral")
    configuration |= {
        "id2label": dict(enumerate(names)),
        "label2id": {name: place for place, name in enumerate(names)},
    }
    (nli / "config.json").write_text(json.dumps(configuration))
    fluency = save_tiny_chat_model(tmp_path / "lm")
    load_language_model(str(fluency))
    plain, checked = tmp_path / "plain", tmp_path / "checked"
    assert generate("--anchors", corpus, *OPTIONS, "--out", plain).returncode == 0
    done = generate("--anchors", corpus, *OPTIONS, "--out", checked, "--nli", nli, "--fluency", fluency)
    assert done.returncode == 0, done.stderr
    before, after = (
        {
            (row["id"], variant["text"])
            for file in groups_files(folder)
            for row in pq.read_table(file).to_pylist()
            for variant in (*row["hedges"], *row["negations"])
        }
        for folder in (plain, checked)
    )
    rejects = [row for file in checked.glob("rejects/*.parquet") for row in pq.read_table(file).to_pylist()]
    refused = {(row["id"], row["text"]) for row in rejects if row["reason"] in ("nli", "fluency")}
    incomplete = {row["id"] for row in rejects if row["reason"] == "incomplete"}
    assert after < before
    assert {pair for pair in before - after if pair[0] not in incomplete} <= refused
