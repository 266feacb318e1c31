"""Hedging: does a hedged sentence lie between the plain sentence and its negation?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def hedging_scores(
    anchor_hedge: ArrayLike,
    anchor_negation: ArrayLike,
    hedge_negation: ArrayLike,
    threshold: float | None = None,
) -> dict[str, float]:
    """Score an encoder on triplets of an anchor, a hedge of it and a negation of it.

    A hedge makes the speaker commit less to a proposition without changing it (Crompton 1997, Hedging in
    Academic Writing: Some Theoretical Problems, English for Specific Purposes 16(4)). So certainty of the
    proposition falls from anchor over hedge to negation, and the cosines should follow. Source: our
    construction over the triplets of Truong et al., Learning Robust Negation Text Representations,
    https://arxiv.org/abs/2507.12782.

    Args:
        anchor_hedge: Cosines of shape (triplets,) of anchor and hedge.
        anchor_negation: Cosines of shape (triplets,) of anchor and negation.
        hedge_negation: Cosines of shape (triplets,) of hedge and negation.
        threshold: Cosine from which on two sentences count as duplicates.

    Returns:
        `ordering` and `certainty_ordering`, the shares of triplets that are `ordered` and `certainty_ordered`,
        from 0 to 1; `mean_gap`, the mean of anchor-hedge minus anchor-negation cosine, from -2 to 2; with a
        threshold `confusion`, the share of triplets that are `confused`, where lower is better.

    Raises:
        ValueError: If the cosines are empty, of different length or not finite, or the threshold is no number.
    """
    hedge, negation, between = _checked_triplets(
        anchor_hedge=anchor_hedge, anchor_negation=anchor_negation, hedge_negation=hedge_negation
    )
    scores = {
        "ordering": float(ordered(hedge, negation).mean()),
        "certainty_ordering": float(certainty_ordered(hedge, negation, between).mean()),
        "mean_gap": float((hedge - negation).mean()),
    }
    if threshold is not None:
        scores["confusion"] = float(confused(hedge, threshold).mean())
    return scores


def ordered(anchor_hedge: ArrayLike, anchor_negation: ArrayLike) -> NDArray[np.bool_]:
    """Tell in which triplets the hedge is nearer to the anchor than the negation is; a tie is wrong.

    Args:
        anchor_hedge: As for `hedging_scores`.
        anchor_negation: As for `hedging_scores`.

    Returns:
        Booleans of shape (triplets,); their mean is `ordering`, a half for a random model.

    Raises:
        ValueError: If the cosines are empty, of different length or not finite.
    """
    hedge, negation = _checked_triplets(anchor_hedge=anchor_hedge, anchor_negation=anchor_negation)
    return hedge > negation


def certainty_ordered(
    anchor_hedge: ArrayLike, anchor_negation: ArrayLike, hedge_negation: ArrayLike
) -> NDArray[np.bool_]:
    """Tell in which triplets the hedge lies between anchor and negation; a tie is wrong.

    It lies between if anchor and negation are the farthest two of the three: the hedge is nearer to the anchor
    than the negation is, and nearer to the negation than the anchor is.

    Args:
        anchor_hedge: As for `hedging_scores`.
        anchor_negation: As for `hedging_scores`.
        hedge_negation: As for `hedging_scores`.

    Returns:
        Booleans of shape (triplets,); their mean is `certainty_ordering`, a third for a random model.

    Raises:
        ValueError: If the cosines are empty, of different length or not finite.
    """
    hedge, negation, between = _checked_triplets(
        anchor_hedge=anchor_hedge, anchor_negation=anchor_negation, hedge_negation=hedge_negation
    )
    return (hedge > negation) & (between > negation)


def confused(anchor_hedge: ArrayLike, threshold: float) -> NDArray[np.bool_]:
    """Tell in which triplets a duplicate detector takes the hedge for its anchor.

    Args:
        anchor_hedge: As for `hedging_scores`.
        threshold: Cosine from which on, itself included, two sentences count as duplicates.

    Returns:
        Booleans of shape (triplets,); their mean is `confusion`.

    Raises:
        ValueError: If the cosines are empty or not finite, or the threshold is no number.
    """
    (hedge,) = _checked_triplets(anchor_hedge=anchor_hedge)
    return hedge >= _checked_threshold(threshold)


def cosine_columns(cosines: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Split rows of three cosines into the columns that `hedging_scores` takes.

    Args:
        cosines: Cosines of shape (triplets, 3): anchor-hedge, anchor-negation, hedge-negation.

    Returns:
        The three columns, each of shape (triplets,).

    Raises:
        ValueError: If `cosines` has another shape or is empty.
    """
    try:
        rows = np.asarray(cosines, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"cosines must be numbers of shape (triplets, 3): {error}") from error
    if rows.size == 0:
        raise ValueError("cosines is empty: give at least one triplet")
    if rows.ndim != 2 or rows.shape[1] != 3:
        raise ValueError(f"cosines must have shape (triplets, 3), not {rows.shape}")
    return rows[:, 0], rows[:, 1], rows[:, 2]


def _checked_triplets(**columns: ArrayLike) -> list[NDArray[np.float64]]:
    checked = {name: _checked_vector(name, values) for name, values in columns.items()}
    if len({len(values) for values in checked.values()}) > 1:
        lengths = ", ".join(f"{len(values)} {name}" for name, values in checked.items())
        raise ValueError(f"lengths differ ({lengths}): give one of each per triplet")
    return list(checked.values())


def _checked_threshold(threshold: float) -> float:
    try:
        checked = float(threshold)
    except (TypeError, ValueError) as error:
        raise ValueError(f"threshold must be one number: {error}") from error
    if np.isnan(checked):
        raise ValueError("threshold is NaN: choose a cosine")
    return checked


def _checked_vector(name: str, values: ArrayLike) -> NDArray[np.float64]:
    try:
        checked = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be numbers of shape (triplets,): {error}") from error
    if checked.size == 0:
        raise ValueError(f"{name} is empty: give at least one triplet")
    if checked.ndim != 1:
        raise ValueError(f"{name} must have shape (triplets,), not {checked.shape}")
    if not np.isfinite(checked).all():
        triplet = int((~np.isfinite(checked)).argmax())
        raise ValueError(
            f"{name} holds NaN or infinity, first in triplet {triplet}: remove that triplet or mend the model"
        )
    return checked
