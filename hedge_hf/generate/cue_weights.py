"""How often a generator should be asked for each cue, given how often it has used them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

LEAST, MOST = 0.25, 4.0
_DIGITS = 6
_HALVINGS = 100


def cue_weights(counts: Mapping[str, int], cues: Sequence[str]) -> dict[str, float]:
    """Weigh cues so that rare ones catch up: target over realised, clipped, with a mean of 1.

    The target is an even share. One is added to each count, so a cue that never occurred has a weight, and a
    handful of rows changes little. With a common factor f the weights are f / (count + 1), clipped to [1/4, 4];
    f is the one for which their mean is 1.

    Args:
        counts: How often each cue occurred; cues that are not in `cues` are ignored.
        cues: The cues to weigh.

    Returns:
        The weight of each cue, in the order of `cues`, rounded to six digits. Divided by the number of cues they
        are the probabilities to draw a cue with.
    """
    names = list(dict.fromkeys(cues))
    if not names:
        return {}
    wanted = 1 / (np.array([counts.get(cue, 0) for cue in names]) + 1.0)
    low, high = LEAST / wanted.max(), MOST / wanted.min()
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if np.clip(middle * wanted, LEAST, MOST).mean() < 1:
            low = middle
        else:
            high = middle
    weights = np.clip(high * wanted, LEAST, MOST)
    return {cue: round(float(weight), _DIGITS) for cue, weight in zip(names, weights, strict=True)}
