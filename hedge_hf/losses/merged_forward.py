"""One forward pass for all columns of a batch, in chunks of texts of similar length."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as functional
from torch import Tensor

TEXTS_PER_CHUNK = 32


def encode_columns(model: Any, columns: list[dict[str, Any]]) -> list[Tensor]:
    """Encode all columns of a batch.

    A model that gets one column at a time pads every text to the longest of its column. Here the texts of all columns
    are sorted by length and run in chunks, so that a short text is padded to its neighbours only. The embeddings are
    those of the columns one by one.

    Args:
        model: A `SentenceTransformer`.
        columns: Tokenised columns, with an `attention_mask` each; tensors are of shape (rows, tokens).

    Returns:
        The embeddings of each column, shape (rows, dimensions), in the order of the columns.
    """
    rows = [len(column["attention_mask"]) for column in columns]
    merged = _merged(columns)
    lengths = merged["attention_mask"].sum(dim=1)
    order = torch.argsort(lengths, stable=True)
    embeddings = []
    for chunk in order.split(TEXTS_PER_CHUNK):
        features = {name: _trimmed(values[chunk], merged["attention_mask"][chunk]) for name, values in merged.items()}
        embeddings.append(model(_others(columns[0]) | features)["sentence_embedding"])
    return list(torch.cat(embeddings)[torch.argsort(order)].split(rows))


def _merged(columns: list[dict[str, Any]]) -> dict[str, Tensor]:
    """Return the token tensors of all columns below each other, padded at the side where they are padded already.

    The padding is 0, whatever the tokenizer's is: the attention mask, padded with 0 too, hides it.
    """
    width = max(column["attention_mask"].shape[1] for column in columns)
    left = any(bool((column["attention_mask"][:, 0] == 0).any()) for column in columns)
    merged = {}
    for name in _token_tensors(columns[0]):
        padded = []
        for column in columns:
            missing = width - column[name].shape[1]
            padded.append(functional.pad(column[name], (missing, 0) if left else (0, missing)))
        merged[name] = torch.cat(padded)
    return merged


def _trimmed(values: Tensor, mask: Tensor) -> Tensor:
    used = mask.any(dim=0).nonzero()
    return values[:, int(used[0]) : int(used[-1]) + 1]


def _token_tensors(column: dict[str, Any]) -> list[str]:
    shape = column["attention_mask"].shape
    return [name for name, value in column.items() if isinstance(value, Tensor) and value.shape == shape]


def _others(column: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in column.items() if name not in _token_tensors(column)}
