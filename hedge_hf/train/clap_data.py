"""Rows for training CLAP: a spectrogram, a caption with or without insertions, and its negations."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset
from transformers import ClapProcessor

from hedge_hf.audio.features import Clips
from hedge_hf.audio.negated_captions import deny_all, deny_some, has_negation, stated
from hedge_hf.audio.negation_insert import NegationInsert, TagFrequencies
from hedge_hf.audio.queries import Contents, draw_query, truth
from hedge_hf.audio.vocabulary import Vocabulary

TEXTS = ("caption", "full", "part", "query")
"""The texts of a row; "full" and "part" are None where the caption cannot be negated."""


class ClapRows(Dataset):
    """Rows whose texts depend on the seed, the epoch and the index alone.

    Attributes:
        epoch: Number of the pass over the data.
    """

    def __init__(
        self,
        clips: Clips,
        vocabulary: Vocabulary,
        frequencies: TagFrequencies,
        insert: NegationInsert | None,
        seed: int,
    ) -> None:
        """Find what each caption states and what each clip has.

        Args:
            clips: Music with spectrograms.
            vocabulary: The terms that can be denied.
            frequencies: How often each is true of a clip.
            insert: What inserts negated tags, or None.
            seed: Seed of the partial negations and the queries.
        """
        self.clips = clips
        self.vocabulary = vocabulary
        self.frequencies = frequencies
        self.insert = insert
        self.seed = seed
        self._epoch = 0
        self._contents = [
            Contents.of(caption, tags, vocabulary)
            for caption, tags in zip(clips.music.captions, clips.music.tags, strict=True)
        ]
        self._stated = [
            [] if has_negation(caption) else stated(caption, tags, vocabulary)
            for caption, tags in zip(clips.music.captions, clips.music.tags, strict=True)
        ]

    @property
    def epoch(self) -> int:
        """Number of the pass over the data; the insertions follow it."""
        return self._epoch

    @epoch.setter
    def epoch(self, number: int) -> None:
        self._epoch = number
        if self.insert:
            self.insert.epoch = number

    @property
    def undeniable(self) -> Counter[str]:
        """How many captions cannot be negated, by reason."""
        reasons: Counter[str] = Counter()
        for caption, mentions in zip(self.clips.music.captions, self._stated, strict=True):
            if not mentions:
                reasons["a negation" if has_negation(caption) else "no stated tag"] += 1
        return reasons

    def __len__(self) -> int:
        return len(self.clips)

    def __getitem__(self, index: int) -> dict[str, Any]:
        """Return the spectrogram and the texts of a row, what its query means, and what the clip has."""
        caption, tags = self.clips.music.captions[index], self.clips.music.tags[index]
        mentions, contents = self._stated[index], self._contents[index]
        draw = random.Random(f"{self.seed}/{self._epoch}/{index}/negations")
        part = deny_some(caption, mentions, draw) if mentions else None
        query = draw_query(contents, self.vocabulary, self.frequencies, draw)
        return {
            "spectrogram": self.clips.spectrograms[index],
            "caption": self.insert.insert(caption, tags, index).text if self.insert else caption,
            "full": deny_all(caption, mentions).text if mentions else None,
            "part": part.text if part else None,
            "query": query.text,
            "meaning": query,
            "contents": contents,
        }


class Collate:
    """Makes tensors of rows."""

    def __init__(self, processor: ClapProcessor, fusion: bool, texts: tuple[str, ...]) -> None:
        """Note which texts the loss needs.

        Args:
            processor: The model's processor.
            fusion: Whether the model fuses several views of long clips.
            texts: Some of `TEXTS`, "caption" first.
        """
        self.processor = processor
        self.fusion = fusion
        self.texts = texts

    def __call__(self, rows: list[dict[str, Any]]) -> dict[str, Tensor]:
        """Return inputs of the model, with the texts one kind after the other, and which of them are `valid`.

        Returns:
            `input_features`, `is_longer`, `input_ids` and `attention_mask` of shape (kinds x rows, tokens), `valid` of
            shape (kinds, rows), and `truth` of shape (rows, rows): whether the query of a row is true of a clip.
            Instead of a text that is missing the caption stands.
        """
        texts = [row[kind] or row["caption"] for kind in self.texts for row in rows]
        audio = audio_inputs(np.stack([row["spectrogram"] for row in rows]), self.fusion)
        valid = torch.tensor([[row[kind] is not None for row in rows] for kind in self.texts])
        true = torch.from_numpy(truth([row["meaning"] for row in rows], [row["contents"] for row in rows]))
        return audio | text_inputs(texts, self.processor) | {"valid": valid, "truth": true}


def audio_inputs(spectrograms: np.ndarray, fusion: bool) -> dict[str, Tensor]:
    """Return the inputs of the audio encoder.

    Args:
        spectrograms: Shape (rows, frames, mel bands).
        fusion: Whether the model fuses several views of long clips; clips are never longer than it reads.
    """
    features = torch.from_numpy(spectrograms.astype(np.float32))[:, None]
    return {
        "input_features": features.expand(-1, 4, -1, -1) if fusion else features,
        "is_longer": torch.zeros(len(features), 1, dtype=torch.bool),
    }


def text_inputs(texts: list[str], processor: ClapProcessor) -> dict[str, Tensor]:
    """Return the inputs of the text encoder; longer texts are cut."""
    tokens = processor.tokenizer(texts, padding=True, truncation=True, return_tensors="pt")
    return {name: tokens[name] for name in ("input_ids", "attention_mask")}
