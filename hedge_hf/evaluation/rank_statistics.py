"""Rank statistics over batches of resamples: Spearman's correlation and the area under the ROC curve."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hedge_hf.errors import require
from hedge_hf.evaluation.bootstrap import Floats, Sample


def correlation(similarities: ArrayLike, gold: ArrayLike) -> Sample:
    """Return Spearman's rank correlation of two arrays of shape (pairs,)."""
    return Sample(spearman, (np.asarray(similarities, dtype=np.float64), np.asarray(gold, dtype=np.float64)))


def auc(similarities: ArrayLike, labels: ArrayLike) -> Sample:
    """Return the area under the ROC curve of similarities against labels 0 and 1, both of shape (pairs,)."""
    return Sample(area, (np.asarray(similarities, dtype=np.float64), np.asarray(labels, dtype=np.float64)))


def spearman(first: Floats, second: Floats) -> Floats:
    """Return Spearman's rank correlation along the last axis; 0 where all values of one side are equal."""
    one, other = (_ranks(values) for values in (first, second))
    one, other = (ranks - ranks.mean(axis=-1, keepdims=True) for ranks in (one, other))
    scale = np.sqrt((one**2).sum(axis=-1) * (other**2).sum(axis=-1))
    covariance = (one * other).sum(axis=-1)
    return np.divide(covariance, scale, out=np.zeros_like(covariance), where=scale > 0)


def area(similarities: Floats, labels: Floats) -> Floats:
    """Return the probability that a pair with label 1 is more similar than one with label 0; a tie counts half.

    It is the Mann-Whitney statistic. A half where one of the labels is missing.
    """
    positives = labels.sum(axis=-1)
    negatives = labels.shape[-1] - positives
    above = (_ranks(similarities) * labels).sum(axis=-1) - positives * (positives + 1) / 2
    pairs = positives * negatives
    return np.divide(above, pairs, out=np.full_like(above, 0.5), where=pairs > 0)


def _ranks(values: Floats) -> Floats:
    return require("scipy.stats", "train").rankdata(values, axis=-1)
