"""A language model as lm-evaluation-harness wants it, except that no prompt is cut."""

from __future__ import annotations

from typing import Any

from lm_eval.models.huggingface import HFLM

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.llm.model import LanguageModel


class WholePrompts(HFLM):
    """HFLM over a model that is loaded; where HFLM would cut the beginning of a prompt, this one refuses."""

    def __init__(self, model: LanguageModel, batch_size: int) -> None:
        """Take the model.

        Args:
            model: The model, loaded without code of its repository.
            batch_size: Prompts per batch.
        """
        super().__init__(pretrained=model.model, tokenizer=model.tokenizer, backend="causal", batch_size=batch_size)
        self._name = model.name

    def tok_batch_encode(
        self, strings: list[str], *options: Any, left_truncate_len: int | None = None, **others: Any
    ) -> Any:
        """Tokenise prompts that are to be replied to, the longest batch first."""
        tokens, mask = super().tok_batch_encode(strings, *options, **others)
        if left_truncate_len is not None:
            self._check(tokens.shape[1], left_truncate_len)
        return tokens, mask

    def _loglikelihood_tokens(self, requests: list[Any], *options: Any, **others: Any) -> Any:
        self._check(max(len(context) + len(reply) for _, context, reply in requests), self.max_length + 1)
        return super()._loglikelihood_tokens(requests, *options, **others)

    def _check(self, tokens: int, room: int) -> None:
        if tokens > room:
            raise UsageError(
                f"a prompt of lm_eval has {tokens} tokens, and {self._name} has room for {room}; give fewer "
                "--harness-shots, or leave the task out of --harness"
            )
