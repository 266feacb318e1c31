"""Counterfactual conclusions: is the faithful conclusion nearer to the evidence than an altered one?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def counterfactual_scores(faithful: ArrayLike, altered: ArrayLike) -> dict[str, float]:
    """Score an encoder on conclusions whose direction is flipped or whose modality is shifted.

    Source: the counterfactuals of Otmakhova et al., M3, https://github.com/julia-nixie/m3, probe
    summarisation models; measuring an encoder by similarity to the evidence is our construction over its data,
    https://github.com/julia-nixie/m3.

    Args:
        faithful: Similarities of shape (items,) of the evidence with the conclusion that it supports.
        altered: Similarities of shape (items,) of the same evidence with the altered conclusion.

    Returns:
        `accuracy`, the share of items whose faithful conclusion is more similar, from 0 to 1; `mean_margin`,
        the mean of faithful minus altered similarity, from -2 to 2 for cosines.

    Raises:
        ValueError: If the similarities are empty, of different length or not finite.
    """
    checked_faithful, checked_altered = _checked_items(faithful, altered)
    return {
        "accuracy": float((checked_faithful > checked_altered).mean()),
        "mean_margin": float((checked_faithful - checked_altered).mean()),
    }


def faithful_preferred(faithful: ArrayLike, altered: ArrayLike) -> NDArray[np.bool_]:
    """Tell for which items the faithful conclusion is more similar to the evidence; a tie is wrong.

    Args:
        faithful: As for `counterfactual_scores`.
        altered: As for `counterfactual_scores`.

    Returns:
        Booleans of shape (items,); their mean is the accuracy.

    Raises:
        ValueError: If the similarities are empty, of different length or not finite.
    """
    checked_faithful, checked_altered = _checked_items(faithful, altered)
    return checked_faithful > checked_altered


def _checked_items(faithful: ArrayLike, altered: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    checked = _checked_vector("faithful", faithful), _checked_vector("altered", altered)
    if len(checked[0]) != len(checked[1]):
        raise ValueError(
            f"{len(checked[0])} faithful but {len(checked[1])} altered conclusions: give one of each per item"
        )
    return checked


def _checked_vector(name: str, values: ArrayLike) -> NDArray[np.float64]:
    try:
        checked = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be numbers of shape (items,): {error}") from error
    if checked.size == 0:
        raise ValueError(f"{name} is empty: give at least one item")
    if checked.ndim != 1:
        raise ValueError(f"{name} must have shape (items,), not {checked.shape}")
    if not np.isfinite(checked).all():
        item = int((~np.isfinite(checked)).argmax())
        raise ValueError(f"{name} holds NaN or infinity, first in item {item}: remove that item or mend the model")
    return checked
