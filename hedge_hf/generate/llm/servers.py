"""Starts a vLLM or SGLang server for a shard, by means of datatrove."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from datatrove.pipeline.inference.run_inference import InferenceConfig
from datatrove.pipeline.inference.servers import DummyServer, InferenceServer, SGLangServer, VLLMServer
from datatrove.pipeline.inference.types import InferenceError, ServerError

from hedge_hf.errors import HedgeError
from hedge_hf.generate.llm.endpoint import Endpoint

_CONTEXT_TOKENS = 8192
_GREETING = {"role": "user", "content": "Hello"}
_SERVERS: Mapping[str, type[InferenceServer]] = {"vllm": VLLMServer, "sglang": SGLangServer, "dummy": DummyServer}
# datatrove starts vLLM with --trust-remote-code, and vLLM listens on all interfaces unless told otherwise
_OPTIONS: Mapping[str, dict[str, Any]] = {"vllm": {"trust-remote-code": False, "host": "127.0.0.1"}}


@asynccontextmanager
async def serving(endpoint: Endpoint, kind: str, rank: int, logs: Path) -> AsyncIterator[Endpoint]:
    """Start a server for the model of `endpoint` and yield the endpoint with its URL; stop the server afterwards.

    Args:
        endpoint: The model and the settings of requests.
        kind: "vllm" or "sglang"; "dummy" for datatrove's server without a model, for tests.
        rank: Number of the shard; servers of different shards take different ports.
        logs: Folder for what the server prints.

    Raises:
        HedgeError: If the server's package is not installed, or the server does not start.
    """
    config = InferenceConfig(
        server_type=kind,
        model_name_or_path=endpoint.model,
        model_max_context=_CONTEXT_TOKENS,
        model_kwargs=_OPTIONS.get(kind, {}),
        server_log_folder=str(logs),
    )
    try:
        server = _SERVERS[kind](config, rank)
    except ImportError as error:
        raise HedgeError(f"--server {kind} needs the package {kind}: pip install {kind}") from error
    async with server:
        try:  # the first request waits until the server is up
            await server.make_request({"model": endpoint.model, "max_tokens": 1, "messages": [_GREETING]})
        except (ServerError, InferenceError) as error:
            raise HedgeError(f"the {kind} server of {endpoint.model} did not start; {logs} says why") from error
        yield replace(endpoint, url=server.get_base_url())
