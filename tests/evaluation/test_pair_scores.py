from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hand_made import HandMadePairs
from sentence_transformers import CrossEncoder
from tiny import save_tiny_cross_encoder

from hedge_hf.errors import HedgeError
from hedge_hf.evaluation.pair_scores import PairScores


def test_each_pair_is_scored_once_and_in_its_own_order() -> None:
    model = HandMadePairs(lambda left, right: len(left) - len(right))
    scorer = PairScores(model, "model")

    assert scorer.similarities(["a", "a", "ccc"], ["bb", "bb", "a"]).tolist() == [-1, -1, 2]
    assert scorer.similarities(["bb", "a"], ["a", "bb"], retrieval=True).tolist() == [1, -1]
    assert model.pairs == [("ccc", "a"), ("a", "bb"), ("bb", "a")]
    assert scorer.usage.texts == {"a", "bb", "ccc"}
    assert scorer.usage.encoded == 3


def test_many_pairs_are_scored_in_several_calls() -> None:
    texts = [str(number) for number in range(1200)]
    model = HandMadePairs(lambda left, right: float(left))

    assert PairScores(model, "model").similarities(texts, texts).tolist() == list(range(1200))
    assert sorted(model.pairs) == sorted(zip(texts, texts, strict=True))


def test_a_classifier_with_several_labels_is_refused() -> None:
    with pytest.raises(HedgeError, match=r"^org/nli: predict returned shape \(2, 3\) for 2 pairs; a classifier"):
        PairScores(HandMadePairs(lambda *_: [0.1, 0.2, 0.7]), "org/nli").similarities(["a", "b"], ["c", "d"])


@pytest.mark.parametrize("score", [float("nan"), float("inf")])
def test_a_score_that_is_not_finite_is_refused(score: float) -> None:
    with pytest.raises(HedgeError, match=r"^model: a score is not finite; the weights are damaged$"):
        PairScores(HandMadePairs(lambda left, _: score if left == "bad" else 1), "model").similarities(
            ["good", "bad"], ["a", "a"]
        )


def test_a_real_cross_encoder_gives_what_predict_gives(tmp_path: Path) -> None:
    encoder = CrossEncoder(str(save_tiny_cross_encoder(tmp_path)), device="cpu")
    left, right = ["a lamp", "a lamp", "no lamp"], ["the lamp is on", "off", "a"]
    scorer = PairScores(encoder, "tiny")

    assert scorer.similarities(left, right) == pytest.approx(
        encoder.predict(list(zip(left, right, strict=True))), abs=1e-6
    )
    assert len(np.unique(scorer.similarities(left, right))) == 3
    assert scorer.truncated(left) == 0
