from __future__ import annotations

import numpy as np
import pytest
import scipy.stats
from hand_made import HandMade, HandMadePairs, groups, scattered_vector

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.evaluation.geometry import preservation, text_pairs
from hedge_hf.evaluation.pair_scores import PairScores


def preserved(base: HandMade, tuned: HandMade) -> float:
    return preservation(Embeddings(base, "base"), Embeddings(tuned, "tuned"), text_pairs(groups())).value


def test_the_pairs_are_in_three_equal_parts() -> None:
    domains = {group["anchor"]: group["domain"] for group in groups()}
    parts = {"hedge": 0, "same domain": 0, "other domain": 0}
    for anchor, text in text_pairs(groups()):
        assert text != anchor
        if text in domains:
            parts["same domain" if domains[text] == domains[anchor] else "other domain"] += 1
        else:
            assert text.startswith(anchor.replace("anchor", "hedge"))
            parts["hedge"] += 1

    assert parts == {"hedge": 12, "same domain": 12, "other domain": 12}


def test_the_pairs_are_the_same_every_time() -> None:
    assert text_pairs(groups()) == text_pairs(groups())


def test_one_domain_is_not_enough() -> None:
    with pytest.raises(UsageError, match="two domains"):
        text_pairs([group for group in groups() if group["domain"] == "law"])


def test_the_same_model_preserves_everything(scattered: HandMade) -> None:
    assert preserved(scattered, scattered) == pytest.approx(100)


def test_a_rotation_preserves_everything(scattered: HandMade) -> None:
    rotation = np.linalg.qr(np.random.default_rng(1).normal(size=(16, 16)))[0]

    assert preserved(scattered, HandMade(lambda text: scattered_vector(text) @ rotation)) > 99.99


def test_another_space_preserves_little(scattered: HandMade) -> None:
    assert abs(preserved(scattered, HandMade(lambda text: scattered_vector(text[::-1])))) < 60


def test_a_collapsed_model_preserves_nothing(scattered: HandMade, useless: HandMade) -> None:
    assert preserved(scattered, useless) == 0
    assert preserved(useless, scattered) == 0


def test_it_is_the_rank_correlation_of_the_similarities() -> None:
    pairs = [("a", "b"), ("a", "c"), ("b", "c"), ("a", "d"), ("c", "d")]
    before, after = dict(zip(pairs, [1, 2, 3, 4, 5], strict=True)), dict(zip(pairs, [1, 3, 2, 50, 4], strict=True))
    found = preservation(
        *(PairScores(HandMadePairs(lambda *pair, of=of: of[pair]), "") for of in (before, after)), pairs
    )

    expected = scipy.stats.spearmanr(list(before.values()), list(after.values())).statistic
    assert found.value == pytest.approx(100 * expected)
    assert found.low < found.value < found.high
    assert (found.name, found.count) == ("geometry_preservation", 5)
