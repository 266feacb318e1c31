"""Splits by a stable hash of the normalised text, so that no anchor straddles two of them."""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

SPLITS = ("train", "validation", "test")
_PERCENT_BELOW = (90, 95, 100)
# whatever is no word, except single spaces: they may stay, and passing over them is five times faster
_BETWEEN_WORDS = r" *[^\p{L}\p{N}_ ][^\p{L}\p{N}_]*|  +"


def normalise(texts: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Reduce texts to what identifies them: NFKD, lower case, words joined by single spaces.

    Args:
        texts: Strings of shape (n,).

    Returns:
        Strings of shape (n,).
    """
    lowered = pc.utf8_lower(pc.utf8_normalize(texts, form="NFKD"))
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(lowered, _BETWEEN_WORDS, " "))


def text_ids(texts: pa.Array | pa.ChunkedArray) -> list[str]:
    """Return the ids of texts: the first 16 hex digits of the SHA-256 of each normalised text."""
    return [hashlib.sha256(text.encode()).hexdigest()[:16] for text in normalise(texts).to_pylist()]


def split_of(texts: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """Assign each text to a split: 90% train, 5% validation, 5% test.

    Args:
        texts: Strings of shape (n,): anchors, or whatever must not straddle.

    Returns:
        Indices into `SPLITS`, int array of shape (n,).
    """
    digests = b"".join(hashlib.sha256(text.encode()).digest()[:4] for text in normalise(texts).to_pylist())
    percent = np.frombuffer(digests, dtype=">u4").astype(np.uint64) * 100 >> np.uint64(32)
    return np.searchsorted(_PERCENT_BELOW, percent, side="right")
