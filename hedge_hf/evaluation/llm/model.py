"""A language model that is measured: log-likelihoods of given replies, or replies of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from rich.progress import Progress
from torch.nn.functional import log_softmax
from transformers import GenerationConfig

from hedge_hf.errors import UsageError
from hedge_hf.train.llm_merge import load_merged
from hedge_hf.train.llm_model import load_tokenizer
from hedge_hf.train.llm_preflight import end_tokens

Chat = list[dict[str, str]]


def user(content: str) -> dict[str, str]:
    """Return a message of the user."""
    return {"role": "user", "content": content}


def assistant(content: str) -> dict[str, str]:
    """Return a message of the model."""
    return {"role": "assistant", "content": content}


class LanguageModel:
    """Scores and writes replies, in batches of chats of like length.

    Attributes:
        name: Folder or Hub id.
        model: The transformer.
        tokenizer: Its tokenizer.
    """

    def __init__(self, name: str, batch_size: int = 16, progress: Progress | None = None) -> None:
        """Load a model.

        Args:
            name: Folder or Hub id of a model with a chat template, or of an adapter of one.
            batch_size: Chats per batch.
            progress: Where to draw bars.

        Raises:
            UsageError: If it has no chat template.
            HedgeError: If it cannot be loaded.
        """
        self.name = name
        self.tokenizer = load_tokenizer(name)
        device = torch.accelerator.current_accelerator(check_available=True) or torch.device("cpu")
        self.model = load_merged(name).to(device).eval()
        ends = sorted(end_tokens(self.tokenizer, self.model))
        self.model.generation_config = GenerationConfig(  # without the repetition penalty that some models bring
            eos_token_id=ends, pad_token_id=self.tokenizer.pad_token_id, do_sample=False
        )
        self._batch_size, self._progress = batch_size, progress or Progress(disable=True)
        self._context = getattr(self.model.config.get_text_config(), "max_position_embeddings", None)

    @torch.inference_mode()
    def log_likelihoods(self, chats: Sequence[Chat], replies: Sequence[str]) -> NDArray[np.float64]:
        """Return the log-probability of a reply to each chat, shape (chats,).

        Args:
            chats: What was said before; the user's message is the last.
            replies: What is answered, scored as a whole turn with its end.
        """
        asked = [self._tokens(chat) for chat in chats]
        answered = [self._tokens([*chat, assistant(reply)]) for chat, reply in zip(chats, replies, strict=True)]
        found = np.zeros(len(chats))
        for batch in self._batches([len(tokens) for tokens in answered], f"{self.name}: scoring"):
            padded = self._pad([answered[row] for row in batch], "right")
            logits = self.model(**padded).logits
            for place, row in enumerate(batch):
                start, end = _common(asked[row], answered[row]), len(answered[row])
                scores = log_softmax(logits[place, start - 1 : end - 1].float(), dim=-1)
                found[row] = float(scores.gather(1, padded["input_ids"][place, start:end, None]).sum())
        return found

    @torch.inference_mode()
    def generate(self, chats: Sequence[Chat], max_tokens: int) -> list[str]:
        """Return a reply to each chat, always taking the likeliest token.

        Args:
            chats: What was said before; the user's message is the last.
            max_tokens: Tokens of the longest reply.
        """
        asked = [self._tokens(chat, room=max_tokens) for chat in chats]
        replies = [""] * len(chats)
        for batch in self._batches([len(tokens) for tokens in asked], f"{self.name}: generating"):
            padded = self._pad([asked[row] for row in batch], "left")
            written = self.model.generate(**padded, max_new_tokens=max_tokens)
            new = written[:, padded["input_ids"].shape[1] :]
            for row, text in zip(batch, self.tokenizer.batch_decode(new, skip_special_tokens=True), strict=True):
                replies[row] = text
        return replies

    def _tokens(self, chat: Chat, room: int = 0) -> list[int]:
        prompt = chat[-1]["role"] == "user"
        tokens = list(self.tokenizer.apply_chat_template(chat, add_generation_prompt=prompt, return_dict=False))
        if self._context and len(tokens) + room > self._context:
            raise UsageError(
                f"a prompt of {len(tokens)} tokens{f' and a reply of {room}' if room else ''} exceed the "
                f"{self._context} that {self.name} reads; give fewer --shots, or shorter texts"
            )
        return tokens

    def _pad(self, rows: list[list[int]], side: str) -> dict[str, torch.Tensor]:
        padded = self.tokenizer.pad({"input_ids": rows}, padding_side=side, return_tensors="pt")
        return {name: padded[name].to(self.model.device) for name in ("input_ids", "attention_mask")}

    def _batches(self, lengths: list[int], what: str) -> Iterator[list[int]]:
        order = np.argsort(lengths, kind="stable")[::-1].tolist()
        bar = self._progress.add_task(what, total=len(order))
        for start in range(0, len(order), self._batch_size):
            batch = order[start : start + self._batch_size]
            yield batch
            self._progress.advance(bar, len(batch))
        self._progress.remove_task(bar)


def _common(one: list[int], other: list[int]) -> int:
    """Return how many tokens two rows have in common at their beginning."""
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
