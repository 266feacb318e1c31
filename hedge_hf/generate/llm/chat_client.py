"""The asynchronous inference client of huggingface_hub, as a long run against one chat server needs it."""

from __future__ import annotations

from typing import Any

import httpx2
from huggingface_hub import AsyncInferenceClient
from huggingface_hub.utils import hf_raise_for_status

RESPONSE_FORMAT = "exact_response_format"


class NoChatServer(Exception):
    """What came back is no chat completion."""


class ChatClient(AsyncInferenceClient):
    """Posts chats as the base class prepares them, with four differences.

    - Any number of connections stay open; the base class opens 100 and keeps 20 of them.
    - The value of `RESPONSE_FORMAT` in `extra_body` is sent as `response_format` as it stands. For a URL the base
      class rewrites a JSON schema to the form that TGI takes, in which vLLM sees no schema.
    - Without a token none is sent. The base class sends the saved token of Hugging Face to any URL.
    - `HF_HUB_OFFLINE` does not keep it from a server on this machine.
    """

    def __init__(self, url: str | None, token: str | None, timeout: float) -> None:
        """Prepare a client.

        Args:
            url: Base URL of a server; None for the Hub's inference providers.
            token: What to send as bearer token.
            timeout: Seconds to wait for an answer.
        """
        super().__init__(base_url=url, provider=None if url else "auto", token=token)
        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=None)
        self.session = httpx2.AsyncClient(limits=limits, timeout=timeout, follow_redirects=True)

    async def close(self) -> None:
        """Close all connections."""
        await self.session.aclose()

    async def model_ids(self, url: str) -> list[str]:
        """Return what GET /v1/models lists, empty if it cannot be read."""
        base = url.rstrip("/").removesuffix("/chat/completions").removesuffix("/v1")
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            response = await self.session.get(f"{base}/v1/models", headers=headers)
            return [model["id"] for model in response.json()["data"]]
        except (httpx2.HTTPError, ValueError, LookupError, TypeError):
            return []

    async def _inner_post(self, request_parameters: Any, *, stream: bool = False) -> Any:
        headers = {
            key: value for key, value in request_parameters.headers.items() if self.token or key != "authorization"
        }
        payload = {
            "response_format" if key == RESPONSE_FORMAT else key: value
            for key, value in request_parameters.json.items()
        }
        response = await self.session.post(request_parameters.url, json=payload, headers=headers)
        hf_raise_for_status(response)
        try:
            completion = response.json()
            completion["choices"][0]["message"]
        except (ValueError, LookupError, TypeError) as error:
            raise NoChatServer(f"no chat completion but {response.text[:60]!r}") from error
        return completion
