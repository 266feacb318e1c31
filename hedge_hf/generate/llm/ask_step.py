"""The step of the pipeline that asks a language model for the variants of a shard's anchors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import chain
from pathlib import Path

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep

from hedge_hf.errors import require
from hedge_hf.generate.documents import anchor_of
from hedge_hf.generate.folder import replies_file
from hedge_hf.generate.llm.ask import Request, Tally, ask_all, is_answered, variant_requests
from hedge_hf.generate.llm.chat import Chat
from hedge_hf.generate.llm.cues import read_weights, weights_file
from hedge_hf.generate.llm.journal import Journal, read_journal


class AskModel(PipelineStep):
    """Asks for the variants of the anchors of a shard; the journal is its result."""

    type = "Model call"
    name = "ask"

    def __init__(
        self,
        folder: Path,
        round_: int,
        chat: Chat,
        *,
        server: str = "endpoint",
        seed: int = 0,
        concurrency: int = 64,
        attempts: int = 4,
        token_budget: int | None = None,
        progress: Callable[[Tally], None] | None = None,
    ) -> None:
        """Set up the step.

        Args:
            folder: The folder of the run.
            round_: Number of the round.
            chat: What answers.
            server: "vllm" or "sglang" to start a server of that kind for the shard, "endpoint" for one that runs.
            seed: Seed of the draw of cues.
            concurrency: Requests in flight.
            attempts: Replies to ask for before an anchor is set aside.
            token_budget: Tokens that all shards and rounds may use; shards that run at the same time do not see each
                other's.
            progress: Called with the tally after every anchor.
        """
        super().__init__()
        self.folder, self.round, self.chat, self.server, self.seed = folder, round_, chat, server, seed
        self.concurrency, self.attempts, self.token_budget = concurrency, attempts, token_budget
        self.progress = progress

    def run(self, data: Iterator[Document], rank: int = 0, world_size: int = 1) -> None:
        """Ask for the anchors of shard `rank` that have no outcome yet."""
        weights = read_weights(weights_file(self.folder, self.round))
        requests = variant_requests(map(anchor_of, data), weights, self.seed)
        with self.track_time(unit="shard"), Journal(replies_file(self.folder, self.round, rank)) as journal:
            tally = asyncio.run(self._run(requests, journal, rank))
        for name, value in vars(tally).items():
            self.stat_update(name, value=value)

    async def _run(self, requests: Iterator[Request], journal: Journal, rank: int) -> Tally:
        first = next((request for request in requests if not is_answered(request, journal)), None)
        if first is None:
            return Tally()
        async with self._open_chat(rank) as chat:
            await chat.check()
            return await ask_all(
                chain([first], requests),
                chat,
                journal,
                concurrency=self.concurrency,
                attempts=self.attempts,
                token_budget=self._budget(rank),
                progress=self.progress,
            )

    @asynccontextmanager
    async def _open_chat(self, rank: int) -> AsyncIterator[Chat]:
        async with AsyncExitStack() as stack:
            chat = self.chat
            if self.server != "endpoint":
                servers = require("hedge_hf.generate.llm.servers", "generate")
                logs = self.folder / "logs" / "servers"
                chat = await stack.enter_async_context(servers.serving(chat, self.server, rank, logs))
            yield await stack.enter_async_context(chat)

    def _budget(self, rank: int) -> int | None:
        """Return what the other shards and rounds have left of the budget."""
        if self.token_budget is None:
            return None
        own = replies_file(self.folder, self.round, rank)
        others = (file for file in own.parent.glob("*.jsonl") if file != own)
        return self.token_budget - sum(outcome.tokens for file in others for outcome in read_journal(file))
