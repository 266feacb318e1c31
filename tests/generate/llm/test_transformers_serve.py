"""The endpoint against a server that others wrote: `transformers serve` with a model that replies with noise."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from tiny_chat import save_tiny_chat_model

from hedge_hf.errors import HedgeError
from hedge_hf.generate.llm.ask import Tally, ask_all, variant_requests
from hedge_hf.generate.llm.endpoint import Endpoint
from hedge_hf.generate.llm.journal import Journal, read_journal
from hedge_hf.generate.types import Anchor

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(save_tiny_chat_model(tmp_path_factory.mktemp("served")))


@pytest.fixture(scope="module")
def url(model: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "transformers.cli.transformers", "serve", model, "--host", "127.0.0.1"]
    environment = os.environ | {"HF_HUB_CACHE": str(tmp_path_factory.mktemp("cache"))}
    process = subprocess.Popen([*command, "--port", str(port), "--device", "cpu"], env=environment)
    try:
        deadline = time.monotonic() + 180
        while not is_up(f"http://127.0.0.1:{port}/health"):
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def is_up(url: str) -> bool:
    try:
        return urlopen(url, timeout=1).status == 200
    except (URLError, OSError):
        return False


def test_noise_is_set_aside_with_the_reason(url: str, model: str, tmp_path: Path) -> None:
    anchors = [Anchor(f"{index:016x}", f"Lamp {index} is lit.", "c", "d", "en", "l") for index in range(4)]

    async def run() -> Tally:
        with Journal(tmp_path / "journal.jsonl") as journal:
            async with Endpoint(model, url, max_tokens=8) as endpoint:
                await endpoint.check()
                return await ask_all(variant_requests(anchors, {}, 0), endpoint, journal, concurrency=2, attempts=3)

    tally = asyncio.run(run())
    assert (tally.answered, tally.set_aside) == (0, 4) and tally.tokens > 4 * 3 * 500
    found = list(read_journal(tmp_path / "journal.jsonl"))
    assert all(outcome.failure.startswith("invalid reply: ") and outcome.attempts == 3 for outcome in found)


def test_another_model_is_one_line(url: str) -> None:
    async def run() -> None:
        async with Endpoint("no/such-model", url, max_tokens=8, patience=1) as endpoint:
            await endpoint.check()

    with pytest.raises(HedgeError, match="no/such-model") as caught:
        asyncio.run(run())
    assert "\n" not in str(caught.value)
    assert "refuses a sample request (400" in str(caught.value)
