"""Loads what is measured: a sentence encoder, a cross-encoder, or a plain transformer."""

from __future__ import annotations

from typing import Any

from rich.progress import Progress

from hedge_hf.errors import HedgeError, require
from hedge_hf.evaluation.embedding_cache import EmbeddingCache, default_folder, fingerprint
from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.evaluation.pair_scores import PairScores
from hedge_hf.train.base import EMBEDDED, load_base

_CLASSIFIER = "ForSequenceClassification"


def load_scorer(name: str, progress: Progress | None = None, cached: bool = True) -> Embeddings | PairScores:
    """Load a model by name.

    Args:
        name: Folder, Hub id, or "all-MiniLM-L6-v2". A plain transformer gets mean pooling.
        progress: Where to draw bars.
        cached: Keep embeddings on disk, under the hash of the weights.

    Raises:
        HedgeError: If it cannot be loaded.
    """
    if _is_cross_encoder(name):
        return PairScores(_load_cross_encoder(name), name, progress)
    encoder = load_base(name)
    cache = EmbeddingCache(default_folder() / fingerprint(encoder)) if cached else None
    return Embeddings(encoder, name, progress, cache)


def _load_cross_encoder(name: str) -> Any:
    sentence_transformers = require("sentence_transformers", "train")
    try:
        return sentence_transformers.CrossEncoder(name, trust_remote_code=False)
    except (OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0]
        raise HedgeError(f"{name}: no cross-encoder in this folder or on the Hub ({reason})") from error


def _is_cross_encoder(name: str) -> bool:
    if name == EMBEDDED:
        return False
    transformers = require("transformers", "train")
    try:
        architectures = transformers.AutoConfig.from_pretrained(name, trust_remote_code=False).architectures
    except (OSError, ValueError):
        return False  # a sentence-transformers folder whose parts have folders of their own, or no model at all
    return any(architecture.endswith(_CLASSIFIER) for architecture in architectures or [])
