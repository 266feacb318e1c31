from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_server import MODEL, ChatServer
from datatrove.executor import LocalPipelineExecutor

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.generate.folder import anchors_file, replies_file
from hedge_hf.generate.llm.ask import BudgetReached
from hedge_hf.generate.llm.ask_step import AskModel
from hedge_hf.generate.llm.cues import draw, weights_file
from hedge_hf.generate.llm.endpoint import Endpoint
from hedge_hf.generate.llm.journal import read_journal
from hedge_hf.generate.llm.prompts import messages
from hedge_hf.generate.steps import ReadAnchors
from hedge_hf.generate.types import Anchor
from hedge_hf.taxonomy.languages import language


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    with ChatServer() as running:
        yield running


def lamps(number: int, rank: int = 0) -> list[Anchor]:
    return [
        Anchor(f"{rank:08x}{index:08x}", f"The lamp {index} of {rank} is lit.", "corpus", "domain", "en", "cc0-1.0")
        for index in range(number)
    ]


def write_anchors(folder: Path, number: int, round_: int = 0, rank: int = 0) -> list[Anchor]:
    anchors, file = lamps(number, rank), anchors_file(folder, round_, rank)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(anchor._asdict()) + "\n" for anchor in anchors))
    return anchors


def execute(step: AskModel, logs: Path | None = None, tasks: int = 1) -> None:
    steps = [ReadAnchors(step.folder, step.round), step]
    LocalPipelineExecutor(steps, tasks, 1, str(logs or step.folder / "logs")).run()


def replies(folder: Path, round_: int = 0, rank: int = 0) -> dict[str, str | None]:
    found = list(read_journal(replies_file(folder, round_, rank)))
    assert len({outcome.id for outcome in found}) == len(found)
    return {outcome.id: outcome.reply for outcome in found}


def test_every_shard_has_its_journal(server: ChatServer, tmp_path: Path) -> None:
    server.script()
    for rank in range(2):
        write_anchors(tmp_path, 5, rank=rank)
    execute(AskModel(tmp_path, 0, Endpoint(MODEL, server.url)), tasks=2)

    for rank in range(2):
        assert set(replies(tmp_path, rank=rank)) == {anchor.id for anchor in lamps(5, rank)}


def test_the_weights_of_the_round_decide_the_cues(server: ChatServer, tmp_path: Path) -> None:
    server.script()
    [anchor] = write_anchors(tmp_path, 1, round_=1)
    weights = {"single": {"perhaps": 1e9}}
    weights_file(tmp_path, 1).parent.mkdir()
    weights_file(tmp_path, 1).write_text(json.dumps(weights))
    execute(AskModel(tmp_path, 1, Endpoint(MODEL, server.url), seed=3))

    english = language("en")
    asked = messages(anchor, english, draw(anchor.id, english, weights, 3))
    assert server.seen()["last"]["body"]["messages"] == asked
    assert '- single: the cue "perhaps"' in asked[1]["content"]


def test_a_finished_shard_needs_no_endpoint(server: ChatServer, tmp_path: Path) -> None:
    server.script()
    write_anchors(tmp_path, 3)
    execute(AskModel(tmp_path, 0, Endpoint(MODEL, server.url)))
    before = replies(tmp_path)
    execute(AskModel(tmp_path, 0, Endpoint(MODEL, "http://127.0.0.1:9")), logs=tmp_path / "other")
    assert len(before) == 3
    assert replies(tmp_path) == before


def test_a_wrong_endpoint_shows_before_anything_is_asked(server: ChatServer, tmp_path: Path) -> None:
    write_anchors(tmp_path, 3)
    with pytest.raises(HedgeError, match="does not know model 'huge'"):
        execute(AskModel(tmp_path, 0, Endpoint("huge", server.url)))
    with pytest.raises(UsageError, match="is no URL"):
        execute(AskModel(tmp_path, 0, Endpoint(MODEL, "localhost")), logs=tmp_path / "other")
    assert replies(tmp_path) == {}


def test_shards_share_the_budget_over_all_rounds(server: ChatServer, tmp_path: Path) -> None:
    server.script()
    for round_ in range(2):
        write_anchors(tmp_path, 4, round_)
    endpoint = Endpoint(MODEL, server.url)
    options = {"concurrency": 1, "token_budget": 6 * 120}
    list_of = [AskModel(tmp_path, round_, endpoint, **options) for round_ in range(2)]
    list_of[0].run(ReadAnchors(tmp_path, 0).run(rank=0), 0, 2)
    with pytest.raises(BudgetReached):
        list_of[1].run(ReadAnchors(tmp_path, 1).run(rank=0), 0, 2)

    assert (len(replies(tmp_path, 0)), len(replies(tmp_path, 1))) == (4, 2)


def test_a_server_is_started_for_the_shard_and_stopped(tmp_path: Path) -> None:
    write_anchors(tmp_path, 2)
    execute(AskModel(tmp_path, 0, Endpoint("any"), server="dummy", concurrency=1, attempts=2))

    found = list(read_journal(replies_file(tmp_path, 0, 0)))
    assert [outcome.failure.split(":")[0] for outcome in found] == ["invalid reply"] * 2
    assert [outcome.attempts for outcome in found] == [2, 2]


def test_a_server_whose_package_is_missing_is_named(tmp_path: Path) -> None:
    write_anchors(tmp_path, 2)
    with pytest.raises(HedgeError, match="--server vllm needs the package vllm: pip install vllm"):
        execute(AskModel(tmp_path, 0, Endpoint("any"), server="vllm"))


_RUN = """
import sys
from pathlib import Path
from datatrove.executor import LocalPipelineExecutor
from hedge_hf.generate.llm.ask_step import AskModel
from hedge_hf.generate.llm.endpoint import Endpoint
from hedge_hf.generate.steps import ReadAnchors
folder, url, model = Path(sys.argv[1]), *sys.argv[2:]
steps = [ReadAnchors(folder, 0), AskModel(folder, 0, Endpoint(model, url), concurrency=8)]
LocalPipelineExecutor(steps, 1, 1, str(folder / "logs")).run()
"""


@pytest.mark.slow
def test_a_run_killed_five_times_has_the_replies_of_one_that_was_not(server: ChatServer, tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    write_anchors(whole, 400)
    anchors = write_anchors(killed, 400)
    server.script()
    execute(AskModel(whole, 0, Endpoint(MODEL, server.url)))
    server.script(latency=0.05)
    random.seed(0)
    kills = 0
    while True:
        process = subprocess.Popen(
            [sys.executable, "-c", _RUN, str(killed), server.url, MODEL], start_new_session=True
        )
        done = len(replies(killed)) if kills else 0
        if kills == 5:
            assert process.wait() == 0
            break
        while len(lines(replies_file(killed, 0, 0))) <= done + random.randrange(40):
            assert process.poll() is None
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        repair_for_reading(replies_file(killed, 0, 0))
        kills += 1

    assert [replies(killed)[anchor.id] for anchor in anchors] == [replies(whole)[anchor.id] for anchor in anchors]
    assert sum(server.seen()["requests"].values()) <= 400 + 5 * 8 + 6


def lines(file: Path) -> list[bytes]:
    return file.read_bytes().splitlines() if file.exists() else []


def repair_for_reading(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: content.rfind(b"\n") + 1])
