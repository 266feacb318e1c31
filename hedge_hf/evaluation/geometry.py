"""Geometry preservation: does the tuned encoder order text pairs by similarity as its base does? No labels needed."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.bootstrap import SEED, score
from hedge_hf.evaluation.rank_statistics import correlation
from hedge_hf.evaluation.results import Score
from hedge_hf.evaluation.tasks.task import Row, Scorer

NAME = "geometry_preservation"


def text_pairs(groups: list[Row]) -> list[tuple[str, str]]:
    """Draw text pairs from related to unrelated, the same ones every time.

    Negations are not among them: they are meant to move.

    Args:
        groups: Rows with anchor, domain and hedges.

    Returns:
        Three equal parts, interleaved: an anchor with its hedge, with another anchor of its domain, and with an
        anchor of another domain. An anchor without any of these is left out.

    Raises:
        UsageError: If no anchor has all three.
    """
    generator = np.random.default_rng(SEED)
    anchors = defaultdict(list)
    for group in groups:
        anchors[group["domain"]].append(group["anchor"])
    pairs = []
    for group in groups:
        anchor, domain = group["anchor"], group["domain"]
        same = [text for text in anchors[domain] if text != anchor]
        other = [text for name, texts in anchors.items() if name != domain for text in texts]
        if same and other:
            for hedge in group["hedges"]:
                pairs.append((anchor, hedge["text"]))
                pairs.extend((anchor, texts[generator.integers(len(texts))]) for texts in (same, other))
    if not pairs:
        raise UsageError(
            "geometry preservation needs hedged anchors of two domains, two of one domain; evaluate a larger split"
        )
    return pairs


def preservation(base: Scorer, tuned: Scorer, pairs: list[tuple[str, str]]) -> Score:
    """Correlate the similarities under two models.

    Args:
        base: The model before.
        tuned: The model after.
        pairs: Text pairs.

    Returns:
        100 x Spearman's correlation over the pairs. 0 if one of the models gives all pairs the same similarity.
    """
    left, right = ([pair[side] for pair in pairs] for side in (0, 1))
    return score(NAME, correlation(base.similarities(left, right), tuned.similarities(left, right)))
