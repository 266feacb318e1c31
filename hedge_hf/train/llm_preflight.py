"""Looks at every tokenised row before the first step, and stops where training would teach nothing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from datasets import Dataset
from transformers import PreTrainedTokenizerBase

from hedge_hf.errors import UsageError

_IGNORED = -100
_ASKED = [{"role": "user", "content": "Is it so? Answer Yes or No."}]


def check_rows(rows: Dataset, max_length: int, end_tokens: Collection[int]) -> None:
    """Check the rows as the trainer gets them.

    Args:
        rows: Columns input_ids and labels; -100 labels what is not learnt.
        max_length: Tokens of the longest row.
        end_tokens: Ids that end a reply.

    Raises:
        UsageError: If there are no rows, or a row is cut, has nothing to learn, or is never told to end.
    """
    if not len(rows):
        raise UsageError("no rows to train on: a group needs a hedge or two negations; give other data_files")
    for number, (tokens, labels) in enumerate(zip(rows["input_ids"], rows["labels"], strict=True)):
        if len(tokens) > max_length:
            raise UsageError(
                f"row {number} has {len(tokens)} tokens, so that its completion would be cut at max_length "
                f"{max_length}; raise max_length"
            )
        learnt = [label for label in labels if label != _IGNORED]
        if not learnt:
            raise UsageError(f"row {number} has no supervised token; its completion is empty or lost in the template")
        if not set(learnt) & set(end_tokens):
            raise UsageError(
                f"row {number}: the chat template ends a reply without an end of turn, so the model would not learn "
                "to stop; end the assistant's turn in the template with the eos_token"
            )


def check_answers(tokenizer: PreTrainedTokenizerBase) -> None:
    """Check that Yes and No differ in the first token that is learnt.

    Raises:
        UsageError: If they do not, or the template shows a prompt differently once it has a reply.
    """
    prompt = _tokens(tokenizer, _ASKED, add_generation_prompt=True)
    first = {}
    for word in ("Yes", "No"):
        whole = _tokens(tokenizer, [*_ASKED, {"role": "assistant", "content": word}])
        if whole[: len(prompt)] != prompt or len(whole) == len(prompt):
            raise UsageError(
                "the chat template shows a prompt differently once it has a reply, so that training and asking would "
                "differ; make the generation prompt the beginning of the assistant's turn"
            )
        first[word] = whole[len(prompt)]
    if first["Yes"] == first["No"]:
        token = tokenizer.convert_ids_to_tokens(first["Yes"])
        raise UsageError(
            f"Yes and No both begin with the token {token!r} after this chat template, so that the answer is not in "
            "the first token; take another template, or --view sft-reasoning"
        )


def end_tokens(tokenizer: PreTrainedTokenizerBase, model: Any) -> set[int]:
    """Return the ids at which the model stops to generate."""
    configured = getattr(model.generation_config, "eos_token_id", None)
    several = configured if isinstance(configured, list) else [configured]
    return {token for token in (tokenizer.eos_token_id, *several) if token is not None}


def rendered(tokenizer: PreTrainedTokenizerBase, row: dict[str, list[int]]) -> str:
    """Return a row as text, with the part that is learnt between [[ and ]]."""
    tokens, labels = row["input_ids"], row["labels"]
    start = next(place for place, label in enumerate(labels) if label != _IGNORED)
    return f"{tokenizer.decode(tokens[:start])}[[{tokenizer.decode(tokens[start:])}]]"


def _tokens(tokenizer: Any, messages: list[dict[str, str]], add_generation_prompt: bool = False) -> list[int]:
    return list(
        tokenizer.apply_chat_template(messages, return_dict=False, add_generation_prompt=add_generation_prompt)
    )
