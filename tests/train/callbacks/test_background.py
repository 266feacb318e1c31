import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from retrieval_data import read

from hedge_hf.train.base import load_base
from hedge_hf.train.callbacks.background import Background, _end_with
from hedge_hf.train.mined_arguments import MinedArguments
from hedge_hf.train.negative_files import NegativeFiles

WORDS = ("lamp", "boat", "fish", "stone", "tree")
TEXTS = [f"the {left} and the {right}" for left in WORDS for right in WORDS if left != right]


@pytest.fixture
def files(tmp_path):
    queries, corpus = read(tmp_path, TEXTS, {f"about {text}": f"p{number}" for number, text in enumerate(TEXTS)})
    arguments = MinedArguments(
        queries=str(tmp_path / "queries.jsonl"), corpus=str(tmp_path / "corpus.jsonl"),
        refresh_negatives="2_steps", refresh_in_background=True,
    )  # fmt: skip
    return NegativeFiles(tmp_path / "negatives", arguments, queries, corpus, seed=0)


def save_checkpoint(folder, encoder):
    encoder.save(str(folder), create_model_card=False)
    (folder / "trainer_state.json").write_text("{}")


def taken(background, step):
    for _ in range(1200):
        if background.take(step):
            return True
        if background._process is None:
            return False
        time.sleep(0.1)
    raise TimeoutError


@pytest.mark.slow
def test_another_process_mines_what_this_one_would(files, tmp_path, tiny_encoder):
    encoder = load_base(tiny_encoder)
    files.mine(encoder, 0, easiness=0.5)
    background = Background(files)
    background.want(tmp_path / "run", 0.5, due=True)
    assert not background.take(1)
    save_checkpoint(tmp_path / "run/checkpoint-1", encoder)
    background.want(tmp_path / "run", 0.5, due=False)
    assert taken(background, 7)
    assert np.array_equal(np.load(files.file(7)), np.load(files.file(0)))
    assert files.steps() == [0, 7]
    background.want(tmp_path / "run", 0.5, due=True)
    assert not background.take(8)
    background.stop()
    assert not list((tmp_path / "negatives").glob("background-*"))


@pytest.mark.slow
def test_a_failure_in_the_background_is_said_and_training_goes_on(files, tmp_path, caplog):
    (tmp_path / "run/checkpoint-1").mkdir(parents=True)
    (tmp_path / "run/checkpoint-1/trainer_state.json").write_text("{}")
    background = Background(files)
    background.want(tmp_path / "run", 0.0, due=True)
    assert not taken(background, 3)
    assert "mining in the background failed, the negatives stay: hedge-hf: error:" in caplog.text
    assert files.steps() == []


def test_stopping_ends_the_process(files, tmp_path, tiny_encoder):
    save_checkpoint(tmp_path / "run/checkpoint-1", load_base(tiny_encoder))
    left_by_a_killed_run = tmp_path / "negatives/background-old"
    left_by_a_killed_run.mkdir(parents=True)
    background = Background(files)
    background.want(tmp_path / "run", 0.0, due=True)
    assert not left_by_a_killed_run.exists()
    process = background._process
    assert process is not None
    background.stop()
    assert process.returncode is not None
    assert not list((tmp_path / "negatives").glob("background-*"))


FAILS = """
import subprocess, sys
from pathlib import Path
from hedge_hf.train.callbacks import background

class Files:
    folder = Path(sys.argv[1]) / "negatives"

    def job(self):
        return {}

start = subprocess.Popen
background.subprocess.Popen = lambda command, **options: start(["sleep", "600"], **options)
mining = background.Background(Files())
mining.want(Path(sys.argv[1]) / "run", 0.0, due=True)
print(mining._process.pid, flush=True)
raise RuntimeError("training failed")
"""


@pytest.mark.slow
def test_mining_ends_when_training_fails(tmp_path):
    (tmp_path / "run/checkpoint-1").mkdir(parents=True)
    (tmp_path / "run/checkpoint-1/trainer_state.json").write_text("{}")
    done = subprocess.run([sys.executable, "-c", FAILS, str(tmp_path)], capture_output=True, text=True)
    assert "training failed" in done.stderr
    assert not runs(int(done.stdout))
    assert not list((tmp_path / "negatives").iterdir())


def test_mining_ends_when_training_is_killed():
    reader, writer = os.pipe()
    if not (training := os.fork()):
        if not (mining := os.fork()):
            _end_with(os.getppid())
        os.write(writer, str(mining).encode())
        time.sleep(600)
    mining = int(os.read(reader, 20))
    time.sleep(1)
    assert runs(mining)
    os.kill(training, signal.SIGKILL)
    os.waitpid(training, 0)
    until = time.monotonic() + 30
    while runs(mining):
        assert time.monotonic() < until
        time.sleep(0.1)


def runs(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
