"""How varied the texts of a type are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from hedge_hf.data.schema import VARIANT_TYPES
from hedge_hf.errors import require
from hedge_hf.generate.audit.counts import TYPES
from hedge_hf.generate.audit.sources import Row
from hedge_hf.generate.audit.words import words

BLEU_TEXTS = 200


@dataclass(frozen=True)
class Diversity:
    """Variety of some texts; all three kinds of figures depend on their number, so compare like with like.

    Attributes:
        texts: Number of texts for distinct-n.
        distinct: Different n-grams of words per n-gram, for n = 1, 2, 3 (Li et al. 2016, arXiv 1510.03055).
        bleu_texts: Number of texts for self-BLEU.
        self_bleu: Mean BLEU-4 of each text against the others, from 0 to 1: high if they resemble each other (Zhu
            et al. 2018, arXiv 1802.01886); None for fewer than two texts.
    """

    texts: int
    distinct: list[float]
    bleu_texts: int
    self_bleu: float | None


def diversity(sample: Sequence[Row]) -> dict[str, Diversity]:
    """Return the diversity of the anchors of a sample, to compare with, and of the variants by type."""
    texts: dict[str, list[str]] = {"anchor": [row["anchor"] for row in sample]} | {name: [] for name in TYPES}
    for row in sample:
        for column in VARIANT_TYPES:
            for variant in row[column]:
                texts[variant["type"]].append(variant["text"])
    return {name: of_texts(found) for name, found in texts.items()}


def of_texts(texts: Sequence[str]) -> Diversity:
    """Return the diversity of texts; self-BLEU is that of the first 200."""
    split = [words(text) for text in texts]
    first = split[:BLEU_TEXTS]
    return Diversity(len(texts), [_distinct(split, size) for size in (1, 2, 3)], len(first), _self_bleu(first))


def _distinct(texts: list[list[str]], size: int) -> float:
    grams = list(chain.from_iterable(zip(*(text[start:] for start in range(size)), strict=False) for text in texts))
    return len(set(grams)) / len(grams) if grams else 0.0


def _self_bleu(texts: list[list[str]]) -> float | None:
    if len(texts) < 2:
        return None
    bleu = require("nltk.translate.bleu_score", "generate")
    smoothing = bleu.SmoothingFunction().method1
    scores = [
        bleu.sentence_bleu(texts[:number] + texts[number + 1 :], text, smoothing_function=smoothing)
        for number, text in enumerate(texts)
    ]
    return float(sum(scores) / len(scores))
