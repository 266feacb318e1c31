from __future__ import annotations

import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import roc_auc_score

from hedge_hf.evaluation.bootstrap import score
from hedge_hf.evaluation.rank_statistics import area, auc, correlation, spearman

# few distinct values: ties are common
PAIRS = st.integers(2, 20).flatmap(
    lambda size: st.tuples(
        arrays(np.float64, size, elements=st.integers(-4, 4).map(float)),
        arrays(np.float64, size, elements=st.integers(0, 1).map(float)),
    )
)
MONOTONE = [np.exp, np.tanh, lambda values: values**3, lambda values: 5 * values - 2]


@given(st.data())
def test_spearman_is_scipys(data: st.DataObject) -> None:
    columns = data.draw(arrays(np.float64, (2, data.draw(st.integers(3, 20))), elements=st.integers(-4, 4).map(float)))
    assume(all(len(set(column)) > 1 for column in columns))

    assert spearman(*columns) == pytest.approx(scipy.stats.spearmanr(*columns).statistic)


@given(PAIRS)
def test_area_is_that_of_scikit_learn(pairs: tuple[np.ndarray, np.ndarray]) -> None:
    similarities, labels = pairs
    assume(0 < labels.sum() < len(labels))

    assert area(similarities, labels) == pytest.approx(roc_auc_score(labels, similarities))


@pytest.mark.parametrize("change", MONOTONE)
@given(PAIRS)
def test_only_the_order_of_the_similarities_counts(change: object, pairs: tuple[np.ndarray, np.ndarray]) -> None:
    similarities, labels = pairs

    assert area(change(similarities), labels) == area(similarities, labels)
    assert spearman(change(similarities), labels) == spearman(similarities, labels)


@given(PAIRS)
def test_turning_the_labels_round_turns_the_area_round(pairs: tuple[np.ndarray, np.ndarray]) -> None:
    similarities, labels = pairs

    assert area(similarities, 1 - labels) == pytest.approx(1 - area(similarities, labels))


def test_an_area_by_hand() -> None:
    assert auc([0.9, 0.8, 0.7, 0.6], [1, 0, 1, 0]).value == 0.75
    assert auc([0.9, 0.5, 0.5, 0.1], [1, 1, 0, 0]).value == 0.875
    assert auc([0.9, 0.8, 0.2, 0.1], [1, 1, 0, 0]).value == 1
    assert auc([0.1, 0.2, 0.8, 0.9], [1, 1, 0, 0]).value == 0
    assert auc([0.5, 0.5], [1, 0]).value == 0.5


def test_without_order_there_is_no_correlation_and_half_an_area() -> None:
    assert spearman(np.ones(5), np.arange(5.0)) == 0
    assert area(np.ones(5), np.array([0.0, 1, 1, 0, 1])) == 0.5
    assert area(np.arange(5.0), np.ones(5)) == 0.5
    assert area(np.arange(5.0), np.zeros(5)) == 0.5


@pytest.mark.parametrize("statistic", [spearman, area])
def test_a_batch_is_computed_row_by_row(statistic: object) -> None:
    generator = np.random.default_rng(2)
    first, second = (
        generator.integers(0, 6, size=(5, 30)).astype(float),
        generator.integers(0, 2, (5, 30)).astype(float),
    )
    expected = [float(statistic(one, other)) for one, other in zip(first, second, strict=True)]

    assert statistic(first, second) == pytest.approx(expected)


def test_both_have_intervals() -> None:
    generator = np.random.default_rng(4)
    gold = generator.normal(size=60)
    near = gold + generator.normal(size=60)
    for sample in (correlation(near, gold), auc(near, gold > 0)):
        found = score("rank", sample)
        assert 0 < found.low < found.value < found.high < 100
        assert found.count == 60
