from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from chat_server import MODEL, ChatServer
from datasets import load_dataset
from rows import make_groups

from hedge_hf.data.splits import split_of
from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.generate.llm.ask import BudgetReached
from hedge_hf.generate.llm.journal import read_journal
from hedge_hf.generate.llm.reasoning import main
from hedge_hf.train.llm_rows import conversations

MODULE = "hedge_hf.generate.llm.reasoning"
TOKENS = 120


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    with ChatServer() as running:
        yield running


@pytest.fixture
def groups(tmp_path: Path) -> Path:
    """Twelve groups of the training split."""
    path = tmp_path / "groups.parquet"
    table = make_groups(20)
    pq.write_table(table.take(np.flatnonzero(split_of(table["anchor"]) == 0)[:12]), path)
    return path


def options(server: ChatServer, groups: Path, out: Path, **changes: object) -> list[str]:
    given = {"model": MODEL, "endpoint": server.url, "data_files": groups, "out": out, "concurrency": 4} | changes
    return [part for name, value in given.items() for part in (f"--{name}", str(value))]


def written(out: Path) -> list[tuple[str, str]]:
    rows = load_dataset("parquet", data_files=str(out / "reasoning.parquet"), split="train")
    assert rows.column_names == ["prompt", "completion"]
    return [(row["prompt"][0]["content"], row["completion"][0]["content"]) for row in rows]


def asked(server: ChatServer) -> Counter[str]:
    return Counter({user: count for user, count in server.seen()["requests"].items() if "then answer" in user})


def test_right_answers_are_rows_to_train_on(server, groups, tmp_path, capsys):
    server.script()
    out = tmp_path / "out"
    main(options(server, groups, out))
    rows = written(out)
    expected = load_dataset("hedgetriple", "sft-reasoning", split="train", data_files=str(groups))
    assert [prompt for prompt, _ in rows] == [row["prompt"][0]["content"] for row in expected]
    for (_, text), row in zip(rows, expected, strict=True):
        first, *_, last = text.splitlines()
        assert first.startswith("I see ") and last == row["completion"][0]["content"].splitlines()[-1]
    assert conversations(str(out / "reasoning.parquet")).features == expected.features
    assert set(asked(server).values()) == {1} and len(asked(server)) == len(rows) == 72
    system, _ = server.seen()["last"]["body"]["messages"]
    assert system["role"] == "system" and "affixal" in system["content"]
    assert "response_format" not in server.seen()["last"]["body"]
    shown = capsys.readouterr().out
    assert "72 of 72" in shown and f"hedge-hf train llm --conversations {out / 'reasoning.parquet'}" in shown


def test_what_is_dropped_goes_with_its_twin_and_is_counted(server, groups, tmp_path, capsys):
    server.script(wrong=0.2, malformed=0.2)
    out = tmp_path / "out"
    main(options(server, groups, out, attempts=1))
    rows, shown = written(out), capsys.readouterr().out
    assert 0 < len(rows) < 60
    answers = Counter(text.splitlines()[-1] for _, text in rows)
    assert answers["Answer: Yes"] == answers["Answer: No"] == len(rows) / 2
    counts = dict(re.findall(r"^dropped: (.*?)  +(\d+)$", shown, re.MULTILINE))
    last_line = 'the last line is neither "Answer: Yes" nor "Answer: No"'
    assert set(counts) == {"the answer is wrong", last_line, "its twin is dropped"}
    assert sum(map(int, counts.values())) == 72 - len(rows)
    failures = {outcome.failure for outcome in read_journal(out / "replies.jsonl") if outcome.failure}
    assert failures == {f"invalid reply: {last_line}"}


def test_a_reply_without_an_answer_is_asked_again(server, groups, tmp_path):
    server.script(malformed=0.3)
    main(options(server, groups, tmp_path / "out", attempts=9))
    assert len(written(tmp_path / "out")) == 72
    assert max(asked(server).values()) > 1


def test_a_wrong_answer_is_not_asked_again(server, groups, tmp_path):
    server.script(wrong=1.0)
    with pytest.raises(HedgeError, match=r"no question is kept; .*replies\.jsonl has the replies of tiny-chat"):
        main(options(server, groups, tmp_path / "out"))
    assert set(asked(server).values()) == {1}
    assert pq.read_metadata(tmp_path / "out" / "reasoning.parquet").num_rows == 0


def test_a_budget_stops_and_a_larger_one_goes_on(server, groups, tmp_path, capsys):
    server.script()
    out = tmp_path / "out"
    with pytest.raises(BudgetReached, match="larger --token_budget goes on"):
        main(options(server, groups, out, token_budget=30 * TOKENS))
    assert 30 <= sum(asked(server).values()) < 34 and 0 < len(written(out)) <= 34
    assert "dropped: not asked yet" in capsys.readouterr().out
    main(options(server, groups, out))
    assert set(asked(server).values()) == {1} and len(written(out)) == 72


def test_a_finished_run_and_its_beginning_need_no_endpoint(server, groups, tmp_path):
    server.script()
    out = tmp_path / "out"
    main(options(server, groups, out))
    before = (out / "reasoning.parquet").read_bytes()
    main(options(server, groups, out, endpoint="http://127.0.0.1:9"))
    assert (out / "reasoning.parquet").read_bytes() == before
    main(options(server, groups, out, endpoint="http://127.0.0.1:9", max_anchors=2))
    assert len(written(out)) == 12


def test_replies_of_another_model_are_not_mixed_in(server, groups, tmp_path):
    server.script()
    out = tmp_path / "out"
    main(options(server, groups, out, max_anchors=1))
    for change in ({"model": "other"}, {"temperature": 0.5}):
        with pytest.raises(UsageError, match=r"replies\.jsonl holds replies to prompt .* give another --out"):
            main(options(server, groups, out, max_anchors=1, **change))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"model": ""}, "--model is missing"),
        ({"concurrency": 0}, "--concurrency is 0; it must be 1 or above"),
        ({"token_budget": -1}, "--token_budget is -1"),
        ({"endpoint": "localhost"}, "--endpoint localhost is no URL"),
        ({"model": "huge"}, "does not know model 'huge'"),
        ({"data_files": "none.parquet"}, r"data_files none\.parquet: Unable to find .*; give a file or a glob"),
    ],
)
def test_a_wrong_option_is_one_line(server, groups, tmp_path, changes, message):
    server.script()
    with pytest.raises(HedgeError, match=message) as caught:
        main(options(server, groups, tmp_path / "out", **changes))
    assert "\n" not in str(caught.value)


def test_a_folder_of_something_else_is_left_alone(server, groups, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="has files of something else in it"):
        main(options(server, groups, tmp_path / "mine"))


def test_a_run_killed_again_and_again_asks_and_writes_everything_once(server, groups, tmp_path):
    server.script(latency=0.1)
    out, random_ = tmp_path / "out", random.Random(0)
    command = [sys.executable, "-m", MODULE, *options(server, groups, out)]
    journal = out / "replies.jsonl"
    kills = done = 0
    while kills < 3:
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        wanted = done + random_.randrange(4, 16)
        while _lines(journal) < wanted:
            assert process.poll() is None
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        kills, done = kills + 1, _lines(journal)
    assert not (out / "reasoning.parquet").exists()
    with journal.open("a") as file:  # the line that was being written
        file.write('{"id": "0123')
    subprocess.run(command, check=True, capture_output=True)
    outcomes = [json.loads(line) for line in journal.read_text().splitlines()]
    assert len({outcome["id"] for outcome in outcomes}) == len(outcomes) == 72
    rows = written(out)
    assert len(set(rows)) == len(rows) == 72
    assert sum(asked(server).values()) <= 72 + 3 * 4


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0
