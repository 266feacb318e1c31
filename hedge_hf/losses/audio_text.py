"""Contrastive audio-text loss with negated captions, after arXiv 2601.13931, and an order among them."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as functional
from sentence_transformers.util import all_gather_with_grad
from torch import Tensor

from hedge_hf.losses.dissimilarity import dissimilarity


@dataclass(frozen=True)
class NegatedTexts:
    """Embeddings of the captions of a batch in which something is denied that is true of the audio.

    Attributes:
        embeddings: Unit vectors, shape (rows, dimensions).
        valid: Which captions could be negated, booleans of shape (rows,); the other embeddings do not count.
    """

    embeddings: Tensor
    valid: Tensor


@dataclass(frozen=True)
class Queries:
    """Embeddings of short texts that affirm some things and deny others.

    Attributes:
        embeddings: Unit vectors, shape (queries, dimensions).
        truth: Whether each is true of each clip of the batch, booleans of shape (queries, rows).
    """

    embeddings: Tensor
    truth: Tensor


@dataclass(frozen=True)
class AudioTextLoss:
    """Symmetric InfoNCE of audio and captions, with three terms for negation that can be left out.

    - Dissimilarity: weight x mean(max(0, cosine(caption, full negation) - margin)), on texts alone. It keeps a caption
      from its negation but says nothing about the order of captions of which more or less is denied.
    - Ordering: weight x the mean of max(0, margin - s(caption) + s(part)) and max(0, margin - s(part) + s(full)),
      where s is the cosine with the audio. It ranks caption > part negated > fully negated for each clip. A model that
      only counts negators does that too.
    - Queries: weight x the mean cross-entropy of each clip that a query is true of against all those that it is false
      of, and of each query that is true of a clip against all those that are false. Negators alone tell nothing here:
      "without drums" is true of some clips and false of others.

    Requirements:
        - Rows of one batch should not mean the same; each is a negative for all others.

    Relations:
        - Without the terms it is the loss of CLAP, https://arxiv.org/abs/2211.06687.
        - :class:`DissimilarityLoss` has the first term for text encoders.

    References:
        - Towards Effective Negation Modeling in Joint Audio-Text Models for Music, https://arxiv.org/abs/2601.13931

    Attributes:
        dissimilarity: Weight of the first term; 0 turns it off.
        dissimilarity_margin: Cosine up to which a caption and its full negation may be similar.
        ordering: Weight of the second term; 0 turns it off.
        ordering_margin: Cosine by which each negated caption has to be less similar to the audio.
        queries: Weight of the third term; 0 turns it off.
        gather: Use the clips and captions of all ranks as negatives.
    """

    dissimilarity: float = 0.0
    dissimilarity_margin: float = 0.0
    ordering: float = 0.0
    ordering_margin: float = 0.1
    queries: float = 0.0
    gather: bool = False

    def __call__(
        self,
        audio: Tensor,
        captions: Tensor,
        scales: tuple[Tensor, Tensor],
        full: NegatedTexts | None = None,
        part: NegatedTexts | None = None,
        queries: Queries | None = None,
    ) -> Tensor:
        """Return the loss, a scalar.

        Args:
            audio: Unit vectors of the clips, shape (rows, dimensions).
            captions: Unit vectors of their captions, shape (rows, dimensions).
            scales: Inverse temperatures of audio-to-text and text-to-audio, scalars.
            full: The fully negated captions; dissimilarity and ordering need them.
            part: The captions negated in part; the ordering needs them.
            queries: Short texts with their truth; the third term needs them.
        """
        loss = self._contrastive(audio, captions, scales)
        if self.dissimilarity and full is not None:
            apart = dissimilarity(captions, full.embeddings, self.dissimilarity_margin)
            loss = loss + self.dissimilarity * _mean(apart, full.valid)
        if self.ordering and full is not None and part is not None:
            original, some, none = ((audio * texts).sum(-1) for texts in (captions, part.embeddings, full.embeddings))
            # of a caption that states one thing only, there is no part to deny: full has to be below it at once
            upper = torch.where(part.valid, some, none)
            above = (self.ordering_margin - original + upper).clamp_min(0)
            below = (self.ordering_margin - some + none).clamp_min(0)
            loss = loss + self.ordering * (_mean(above, full.valid) + _mean(below, part.valid))
        if self.queries and queries is not None:
            scores = queries.embeddings @ audio.T
            to_clips = _true_against_false(scales[1] * scores, queries.truth)
            to_queries = _true_against_false(scales[0] * scores.T, queries.truth.T)
            loss = loss + self.queries * (to_clips + to_queries) / 2
        return loss

    def _contrastive(self, audio: Tensor, captions: Tensor, scales: tuple[Tensor, Tensor]) -> Tensor:
        if self.gather:
            all_audio, all_captions = all_gather_with_grad(audio), all_gather_with_grad(captions)
            first = torch.distributed.get_rank() * len(audio)
        else:
            all_audio, all_captions, first = audio, captions, 0
        own = torch.arange(first, first + len(audio), device=audio.device)
        to_text = functional.cross_entropy(scales[0] * audio @ all_captions.T, own)
        to_audio = functional.cross_entropy(scales[1] * captions @ all_audio.T, own)
        return (to_text + to_audio) / 2


def _mean(values: Tensor, valid: Tensor) -> Tensor:
    return (values * valid).sum() / valid.sum().clamp_min(1)


def _true_against_false(logits: Tensor, truth: Tensor) -> Tensor:
    """Return the mean over all true pairs of -log softmax of the pair among itself and the false ones of its row."""
    false = logits.masked_fill(truth, -torch.inf).logsumexp(-1, keepdim=True)
    losses = torch.logaddexp(logits, false) - logits
    return _mean(losses, truth)
