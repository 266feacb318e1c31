"""Scores on CANNOT: is a paraphrase more similar to a sentence than its negation is?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def cannot_scores(similarities: ArrayLike, labels: ArrayLike, threshold: float | None = None) -> dict[str, float]:
    """Score a model on pairs of a premise with a paraphrase or a negation of it.

    Source: the pairs and labels of Anschütz et al., This is not correct! Negation-aware Evaluation of Language
    Generation Systems, https://arxiv.org/abs/2307.13989 and https://github.com/dmlls/cannot-dataset. The two
    measures are not the paper's: they are the usual ones for a similarity against a binary label.

    Args:
        similarities: Similarities of shape (pairs,) of premise and hypothesis; higher means more similar.
        labels: Labels of shape (pairs,): 1 if the hypothesis negates the premise, 0 if it is a paraphrase.
        threshold: Similarity from which on a pair is judged a paraphrase, for instance `best_threshold` of
            other pairs.

    Returns:
        `pair_auc` and, with a threshold, `accuracy`, fractions from 0 to 1.

    Raises:
        ValueError: If the inputs are empty, of different length or not finite, a label is neither 0 nor 1, one
            of the labels is missing or the threshold is no number.
    """
    scores = {"pair_auc": pair_auc(similarities, labels)}
    if threshold is not None:
        scores["accuracy"] = float(pairs_judged_right(similarities, labels, threshold).mean())
    return scores


def pair_auc(similarities: ArrayLike, labels: ArrayLike) -> float:
    """Return the probability that a paraphrase pair is more similar than a negated pair.

    It is the area under the ROC curve, over all combinations of a paraphrase and a negated pair. A tie counts
    half, so a random model and one with a single similarity for everything get a half. It needs no threshold.

    Args:
        similarities: As for `cannot_scores`.
        labels: As for `cannot_scores`.

    Raises:
        ValueError: If the inputs are empty, of different length or not finite, a label is neither 0 nor 1 or
            one of the labels is missing.
    """
    checked, negated = _checked_pairs(similarities, labels)
    paraphrases, negations = checked[~negated], np.sort(checked[negated])
    if paraphrases.size == 0 or negations.size == 0:
        missing = "0 (paraphrase)" if paraphrases.size == 0 else "1 (negated)"
        raise ValueError(f"labels has no {missing}: give at least one pair of either label")
    below = np.searchsorted(negations, paraphrases, side="left").sum()
    not_above = np.searchsorted(negations, paraphrases, side="right").sum()
    return float((below + not_above) / (2 * paraphrases.size * negations.size))


def best_threshold(similarities: ArrayLike, labels: ArrayLike) -> float:
    """Return the threshold that judges most pairs right; choose it on pairs that you do not report.

    Candidates are the midpoints between neighbouring distinct similarities and the two floats just outside
    their range. Of equally good ones the lowest is returned.

    Args:
        similarities: As for `cannot_scores`.
        labels: As for `cannot_scores`; one of them may be missing.

    Returns:
        A threshold for `pairs_judged_right`.

    Raises:
        ValueError: If the inputs are empty, of different length or not finite, or a label is neither 0 nor 1.
    """
    checked, negated = _checked_pairs(similarities, labels)
    distinct, group = np.unique(checked, return_inverse=True)
    # gain of raising the threshold over a similarity: its negated pairs become right, its paraphrases wrong
    gains = np.bincount(group, weights=np.where(negated, 1, -1))
    right = np.concatenate([[0], np.cumsum(gains)])
    lower, upper = distinct[:-1], distinct[1:]
    midpoints = lower / 2 + upper / 2
    # adjacent floats have no midpoint: the upper one separates them, the lower one would not
    midpoints = np.where(midpoints > lower, midpoints, upper)
    below, above = np.nextafter(distinct[0], -np.inf), np.nextafter(distinct[-1], np.inf)
    return float(np.concatenate([[below], midpoints, [above]])[right.argmax()])


def pairs_judged_right(similarities: ArrayLike, labels: ArrayLike, threshold: float) -> NDArray[np.bool_]:
    """Tell which pairs are judged right: a paraphrase from the threshold on, a negation below it.

    Args:
        similarities: As for `cannot_scores`.
        labels: As for `cannot_scores`; one of them may be missing.
        threshold: As for `cannot_scores`.

    Returns:
        Booleans of shape (pairs,); their mean is the accuracy.

    Raises:
        ValueError: If the inputs are empty, of different length or not finite, a label is neither 0 nor 1 or
            the threshold is no number.
    """
    checked, negated = _checked_pairs(similarities, labels)
    return (checked < _checked_threshold(threshold)) == negated


def _checked_pairs(similarities: ArrayLike, labels: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the similarities and which pairs are negated."""
    checked, numbers = _checked_vector("similarities", similarities), _checked_vector("labels", labels)
    if len(checked) != len(numbers):
        raise ValueError(f"{len(checked)} similarities but {len(numbers)} labels: give one of each per pair")
    wrong = (numbers != 0) & (numbers != 1)
    if wrong.any():
        pair = int(wrong.argmax())
        raise ValueError(f"labels must be 0 (paraphrase) or 1 (negated), not {numbers[pair]:g} as in pair {pair}")
    return checked, numbers == 1


def _checked_threshold(threshold: float) -> float:
    try:
        checked = float(threshold)
    except (TypeError, ValueError) as error:
        raise ValueError(f"threshold must be one number: {error}") from error
    if np.isnan(checked):
        raise ValueError("threshold is NaN: choose a similarity")
    return checked


def _checked_vector(name: str, values: ArrayLike) -> NDArray[np.float64]:
    try:
        checked = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be numbers of shape (pairs,): {error}") from error
    if checked.size == 0:
        raise ValueError(f"{name} is empty: give at least one pair")
    if checked.ndim != 1:
        raise ValueError(f"{name} must have shape (pairs,), not {checked.shape}")
    if not np.isfinite(checked).all():
        pair = int((~np.isfinite(checked)).argmax())
        raise ValueError(f"{name} holds NaN or infinity, first in pair {pair}: remove that pair or mend the model")
    return checked
