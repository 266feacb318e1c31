"""Classifiers that may use one thing only, scored by cross-validation over anchors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hedge_hf.errors import require
from hedge_hf.evaluation.bootstrap import SEED

FOLDS = 5
FEWEST_ANCHORS = 10
_THRESHOLDS_DEEP = 3


def by_words() -> Any:
    """Return a naive Bayes classifier of texts by their words and pairs of words, both classes as likely."""
    text = require("sklearn.feature_extraction.text", "generate")
    bayes = require("sklearn.naive_bayes", "generate").MultinomialNB(fit_prior=False)
    counts = text.CountVectorizer(ngram_range=(1, 2), token_pattern=r"[\w']+")
    return require("sklearn.pipeline", "generate").make_pipeline(counts, bayes)


def by_position() -> Any:
    """Return a classifier of numbers by at most seven thresholds."""
    tree = require("sklearn.tree", "generate").DecisionTreeClassifier
    return tree(max_depth=_THRESHOLDS_DEEP, class_weight="balanced", random_state=SEED)


def hedge_probabilities(
    classifier: Any, inputs: Sequence[Any], hedge: Sequence[bool], owners: Sequence[int]
) -> NDArray[np.float64] | None:
    """Return how likely a classifier finds each variant to be a hedge, fitted on the variants of other anchors.

    Args:
        classifier: What to fit.
        inputs: Its inputs, shape (n, ...).
        hedge: Whether each is a hedge, shape (n,).
        owners: Number of each one's anchor, shape (n,).

    Returns:
        Probabilities of shape (n,); None if there are fewer than ten anchors.
    """
    if len(set(owners)) < FEWEST_ANCHORS:
        return None
    selection = require("sklearn.model_selection", "generate")
    folds = selection.GroupKFold(FOLDS, shuffle=True, random_state=SEED)
    found = selection.cross_val_predict(
        classifier, inputs, np.asarray(hedge, dtype=bool), groups=owners, cv=folds, method="predict_proba"
    )
    return found[:, 1]
