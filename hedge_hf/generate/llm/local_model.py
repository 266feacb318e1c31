"""A language model in this process: every process of `accelerate launch` answers for its own shards."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cache
from typing import Any

import torch
from accelerate import PartialState
from jinja2 import TemplateError
from transformers import AutoModelForCausalLM, AutoTokenizer

from hedge_hf.errors import HedgeError, UsageError, one_line
from hedge_hf.generate.llm.chat import Answer, RequestRefused, sample_chat
from hedge_hf.generate.llm.prompts import Message

_GATHER_SECONDS = 0.02


@dataclass
class LocalModel:
    """Answers chats with a causal language model, greedily, in batches of what is asked at the same time.

    Ask with as many requests in flight as a batch holds: an answer comes when its whole batch is done. The weights are
    loaded once in a process and kept.

    Attributes:
        model: Folder, or id on the Hub.
        batch_size: Chats per batch.
        max_tokens: Longest reply.
    """

    model: str
    batch_size: int = 16
    max_tokens: int = 1024

    async def __aenter__(self) -> LocalModel:
        """Load the model and begin to answer.

        Raises:
            UsageError: If there is no such model, or it has no chat template.
        """
        self._model, self._tokenizer = _load(self.model)
        self._queue: asyncio.Queue[tuple[list[int], asyncio.Future[Answer]]] = asyncio.Queue()
        self._answering = asyncio.create_task(self._answer_batches())
        return self

    async def __aexit__(self, *error: object) -> None:
        self._answering.cancel()

    async def check(self) -> None:
        """Put a sample request into the model's words.

        Raises:
            UsageError: If its chat template or its context does not take one.
        """
        try:
            self._prompt(sample_chat())
        except (RequestRefused, TemplateError) as error:
            raise UsageError(f"--model {self.model} cannot take the requests ({error}); give another model") from error

    async def ask(self, messages: list[Message]) -> Answer:
        """Return the reply to a chat.

        Raises:
            RequestRefused: If the chat and the longest reply do not fit into the model's context.
            HedgeError: If a batch does not fit into the memory.
        """
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        await self._queue.put((self._prompt(messages), answer))
        return await answer

    def _prompt(self, messages: list[Message]) -> list[int]:
        prompt = self._tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=False)
        context = getattr(self._model.config, "max_position_embeddings", None)
        if context and len(prompt) + self.max_tokens > context:
            raise RequestRefused(
                f"{len(prompt)} tokens and a reply of {self.max_tokens} exceed the context of {context}"
            )
        return prompt

    async def _answer_batches(self) -> None:
        while True:
            batch = [await self._queue.get()]
            await asyncio.sleep(_GATHER_SECONDS)
            while len(batch) < self.batch_size and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            prompts, futures = zip(*batch, strict=True)
            try:
                answers = await asyncio.to_thread(self._generate, prompts)
            except Exception as error:
                for future in futures:
                    future.set_exception(self._explain(error))
            else:
                for future, answer in zip(futures, answers, strict=True):
                    future.set_result(answer)

    def _explain(self, error: Exception) -> Exception:
        if isinstance(error, torch.OutOfMemoryError):
            return HedgeError(f"{self.batch_size} chats at a time exceed the memory; give a smaller --concurrency")
        return error

    @torch.inference_mode()
    def _generate(self, prompts: tuple[list[int], ...]) -> list[Answer]:
        inputs = self._tokenizer.pad({"input_ids": list(prompts)}, padding_side="left", return_tensors="pt")
        inputs = inputs.to(self._model.device)
        pad = self._tokenizer.pad_token_id
        output = self._model.generate(**inputs, max_new_tokens=self.max_tokens, do_sample=False, pad_token_id=pad)
        replies = output[:, inputs["input_ids"].shape[1] :]
        texts = self._tokenizer.batch_decode(replies, skip_special_tokens=True)
        lengths = (replies != pad).sum(dim=1).tolist()
        return [
            Answer(text, len(prompt), length) for text, prompt, length in zip(texts, prompts, lengths, strict=True)
        ]


@cache
def _load(model: str) -> tuple[Any, Any]:
    try:
        tokenizer = AutoTokenizer.from_pretrained(model)
        weights = AutoModelForCausalLM.from_pretrained(model, dtype="auto")
    except (OSError, ValueError) as error:
        raise UsageError(f"--model {model} cannot be loaded as a causal language model ({one_line(error)})") from error
    if not tokenizer.chat_template:
        raise UsageError(f"--model {model} has no chat template; give an instruction-tuned model")
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    return weights.to(PartialState().device).eval(), tokenizer
