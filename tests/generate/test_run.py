"""`hedge-hf generate` as people give it: by rules, by an endpoint, killed, resumed, and with bad input."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from chat_server import MODEL, ChatServer
from datasets import load_dataset

import hedge_hf  # noqa: F401
from hedge_hf.generate.folder import groups_files, rejects_file

QUIET = {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}


def start(*argv: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "hedge_hf.cli", "generate", *map(str, argv)]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, stdout=pipe, stderr=pipe, text=True, env=os.environ | QUIET, start_new_session=True
    )


def call(*argv: object) -> subprocess.CompletedProcess[str]:
    process = start(*argv)
    output, errors = process.communicate()
    return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


def kill(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def content(folder: Path) -> dict[str, bytes]:
    files = [*groups_files(folder), *sorted(folder.glob("rejects/*.parquet")), *sorted(folder.glob("anchors/*"))]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def outcomes(folder: Path) -> list[dict]:
    return [json.loads(line) for file in folder.glob("replies/*.jsonl") for line in file.open(encoding="utf-8")]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A text file of 600 sentences that are no held-out rows of HedgeTriple."""
    sentences = load_dataset("hedgetriple", "groups", split="train")["anchor"][:600]
    file = tmp_path_factory.mktemp("corpus") / "sentences.txt"
    file.write_text("\n".join(sentences), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def by_rules(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run by rules."""
    out = tmp_path_factory.mktemp("rules") / "ht"
    done = call("--anchors", corpus, "--num-anchors", 300, "--anchors_per_shard", 100, "--workers", 2, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "of 300 anchors" in done.stdout
    assert f"hedge-hf audit {out}" in done.stdout
    return out


def test_the_result_is_data(by_rules: Path) -> None:
    groups = load_dataset("hedgetriple", "groups", data_files=f"{by_rules}/*.parquet")
    rows = [row for split in groups.values() for row in split]
    assert len(rows) > 150
    assert {row["generator"] for row in rows} == {"rules"}
    assert {row["source"] for row in rows} == {"sentences.txt"}
    assert {variant["type"] for row in rows for variant in row["negations"]} == {
        "verbal", "absolute", "affixal", "lexical",
    }  # fmt: skip
    assert pq.read_table(groups_files(by_rules)[0])["licence"][0].as_py() == "unknown"


def test_every_anchor_is_a_group_or_a_reject(by_rules: Path) -> None:
    anchors = {json.loads(line)["id"] for file in by_rules.glob("anchors/*.jsonl") for line in file.open()}
    kept = {identifier for file in groups_files(by_rules) for identifier in pq.read_table(file)["id"].to_pylist()}
    rejects = [row for file in by_rules.glob("rejects/*.parquet") for row in pq.read_table(file).to_pylist()]
    whole = {row["id"] for row in rejects if row["type"] == ""}
    assert len(anchors) == 300
    assert kept | whole == anchors
    assert not kept & whole


def test_a_second_call_does_nothing_again(by_rules: Path, corpus: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in groups_files(by_rules)}
    done = call("--anchors", corpus, "--num-anchors", 300, "--anchors_per_shard", 100, "--out", by_rules)
    assert done.returncode == 0, done.stderr
    assert {file: file.stat().st_mtime_ns for file in groups_files(by_rules)} == before


def test_another_run_in_the_same_folder_is_refused(by_rules: Path, corpus: Path) -> None:
    done = call("--anchors", corpus, "--num-anchors", 200, "--anchors_per_shard", 100, "--out", by_rules)
    assert done.returncode == 2
    assert "num_anchors 300 instead of 200" in done.stderr


def test_a_folder_of_something_else_is_refused(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    done = call("--anchors", corpus, "--num-anchors", 100, "--out", tmp_path)
    assert done.returncode == 2 and "has files of something else in it; give a new folder" in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["README.md"]


@pytest.mark.slow
def test_killed_by_rules_it_ends_in_the_same_bytes(by_rules: Path, corpus: Path, tmp_path: Path) -> None:
    options = (
        "--anchors",
        corpus,
        "--num-anchors",
        300,
        "--anchors_per_shard",
        100,
        "--workers",
        1,
        "--out",
        tmp_path,
    )
    process = start(*options)
    while not groups_files(tmp_path):
        time.sleep(0.01)
        assert process.poll() is None
    kill(process)
    done = call(*options)
    assert done.returncode == 0, done.stderr
    assert content(tmp_path) == content(by_rules)


def ask(server: ChatServer, corpus: Path, out: Path, *more: object) -> tuple[object, ...]:
    return (
        "--anchors", corpus, "--num-anchors", 200, "--anchors_per_shard", 50, "--rounds", 2, "--backend", "llm",
        "--endpoint", server.url, "--model", MODEL, "--out", out, *more,
    )  # fmt: skip


@pytest.mark.slow
def test_an_endpoint_that_fails_loses_nothing(corpus: Path, tmp_path: Path) -> None:
    """Killed five times, with failures and malformed replies, it ends in the bytes of an undisturbed run."""
    with ChatServer() as server:
        undisturbed = call(*ask(server, corpus, tmp_path / "undisturbed"))
        assert undisturbed.returncode == 0, undisturbed.stderr
        server.script(latency=0.05, errors=0.1, malformed=0.05)
        draw = random.Random(0)
        for attempt in range(5):
            process = start(*ask(server, corpus, tmp_path / "killed", "--concurrency", 4))
            time.sleep(3 + 3 * draw.random())
            if attempt == 2:
                server.kill()
                time.sleep(0.5)
                server.start()
                server.script(latency=0.05, errors=0.1, malformed=0.05)
            kill(process)
        server.script()
        done = call(*ask(server, corpus, tmp_path / "killed"))
        assert done.returncode == 0, done.stderr
    assert content(tmp_path / "killed") == content(tmp_path / "undisturbed")
    ids = [outcome["id"] for outcome in outcomes(tmp_path / "killed")]
    assert len(ids) == len(set(ids)) == 200


@pytest.mark.slow
def test_a_budget_ends_a_run_that_can_go_on(corpus: Path, tmp_path: Path) -> None:
    with ChatServer() as server:
        undisturbed = call(*ask(server, corpus, tmp_path / "undisturbed"))
        assert undisturbed.returncode == 0, undisturbed.stderr
        needed = sum(outcome["tokens"] for outcome in outcomes(tmp_path / "undisturbed"))
        stopped = call(*ask(server, corpus, tmp_path / "stopped", "--token_budget", int(0.6 * needed)))
        assert stopped.returncode == 1
        assert "larger --token_budget" in stopped.stderr
        groups = load_dataset("hedgetriple", "groups", data_files=f"{tmp_path}/stopped/*.parquet")
        assert 60 < sum(split.num_rows for split in groups.values()) < 160
        done = call(*ask(server, corpus, tmp_path / "stopped", "--token_budget", 100_000_000))
        assert done.returncode == 0, done.stderr
    assert content(tmp_path / "stopped") == content(tmp_path / "undisturbed")


def test_rows_carry_their_prompt_and_model(corpus: Path, tmp_path: Path) -> None:
    with ChatServer() as server:
        assert call(*ask(server, corpus, tmp_path)).returncode == 0
    table = pq.read_table(groups_files(tmp_path)[0])
    assert set(table["generator"].to_pylist()) == {MODEL}
    assert {len(prompt) for prompt in table["prompt"].to_pylist()} == {12}
    assert (tmp_path / "cues" / "01.json").is_file()


def test_replies_without_use_are_rejects(tmp_path: Path) -> None:
    corpus = tmp_path / "sentences.txt"
    corpus.write_text("The garbled message was sent to the office in May.\nThe lake is calm in the early morning.")
    with ChatServer() as server:
        options = ("--backend", "llm", "--endpoint", server.url, "--model", MODEL, "--rounds", 1, "--attempts", 2)
        done = call("--anchors", corpus, "--num-anchors", 2, "--out", tmp_path / "ht", *options)
    assert done.returncode == 0, done.stderr
    (reject,) = [
        row for row in pq.read_table(rejects_file(tmp_path / "ht", 0, 0)).to_pylist() if row["reason"] == "set aside"
    ]
    assert reject["anchor"] == "The garbled message was sent to the office in May."
    assert reject["detail"].startswith("invalid reply")


def test_a_dry_run_writes_nothing(corpus: Path, tmp_path: Path) -> None:
    options = ("--backend", "llm", "--model", "some/model", "--price_in", 0.5, "--price_out", 1.5)
    done = call("--anchors", corpus, "--num-anchors", 1000, "--out", tmp_path / "ht", "--dry_run", *options)
    assert done.returncode == 0, done.stderr
    assert "1,000 anchors: about" in done.stdout
    assert done.stdout.count("Sentence:") == 3
    assert not (tmp_path / "ht").exists()


def test_a_dry_run_by_rules_shows_variants(corpus: Path, tmp_path: Path) -> None:
    done = call("--anchors", corpus, "--out", tmp_path / "ht", "--dry_run")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count('"anchor"') + done.stdout.count('"hedges"') >= 3
    assert not (tmp_path / "ht").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "--anchors: name one corpus or more"),
        (("--anchors", "missing.txt"), "missing.txt"),
        (("--anchors", "CORPUS", "--num-anchors", "0"), "--num_anchors is 0; it must be 1 or above"),
        (("--anchors", "CORPUS", "--backend", "llm"), "--backend llm needs --model"),
        (("--anchors", "CORPUS", "--model", "m"), "--model has no effect with --backend rules"),
        (("--anchors", "CORPUS", "--executor", "slurm"), "--executor slurm needs --slurm_partition"),
        (("--anchors", "CORPUS", "--language", "de"), "de"),
        (("--anchors", "CORPUS", "--nli", "no/model"), "--nli no/model: no cross-encoder"),
        (
            ("--anchors", "CORPUS", "--backend", "llm", "--model", "m", "--endpoint", "http://127.0.0.1:9"),
            "http://127.0.0.1:9",
        ),
        (("--anchors", "CORPUS", "--decontaminate", "missing.jsonl"), "missing.jsonl"),
    ],
)
def test_bad_input_is_one_line(corpus: Path, tmp_path: Path, options: tuple[str, ...], message: str) -> None:
    options = tuple(str(corpus) if option == "CORPUS" else option for option in options)
    done = call(*options, "--out", tmp_path / "ht")
    assert done.returncode in (1, 2)
    assert message in done.stderr
    assert "Traceback" not in done.stderr
