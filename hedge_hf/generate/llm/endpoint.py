"""A chat endpoint: any OpenAI-compatible server, or the Hub's inference providers."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2
from huggingface_hub import get_token
from huggingface_hub.errors import HfHubHTTPError

from hedge_hf.errors import HedgeError, UsageError, one_line
from hedge_hf.generate.llm.chat import Answer, RequestRefused, sample_chat
from hedge_hf.generate.llm.chat_client import ChatClient, NoChatServer
from hedge_hf.generate.llm.prompts import SCHEMA, Message
from hedge_hf.generate.llm.responses import detail_of, seconds_to_wait

CHARACTERS_PER_TOKEN = 4
_LOGGER = logging.getLogger(__name__)
_LONGEST_WAIT = 30.0
_OVERLOADED = frozenset({408, 425, 429, 502, 503, 504})
_HUGGING_FACE = (".huggingface.co", ".huggingface.cloud", ".hf.space")
# How the schema is asked for: in OpenAI's way (vLLM, SGLang, Ollama, providers), in TGI's, or not at all.
_FORMATS: tuple[dict[str, Any] | None, ...] = (
    {"type": "json_schema", "json_schema": {"name": "variants", "strict": True, "schema": SCHEMA}},
    {"type": "json_object", "value": SCHEMA},
    None,
)


class _NotNow(Exception):
    """The endpoint is overloaded, failing or out of reach.

    Attributes:
        status: HTTP status; 0 if there was no answer.
        wait: Seconds that it asks to wait.
    """

    def __init__(self, reason: str, status: int = 0, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.status, self.wait = status, wait


@dataclass
class Endpoint:
    """Asks a chat endpoint, and asks again while it is overloaded, restarting or out of reach.

    Use it as an async context manager. It holds plain settings and can be pickled; the token is read from the
    environment when it is entered. The token of Hugging Face goes to hosts of Hugging Face only: for another endpoint
    name the variable of its own token.

    Attributes:
        model: Name of the model, as the endpoint calls it; an inference provider can be chosen as in "org/name:groq".
        url: Base URL of an OpenAI-compatible server; None for the Hub's inference providers.
        token_variable: Environment variable that holds the token.
        timeout: Seconds to wait for a reply.
        temperature: Sampling temperature.
        max_tokens: Longest reply.
        seed: Seed of the sampling, for servers that take one.
        patience: Seconds without any answer after which the endpoint is given up.
        json_replies: Whether replies have the schema of variants; otherwise they are plain text.
    """

    model: str
    url: str | None = None
    token_variable: str = "HF_TOKEN"
    timeout: float = 120.0
    temperature: float = 0.0
    max_tokens: int = 1024
    seed: int = 0
    patience: float = 300.0
    json_replies: bool = True

    @property
    def name(self) -> str:
        """What messages call the endpoint."""
        return self.url or "the Hub's inference providers"

    async def __aenter__(self) -> Endpoint:
        """Open the endpoint.

        Raises:
            UsageError: If the URL is none, or the named token is not set.
        """
        if self.url is not None and urlsplit(self.url).scheme not in ("http", "https"):
            raise UsageError(f"--endpoint {self.url} is no URL; give one such as http://127.0.0.1:8000")
        self._client = ChatClient(self.url, self._token(), self.timeout)
        self._formats = _FORMATS if self.json_replies else (None,)
        self._failing_since: float | None = None
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._client.close()

    async def check(self) -> None:
        """Send a sample request, so that a wrong URL, model or token shows at once.

        Raises:
            HedgeError: If nothing answers, or not as a chat server with this model.
        """
        try:
            await self._complete(sample_chat())
        except _NotNow as error:
            if error.status not in _OVERLOADED:
                raise HedgeError(
                    f"{self.name} does not work as a chat server ({error}); start it, or mend --endpoint and --model"
                ) from error
            await self.ask(sample_chat())
        except RequestRefused as error:
            raise HedgeError(f"{self.name} refuses a sample request ({error}){await self._models()}") from error

    async def ask(self, messages: list[Message]) -> Answer:
        """Return the reply to a chat.

        Raises:
            RequestRefused: If the endpoint answers other requests but not this one.
            HedgeError: If it answers none for `patience` seconds, or the token or the model is wrong.
        """
        own_start: float | None = None
        tries = 0
        while True:
            try:
                answer = await self._complete(messages)
            except _NotNow as error:
                now = time.monotonic()
                own_start = own_start or now
                self._failing_since = self._failing_since or now
                if now - self._failing_since >= self.patience:
                    raise HedgeError(
                        f"{self.name} has not answered for {self.patience:.0f} s ({error}); "
                        "once it does, the same command goes on from here"
                    ) from error
                if now - own_start >= self.patience:
                    raise RequestRefused(f"no answer to this request for {self.patience:.0f} s ({error})") from error
                await asyncio.sleep(error.wait + random.uniform(0, min(_LONGEST_WAIT, 0.5 * 2**tries)))
                tries += 1
            else:
                self._failing_since = None
                return answer

    async def _complete(self, messages: list[Message]) -> Answer:
        """Ask once, in the first form of the schema that is not refused."""
        formats = self._formats
        for response_format in formats:
            try:
                completion = await self._client.complete(
                    messages,
                    response_format,
                    model=self.model,
                    max_tokens=self.max_tokens,
                    temperature=self.temperature,
                    seed=self.seed,
                )
            except HfHubHTTPError as error:
                if error.response.status_code in (400, 422) and response_format is not formats[-1]:
                    continue
                raise await self._explain(error) from error
            except httpx2.TransportError as error:
                raise _NotNow(one_line(error)) from error
            except NoChatServer as error:
                raise _NotNow(one_line(error), status=200) from error
            except ValueError as error:
                raise UsageError(f"{self.name}: {one_line(error)}") from error
            self._settle(response_format)
            return _answer(completion, messages)
        raise AssertionError("the last format never goes on")

    def _settle(self, response_format: dict[str, Any] | None) -> None:
        if len(self._formats) > 1:
            self._formats = (response_format,)
            if response_format is None:
                _LOGGER.warning("%s takes no response_format; replies are checked here only", self.name)

    async def _explain(self, error: HfHubHTTPError) -> Exception:
        """Return what to raise for an answer with an error status."""
        status, detail = error.response.status_code, detail_of(error.response)
        if self._client.token:
            detail = detail.replace(self._client.token, "***")
        if status in (401, 403):
            token = "refuses the token in" if self._client.token else "wants a token; put it into"
            return HedgeError(f"{self.name} {token} {self.token_variable} ({status}: {detail})")
        if status == 402:
            return HedgeError(f"{self.name} wants payment (402: {detail})")
        if status in (404, 405):
            return HedgeError(
                f"{self.name} does not know model {self.model!r} ({status}: {detail}){await self._models()}"
            )
        if status in _OVERLOADED or status >= 500:
            return _NotNow(f"{status}: {detail}", status, seconds_to_wait(error.response))
        return RequestRefused(f"{status}: {detail}")

    async def _models(self) -> str:
        """Return the end of a message: which models the endpoint has."""
        if self.url is None:
            return ""
        ids = await self._client.model_ids()
        return f"; it has {', '.join(ids[:8])}" if ids else "; is --endpoint the URL of a chat server?"

    def _token(self) -> str | None:
        token = os.environ.get(self.token_variable)
        if self.url is None:
            return token or get_token()
        if self.token_variable != "HF_TOKEN":
            if not token:
                raise UsageError(f"--token_variable {self.token_variable} is not set in the environment")
            return token
        return token if f".{urlsplit(self.url).hostname}".endswith(_HUGGING_FACE) else None


def _answer(completion: dict[str, Any], messages: list[Message]) -> Answer:
    text = completion["choices"][0]["message"].get("content") or ""
    usage = completion.get("usage")
    if not usage:
        characters = sum(len(message["content"]) for message in messages)
        return Answer(text, characters // CHARACTERS_PER_TOKEN, len(text) // CHARACTERS_PER_TOKEN)
    return Answer(text, usage["prompt_tokens"], usage["completion_tokens"])
