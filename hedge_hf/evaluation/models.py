"""Loads what is measured: a sentence encoder, a cross-encoder, or a plain transformer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.progress import Progress

from hedge_hf.errors import HedgeError, UsageError, one_line, require
from hedge_hf.evaluation.embedding_cache import EmbeddingCache, default_folder, fingerprint
from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.evaluation.pair_scores import PairScores
from hedge_hf.train.base import EMBEDDED, load_base, reads_pairs

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


def load_scorer(name: str, progress: Progress | None = None, cached: bool = True) -> Embeddings | PairScores:
    """Load a model by name.

    Args:
        name: Folder, Hub id, or "all-MiniLM-L6-v2". A plain transformer gets mean pooling.
        progress: Where to draw bars.
        cached: Keep embeddings on disk, under the hash of the weights.

    Raises:
        HedgeError: If it cannot be loaded.
    """
    if is_cross_encoder(name):
        return PairScores(load_cross_encoder(name), name, progress)
    encoder = load_base(name)
    cache = EmbeddingCache(default_folder() / fingerprint(encoder)) if cached else None
    return Embeddings(encoder, name, progress, cache)


def load_cross_encoder(name: str) -> CrossEncoder:
    """Load a model that reads pairs.

    Args:
        name: Folder or Hub id.

    Raises:
        UsageError: If the model is there, but reads single texts.
        HedgeError: If there is no such model.
    """
    transformers, errors = require("transformers", "train"), require("safetensors", "train").SafetensorError
    try:
        config = transformers.AutoConfig.from_pretrained(name, trust_remote_code=False)
        load = require("sentence_transformers", "train").CrossEncoder
        found = load(name, trust_remote_code=False) if reads_pairs(config) else None
    except (OSError, ValueError, errors) as error:
        raise HedgeError(f"{name}: no cross-encoder in this folder or on the Hub ({one_line(error)})") from error
    if found is None:
        kind = ", ".join(config.architectures or ["a model without a head"])
        raise UsageError(f"{name} is no cross-encoder ({kind}); give the model of hedge-hf train reranker")
    return found


def is_cross_encoder(name: str) -> bool:
    """Tell whether a folder or Hub id is that of a model that reads pairs."""
    if name == EMBEDDED:
        return False
    transformers = require("transformers", "train")
    try:
        return reads_pairs(transformers.AutoConfig.from_pretrained(name, trust_remote_code=False))
    except (OSError, ValueError):
        return False  # a sentence-transformers folder whose parts have folders of their own, or no model at all
