"""A scripted OpenAI-compatible server in its own process: replies depend on the prompt only, failures on a script.

Shares of failures are decided by a hash of the prompt and of how often it was asked, so a script plays alike every
time.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import socket
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.request import Request as HttpRequest
from urllib.request import urlopen

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from hedge_hf.data.instructions import AGREEMENT, CERTAINTY, REASON_FIRST

MODEL = "tiny-chat"


@dataclass
class Script:
    """How the server behaves.

    Attributes:
        latency: Seconds that a reply takes.
        errors: Share of requests answered with status 500.
        overloads: Share answered with status 429 and Retry-After.
        retry_after: The value of Retry-After.
        hangs: Share that is answered after an hour.
        malformed: Share of replies whose JSON is cut off.
        wrong: Share of answers to questions that are the opposite of what they should be.
        status: If not 0, the status of every reply.
        formats: Types of response_format that are taken; others get 422.
        token: Bearer token that is wanted.
        usage: Whether replies tell the tokens.
    """

    latency: float = 0.0
    errors: float = 0.0
    overloads: float = 0.0
    retry_after: str = "0"
    hangs: float = 0.0
    malformed: float = 0.0
    wrong: float = 0.0
    status: int = 0
    formats: tuple[str, ...] = ("json_schema", "json_object")
    token: str = ""
    usage: bool = True


class ChatServer:
    """The server as a context manager: `.url`, `.script(...)`, `.seen()`, `.kill()`, `.start()`.

    A sentence with the word garbled is always replied to with cut-off JSON, one with the word endless always refused
    as too long, and one with the word mended is replied to well only after a complaint.
    """

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._script = Script()

    def __enter__(self) -> ChatServer:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start the process, with the last script."""
        self._process = subprocess.Popen([sys.executable, __file__, str(self.port)])
        deadline = time.monotonic() + 30
        while True:
            try:
                return self.script(**asdict(self._script))
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def kill(self) -> None:
        """Kill the process, with whatever it is answering."""
        self._process.kill()
        self._process.wait()

    def script(self, **changes: Any) -> None:
        """Play another script from now on, the usual one but for the changes, and forget what was seen."""
        self._script = replace(Script(), **changes)
        self._call("/script", asdict(self._script))

    def seen(self) -> dict[str, Any]:
        """Return `requests` by sentence, the `last` body with its headers, and the most requests `in_flight`."""
        return self._call("/seen")

    def _call(self, path: str, body: Any = None) -> Any:
        request = HttpRequest(self.url + path, None if body is None else json.dumps(body).encode())
        with urlopen(request, timeout=5) as response:
            return json.load(response)


def variants_of(user_message: str) -> dict[str, dict[str, str]]:
    """Reply to a prompt of hedge_hf.generate.llm.prompts in English, in a plain way."""
    sentence = json.loads(user_message.splitlines()[0].removeprefix("Sentence: "))
    clause = sentence[0].lower() + sentence[1:]
    return {
        "verbal": {"text": f"It is not true that {clause}", "cue": "is not"},
        "absolute": {"text": f"By no means is it true that {clause}", "cue": "by no means"},
        "affixal": {"text": f"It is untrue that {clause}", "cue": "untrue"},
        "lexical": {"text": f"It is false that {clause}", "cue": "false"},
        "single": {"text": f"Apparently, {clause}", "cue": "apparently"},
        "multi": {"text": f"It seems that {clause}", "cue": "it seems that"},
    }


def reasoning_of(user_message: str, wrong: bool) -> str:
    """Answer a question about groups of `rows.make_group`, whose sentences name what they are."""
    question = user_message.removesuffix(f"\n{REASON_FIRST}")
    first, second = re.search(r"(?:Sentence 1|First): (.*)\n(?:Sentence 2|Second): (.*)\n", f"{question}\n").groups()
    agree = ("negation" in first) == ("negation" in second)
    right = [agree for direct, _ in AGREEMENT if direct in question]
    right += [not agree for _, inverted in AGREEMENT if inverted in question]
    right += [("hedge" in second) == hedge_second for text, hedge_second in CERTAINTY if text in question]
    [answer] = right
    return f"<think>Hm.</think>\nI see {first!r} and {second!r}.\n\n**Answer: {'Yes' if answer != wrong else 'No'}.**"


class _State:
    def __init__(self) -> None:
        self.script = Script()
        self.reset()

    def reset(self) -> None:
        self.requests: dict[str, int] = {}
        self.last: dict[str, Any] = {}
        self.now = self.most = 0


_STATE = _State()


async def _chat(request: Request) -> Response:
    state, script = _STATE, _STATE.script
    state.now += 1
    state.most = max(state.most, state.now)
    try:
        body = await request.json()
        state.last = {"body": body, "headers": dict(request.headers)}
        user = next(message["content"] for message in body["messages"] if message["role"] == "user")
        state.requests[user] = state.requests.get(user, 0) + 1
        return await _reply(request, body, user, script)
    except ClientDisconnect:  # it was killed
        return Response(status_code=499)
    finally:
        state.now -= 1


async def _reply(request: Request, body: dict[str, Any], user: str, script: Script) -> Response:
    if script.token and request.headers.get("authorization") != f"Bearer {script.token}":
        return _error(401, "invalid token")
    if body["model"] != MODEL:
        return _error(404, f"The model {body['model']} does not exist.")
    response_format = body.get("response_format")
    if response_format and response_format["type"] not in script.formats:
        return _error(422, "response_format is not supported")
    if script.status:
        return _error(script.status, "scripted", {"retry-after": script.retry_after})
    failure = _failure(script, user)
    if failure == "error":
        return _error(500, "boom")
    if failure == "overload":
        return _error(429, "slow down", {"retry-after": script.retry_after})
    await asyncio.sleep(3600 if failure == "hang" else script.latency)
    sentence = user.splitlines()[0]
    if "endless" in sentence:
        return _error(400, "the prompt exceeds the context of 4096 tokens")
    if user.endswith(REASON_FIRST):
        text = reasoning_of(user, failure == "wrong")
    else:
        text = json.dumps(variants_of(user)) if sentence.startswith("Sentence: ") else '{"verbal": null}'
    unmended = "mended" in sentence and len(body["messages"]) < 4
    if failure == "malformed" or "garbled" in sentence or unmended:
        text = text[: len(text) // 2]
    completion = {
        "id": "1", "object": "chat.completion", "created": 0, "model": MODEL,
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}],
    }  # fmt: skip
    if script.usage:
        completion["usage"] = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    return JSONResponse(completion)


def _failure(script: Script, user: str) -> str | None:
    """Choose what goes wrong with this request, by the shares of the script."""
    times = _STATE.requests[user]
    chance = int.from_bytes(hashlib.sha256(f"{times} {user}".encode()).digest()[:4], "big") / 2**32
    shares = {"error": script.errors, "overload": script.overloads, "hang": script.hangs}
    for failure, share in (shares | {"malformed": script.malformed, "wrong": script.wrong}).items():
        if chance < share:
            return failure
        chance -= share
    return None


def _error(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": {"message": message}}, status, headers)


async def _models(request: Request) -> Response:
    return JSONResponse({"object": "list", "data": [{"id": MODEL, "object": "model"}]})


async def _play(request: Request) -> Response:
    script = await request.json()
    _STATE.script = Script(**script | {"formats": tuple(script["formats"])})
    _STATE.reset()
    return JSONResponse({})


async def _seen(request: Request) -> Response:
    return JSONResponse({"requests": _STATE.requests, "last": _STATE.last, "in_flight": _STATE.most})


async def _page(request: Request) -> Response:
    return PlainTextResponse("hello")


_APP = Starlette(
    routes=[
        Route("/v1/chat/completions", _chat, methods=["POST"]),
        Route("/v1/models", _models),
        Route("/script", _play, methods=["POST"]),
        Route("/seen", _seen),
        Route("/page/v1/chat/completions", _page, methods=["POST"]),
    ]
)

if __name__ == "__main__":
    uvicorn.run(_APP, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False)
