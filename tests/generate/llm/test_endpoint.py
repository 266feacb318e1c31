from __future__ import annotations

import asyncio
import logging
import pickle
import time
from collections.abc import Iterator
from email.utils import formatdate
from typing import Any

import pytest
from chat_server import MODEL, ChatServer

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.generate.llm.chat import Answer, RequestRefused
from hedge_hf.generate.llm.endpoint import Endpoint
from hedge_hf.generate.llm.prompts import SCHEMA

CHAT = [{"role": "user", "content": 'Sentence: "The lamp is lit."'}]


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    with ChatServer() as running:
        yield running


def ask(endpoint: Endpoint, times: int = 1, check: bool = False) -> list[Any]:
    async def run() -> list[Any]:
        async with endpoint as opened:
            if check:
                await opened.check()
            return await asyncio.gather(*(opened.ask(CHAT) for _ in range(times)), return_exceptions=True)

    return asyncio.run(run())


def check(endpoint: Endpoint) -> str:
    """Return the one line that a failing check says."""
    with pytest.raises(HedgeError) as caught:
        ask(endpoint, 0, check=True)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_an_answer_is_the_text_with_its_tokens(server: ChatServer) -> None:
    server.script()
    [answer] = ask(Endpoint(MODEL, server.url, temperature=0.5, max_tokens=77, seed=9), check=True)

    assert isinstance(answer, Answer)
    assert answer.text.startswith('{"verbal"') and answer[1:] == (100, 20)
    body = server.seen()["last"]["body"]
    assert {key: body[key] for key in ("model", "messages", "temperature", "max_tokens", "seed", "stream")} == {
        "model": MODEL, "messages": CHAT, "temperature": 0.5, "max_tokens": 77, "seed": 9, "stream": False,
    }  # fmt: skip


@pytest.mark.parametrize("ending", ["/", "/v1", "/v1/", "/v1/chat/completions"])
def test_any_usual_form_of_the_url_will_do(server: ChatServer, ending: str) -> None:
    server.script()
    assert isinstance(ask(Endpoint(MODEL, server.url + ending), check=True)[0], Answer)


def test_the_schema_is_sent_in_openais_form(server: ChatServer) -> None:
    server.script()
    ask(Endpoint(MODEL, server.url))

    sent = server.seen()["last"]["body"]["response_format"]
    assert sent["type"] == "json_schema" and sent["json_schema"]["schema"] == SCHEMA


def test_a_server_of_the_older_form_gets_that(server: ChatServer) -> None:
    server.script(formats=["json_object"])
    ask(Endpoint(MODEL, server.url), check=True)

    assert server.seen()["last"]["body"]["response_format"] == {"type": "json_object", "value": SCHEMA}


def test_a_server_without_formats_is_asked_once_and_warned_of_once(
    server: ChatServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.script(formats=[])
    with caplog.at_level(logging.WARNING, "hedge_hf"):
        answers = ask(Endpoint(MODEL, server.url), times=3, check=True)

    assert all(isinstance(answer, Answer) for answer in answers)
    seen = server.seen()
    assert "response_format" not in seen["last"]["body"]
    assert sum(seen["requests"].values()) == 3 + 3
    assert [record.message for record in caplog.records if "response_format" in record.message] == [
        f"{server.url} takes no response_format; replies are checked here only"
    ]


def test_without_counts_tokens_are_estimated(server: ChatServer) -> None:
    server.script(usage=False)
    [answer] = ask(Endpoint(MODEL, server.url))

    assert answer.prompt_tokens == len(CHAT[0]["content"]) // 4 and answer.completion_tokens == len(answer.text) // 4


def test_failures_are_asked_again(server: ChatServer) -> None:
    server.script(errors=0.3, overloads=0.3)
    answers = ask(Endpoint(MODEL, server.url), times=20)

    assert all(isinstance(answer, Answer) for answer in answers)
    assert sum(server.seen()["requests"].values()) > 20


def test_a_hanging_request_is_asked_again(server: ChatServer) -> None:
    server.script(hangs=0.3)
    assert all(isinstance(answer, Answer) for answer in ask(Endpoint(MODEL, server.url, timeout=0.5), times=10))


@pytest.mark.parametrize("form", [lambda: "1.0", lambda: formatdate(time.time() + 2, usegmt=True)], ids=["s", "date"])
def test_retry_after_is_honoured(server: ChatServer, form) -> None:
    server.script(status=429, retry_after=form())

    async def run() -> tuple[float, Any]:
        async with Endpoint(MODEL, server.url) as endpoint:
            started = time.monotonic()
            asked = asyncio.create_task(endpoint.ask(CHAT))
            await asyncio.sleep(0.3)
            await asyncio.to_thread(server.script)
            answer = await asked
            return time.monotonic() - started, answer

    seconds, answer = asyncio.run(run())
    assert isinstance(answer, Answer) and 0.9 < seconds < 4


def test_an_endpoint_that_stays_silent_is_given_up(server: ChatServer) -> None:
    server.script(status=500)
    for error in ask(Endpoint(MODEL, server.url, patience=0.5), times=3):
        assert isinstance(error, HedgeError)
        assert f"{server.url} has not answered for 0 s (500: scripted)" in str(error)
        assert "the same command goes on" in str(error)


def test_a_request_that_alone_fails_is_refused() -> None:
    class Picky(Endpoint):
        async def _complete(self, messages: Any) -> Answer:
            self._failing_since = None
            return await super()._complete(messages)

    with ChatServer() as server:
        server.script(status=500)
        [error] = ask(Picky(MODEL, server.url, patience=0.3))
    assert isinstance(error, RequestRefused) and "no answer to this request" in str(error)


def test_a_request_the_server_cannot_take_is_refused(server: ChatServer) -> None:
    server.script()

    async def run() -> None:
        async with Endpoint(MODEL, server.url) as endpoint:
            await endpoint.check()
            await endpoint.ask([{"role": "user", "content": 'Sentence: "It is endless."'}])

    with pytest.raises(RequestRefused, match="400: the prompt exceeds the context of 4096 tokens"):
        asyncio.run(run())
    assert max(server.seen()["requests"].values()) == 1


def test_a_server_that_restarts_is_waited_for() -> None:
    with ChatServer() as server:
        server.script(latency=0.2)

        async def run() -> list[Any]:
            async with Endpoint(MODEL, server.url) as endpoint:
                asked = [asyncio.create_task(endpoint.ask(CHAT)) for _ in range(5)]
                await asyncio.sleep(0.1)
                await asyncio.to_thread(server.kill)
                await asyncio.to_thread(server.start)
                return await asyncio.gather(*asked)

        assert all(isinstance(answer, Answer) for answer in asyncio.run(run()))


def test_the_check_names_a_wrong_url(server: ChatServer) -> None:
    nobody = "http://127.0.0.1:9"
    started = time.monotonic()

    assert f"{nobody} does not work as a chat server" in check(Endpoint(MODEL, nobody))
    assert "does not work as a chat server" in check(Endpoint(MODEL, server.url + "/page"))
    assert "is --endpoint the URL of a chat server?" in check(Endpoint(MODEL, server.url + "/nothing"))
    assert "127.0.0.1:80 is no URL" in check(Endpoint(MODEL, "127.0.0.1:80"))
    assert time.monotonic() - started < 10


def test_the_check_names_the_models_there_are(server: ChatServer) -> None:
    server.script()
    assert check(Endpoint("huge", server.url)).endswith(
        f"does not know model 'huge' (404: The model huge does not exist.); it has {MODEL}"
    )


def test_the_check_waits_for_an_overloaded_server(server: ChatServer) -> None:
    server.script(status=503)
    assert "has not answered for 0 s (503: scripted)" in check(Endpoint(MODEL, server.url, patience=0.2))


@pytest.mark.parametrize(
    ("status", "line"), [(402, "wants payment"), (418, "refuses a sample request"), (500, "boom")]
)
def test_the_check_names_other_faults(server: ChatServer, status: int, line: str) -> None:
    server.script(status=status if status != 500 else 0, errors=float(status == 500))
    assert line in check(Endpoint(MODEL, server.url))


def test_a_token_comes_from_its_variable_and_is_not_told(server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.script(token="secret-word")
    assert "wants a token; put it into HF_TOKEN (401: invalid token)" in check(Endpoint(MODEL, server.url))

    endpoint = Endpoint(MODEL, server.url, token_variable="MY_KEY")
    assert "MY_KEY is not set" in check(endpoint)
    monkeypatch.setenv("MY_KEY", "wrong-word")
    assert "refuses the token in MY_KEY" in check(endpoint)
    monkeypatch.setenv("MY_KEY", "secret-word")
    assert isinstance(ask(endpoint)[0], Answer)
    assert b"secret" not in pickle.dumps(Endpoint(MODEL, server.url, token_variable="MY_KEY"))


def test_the_token_of_hugging_face_goes_to_hugging_face_only(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.script()
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    ask(Endpoint(MODEL, server.url))

    assert "authorization" not in server.seen()["last"]["headers"]
    for url in ("https://x.endpoints.huggingface.cloud", "https://router.huggingface.co/v1", "https://huggingface.co"):
        assert Endpoint(MODEL, url)._token() == "hf_secret"
    for url in ("https://huggingface.co.example.org", "https://nothuggingface.co"):
        assert Endpoint(MODEL, url)._token() is None


def test_offline_mode_does_not_keep_it_from_this_machine(server: ChatServer, no_hub: None) -> None:
    server.script()
    assert isinstance(ask(Endpoint(MODEL, server.url))[0], Answer)


def test_the_hub_without_a_token_of_its_own_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hedge_hf.generate.llm.endpoint.get_token", lambda: None)
    monkeypatch.setattr("huggingface_hub.inference._providers._common.get_token", lambda: None)
    for token in ("", "sk-another"):
        monkeypatch.setenv("HF_TOKEN", token)
        with pytest.raises(UsageError, match="the Hub's inference providers: "):
            ask(Endpoint("org/model"), 0, check=True)
