from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chat_server import MODEL, ChatServer

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.generate.llm.ask import BudgetReached, Tally, ask_all, variant_requests
from hedge_hf.generate.llm.endpoint import Endpoint
from hedge_hf.generate.llm.journal import Journal, Outcome, read_journal
from hedge_hf.generate.llm.replies import parse
from hedge_hf.generate.types import Anchor


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    with ChatServer() as running:
        yield running


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


def anchors(*words: str) -> list[Anchor]:
    texts = [f"The {word} is lit." for word in words]
    return [Anchor(f"{number:016x}", text, "corpus", "domain", "en", "cc0-1.0") for number, text in enumerate(texts)]


def lamps(number: int) -> list[Anchor]:
    return anchors(*(f"lamp {index}" for index in range(number)))


def run(server: ChatServer, path: Path, asked: Any, patience: float = 20.0, **options: Any) -> Tally:
    async def ask() -> Tally:
        with Journal(path) as journal:
            async with Endpoint(MODEL, server.url, patience=patience, timeout=2) as endpoint:
                return await ask_all(variant_requests(asked, {}, 0), endpoint, journal, **options)

    return asyncio.run(ask())


def outcomes(path: Path) -> dict[str, Outcome]:
    found = list(read_journal(path))
    assert len({outcome.id for outcome in found}) == len(found)
    return {outcome.id: outcome for outcome in found}


def requests_of(server: ChatServer) -> dict[str, int]:
    return {json.loads(user.splitlines()[0][10:]): times for user, times in server.seen()["requests"].items()}


def test_every_anchor_is_asked_once_and_its_reply_kept(server: ChatServer, path: Path) -> None:
    server.script()
    seen: list[int] = []
    tally = run(server, path, lamps(50), progress=lambda tally: seen.append(tally.answered))

    assert tally == Tally(50, 0, 50 * 120) and seen == list(range(1, 51))
    assert set(requests_of(server).values()) == {1}
    found = outcomes(path)
    assert set(found) == {anchor.id for anchor in lamps(50)}
    assert parse(found[f"{7:016x}"].reply).negations[0]["text"] == "It is not true that the lamp 7 is lit."


def test_exactly_so_many_requests_are_in_flight_and_anchors_are_not_read_ahead(server: ChatServer, path: Path) -> None:
    server.script(latency=0.1)
    read, answered = 0, 0

    def read_one_by_one() -> Iterator[Anchor]:
        nonlocal read
        for anchor in lamps(40):
            read += 1
            assert read - answered <= 8
            yield anchor

    def count(tally: Tally) -> None:
        nonlocal answered
        answered = tally.answered

    run(server, path, read_one_by_one(), concurrency=8, progress=count)
    assert server.seen()["in_flight"] == 8


def test_what_is_in_the_journal_is_not_asked_again(server: ChatServer, path: Path) -> None:
    server.script()
    run(server, path, lamps(5))
    server.script()

    assert run(server, path, lamps(8)).answered == 3
    assert len(requests_of(server)) == 3


def test_an_invalid_reply_is_asked_again_then_complained_about_then_set_aside(server: ChatServer, path: Path) -> None:
    server.script()
    tally = run(server, path, anchors("garbled lamp", "mended lamp", "lamp"), attempts=4)

    assert (tally.answered, tally.set_aside) == (2, 1)
    garbled, mended, plain = (outcomes(path)[f"{number:016x}"] for number in range(3))
    assert garbled.reply is None and garbled.failure.startswith("invalid reply: there is no complete JSON object")
    assert (garbled.attempts, garbled.tokens) == (4, 480)
    assert (mended.attempts, mended.failure) == (3, None) and plain.attempts == 1
    assert requests_of(server)["The garbled lamp is lit."] == 4


def test_a_refused_request_is_set_aside_at_once(server: ChatServer, path: Path) -> None:
    server.script()
    tally = run(server, path, [*anchors("lamp", "endless lamp")])

    assert (tally.answered, tally.set_aside) == (1, 1)
    assert outcomes(path)[f"{1:016x}"].failure == "request refused: 400: the prompt exceeds the context of 4096 tokens"


def test_the_token_budget_stops_cleanly_and_a_larger_one_goes_on(server: ChatServer, path: Path) -> None:
    server.script()
    with pytest.raises(BudgetReached, match=r"budget of 1,200 .*larger --token_budget"):
        run(server, path, lamps(50), concurrency=4, token_budget=1200)
    done = len(outcomes(path))
    assert 10 <= done < 10 + 4

    with pytest.raises(BudgetReached):
        run(server, path, lamps(50), concurrency=4, token_budget=1200)
    assert len(outcomes(path)) == done
    assert run(server, path, lamps(50), token_budget=50 * 120 + 1).answered == 50 - done


def test_a_budget_that_is_just_enough_is_not_reached(server: ChatServer, path: Path) -> None:
    server.script()
    assert run(server, path, lamps(10), concurrency=1, token_budget=1200).answered == 10


def test_replies_to_another_prompt_are_not_mixed_in(server: ChatServer, path: Path) -> None:
    with Journal(path) as journal:
        journal.append(Outcome(lamps(1)[0].id, "0123456789ab", "{}", None, 1, 1))

    with pytest.raises(UsageError, match=r"journal\.jsonl holds replies to prompt 0123456789ab instead of"):
        run(server, path, lamps(3))


def test_an_unknown_language_is_a_usage_error(server: ChatServer, path: Path) -> None:
    with pytest.raises(UsageError, match="language 'xx'"):
        run(server, path, [lamps(1)[0]._replace(language="xx")])


def test_an_endpoint_that_is_gone_ends_the_run_with_one_error(path: Path) -> None:
    with ChatServer() as server:
        server.script(latency=0.05)
        killer = threading.Timer(0.5, server.kill)
        killer.start()
        with pytest.raises(HedgeError, match="the same command goes on from here"):
            run(server, path, lamps(5000), patience=1.0)
        done = len(outcomes(path))
        server.start()
        assert run(server, path, lamps(done + 5)).answered >= 5


def test_all_anchors_are_accounted_for_whatever_the_server_does(path: Path) -> None:
    with ChatServer() as server:
        script = {"latency": 0.02, "errors": 0.05, "overloads": 0.04, "hangs": 0.01, "malformed": 0.05}
        server.script(**script)

        def restart() -> None:
            server.kill()
            server.start()

        restarter = threading.Timer(1.0, restart)
        restarter.start()
        words = [f"{kind}lamp {number}" for number in range(390) for kind in ([""] if number % 39 else ["garbled "])]
        tally = run(server, path, anchors(*words), concurrency=16)
        restarter.join()

    assert tally.answered + tally.set_aside == len(words) == len(outcomes(path))
    assert 10 <= tally.set_aside <= 12
