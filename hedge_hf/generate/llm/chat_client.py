"""Posts chats, many at a time: to the URL of a server, or through huggingface_hub to an inference provider."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import httpx2
from huggingface_hub import AsyncInferenceClient
from huggingface_hub.errors import HfHubHTTPError
from huggingface_hub.utils import hf_raise_for_status

_RESPONSE_FORMAT = "exact_response_format"
_OF_THE_TRANSFER = ("content-encoding", "content-length", "transfer-encoding")  # undone when the content is read


class NoChatServer(Exception):
    """What came back is no chat completion."""


class ChatClient(AsyncInferenceClient):
    """Posts chats; for a provider as the base class prepares them, for a URL as they stand.

    aiohttp carries them over any number of connections. With that and without the preparation, a request takes a
    fraction of the time on the processor, so that one process keeps a server busy. A schema is sent in the form that
    is given: for a URL the base class rewrites it to the form that TGI takes, in which vLLM sees none. Without a token
    none is sent; the base class sends the saved token of Hugging Face to any URL.
    """

    def __init__(self, url: str | None, token: str | None, timeout: float) -> None:
        """Prepare a client.

        Args:
            url: Base URL of a server; None for the Hub's inference providers.
            token: What to send as bearer token.
            timeout: Seconds to wait for an answer.
        """
        super().__init__(base_url=url, provider=None if url else "auto", token=token)
        self._base = url.rstrip("/").removesuffix("/chat/completions").removesuffix("/v1") if url else None
        self.session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(timeout), trust_env=True
        )

    async def close(self) -> None:
        """Close all connections."""
        await self.session.close()

    async def complete(
        self, messages: list[dict[str, str]], response_format: dict[str, Any] | None, **options: Any
    ) -> dict[str, Any]:
        """Return the completion of a chat, as OpenAI's API has it.

        Args:
            messages: The chat.
            response_format: How the schema is asked for, if at all.
            **options: `model`, `max_tokens`, `temperature`, `seed`.

        Raises:
            HfHubHTTPError: If the answer has an error status.
            httpx2.TransportError: If there is none.
            NoChatServer: If it is no completion.
        """
        if self._base is None:
            return await self.chat_completion(messages, **options, extra_body={_RESPONSE_FORMAT: response_format})
        payload = {"messages": messages, "stream": False, **options}
        payload |= {"response_format": response_format} if response_format else {}
        return await self._post(f"{self._base}/v1/chat/completions", self._authorization(), payload)

    async def model_ids(self) -> list[str]:
        """Return what GET /v1/models of the URL lists, empty if it cannot be read."""
        try:
            found = json.loads(await self._send("GET", f"{self._base}/v1/models", self._authorization()))
            return [model["id"] for model in found["data"]]
        except (HfHubHTTPError, httpx2.HTTPError, ValueError, LookupError, TypeError):
            return []

    def _authorization(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"} if self.token else {}

    async def _inner_post(self, request_parameters: Any, *, stream: bool = False) -> Any:
        """Send what the base class has prepared for a provider."""
        payload = dict(request_parameters.json)
        response_format = payload.pop(_RESPONSE_FORMAT, None)
        payload |= {"response_format": response_format} if response_format else {}
        return await self._post(request_parameters.url, dict(request_parameters.headers), payload)

    async def _post(self, url: str, headers: dict[str, str], payload: dict[str, Any]) -> dict[str, Any]:
        content = await self._send("POST", url, headers, payload)
        try:
            completion = json.loads(content)
            completion["choices"][0]["message"]
        except (ValueError, LookupError, TypeError) as error:
            raise NoChatServer(f"no chat completion but {content[:60].decode(errors='replace')!r}") from error
        return completion

    async def _send(self, method: str, url: str, headers: dict[str, str], payload: Any = None) -> bytes:
        """Return the content of the answer; errors are those of huggingface_hub."""
        try:
            async with self.session.request(method, url, json=payload, headers=headers) as answer:
                content = await answer.read()
        except TimeoutError as error:
            raise httpx2.ReadTimeout("no answer in time") from error
        except aiohttp.ClientError as error:
            raise httpx2.ConnectError(str(error)) from error
        if not answer.ok:
            kept = {key: value for key, value in answer.headers.items() if key.lower() not in _OF_THE_TRANSFER}
            request = httpx2.Request(method, url)
            hf_raise_for_status(httpx2.Response(answer.status, headers=kept, content=content, request=request))
        return content
