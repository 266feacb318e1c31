from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hedge_hf.metrics.excluir import exclusion_scores, pessimistic_ranks, queries_ranked_right, right_rank

# few distinct values: ties are common
MATRICES = arrays(
    np.float64,
    st.tuples(st.integers(1, 6), st.integers(2, 15)),
    elements=st.integers(0, 5).map(float),
)
RANKS = st.lists(st.tuples(st.integers(1, 20), st.integers(1, 20)), min_size=1, max_size=20)


def scores_of_the_authors_script(positive: list[float], negative: list[float]) -> dict[str, float]:
    """Follow bi_eval.py of zwh-sdu/ExcluIR query by query: what counts is a list of ten results."""

    def reciprocal(rank: float) -> float:
        return 1 / rank if rank <= 10 else 0.0

    queries = list(zip(positive, negative, strict=True))
    return {
        "right_rank_at_10": np.mean([p <= 10 and (n > 10 or p < n) for p, n in queries]),
        "recall_at_1": np.mean([p == 1 for p in positive]),
        "mrr_at_10": np.mean([reciprocal(p) for p in positive]),
        "delta_recall_at_1": np.mean([p == 1 for p in positive]) - np.mean([n == 1 for n in negative]),
        "delta_mrr_at_10": np.mean([reciprocal(p) for p in positive]) - np.mean([reciprocal(n) for n in negative]),
    }


def test_a_case_by_hand() -> None:
    assert exclusion_scores([1, 3, 2, 12], [2, 1, 40, 15]) == pytest.approx(
        {
            "right_rank": 3 / 4,
            "right_rank_at_10": 2 / 4,
            "recall_at_1": 1 / 4,
            "mrr_at_10": (1 + 1 / 3 + 1 / 2) / 4,
            "delta_recall_at_1": 1 / 4 - 1 / 4,
            "delta_mrr_at_10": (1 + 1 / 3 + 1 / 2) / 4 - (1 / 2 + 1) / 4,
        }
    )


@pytest.mark.parametrize(
    ("positive", "negative", "expected"),
    [
        pytest.param([1], [2], (1.0, 1.0, 1.0, 1.0, 1.0, 0.5), id="one query, right"),
        pytest.param([1, 1], [11, 11], (1.0, 1.0, 1.0, 1.0, 1.0, 1.0), id="all right"),
        pytest.param([2, 2], [1, 1], (0.0, 0.0, 0.0, 0.5, -1.0, -0.5), id="all wrong"),
        pytest.param([2], [2], (0.0, 0.0, 0.0, 0.5, 0.0, 0.0), id="a tie is wrong"),
        pytest.param([10], [11], (1.0, 1.0, 0.0, 0.1, 0.0, 0.1), id="tenth"),
        pytest.param([11], [12], (1.0, 0.0, 0.0, 0.0, 0.0, 0.0), id="eleventh"),
        pytest.param([math.inf], [math.inf], (0.0, 0.0, 0.0, 0.0, 0.0, 0.0), id="neither retrieved"),
    ],
)
def test_known_cases(positive: list[float], negative: list[float], expected: tuple[float, ...]) -> None:
    assert tuple(exclusion_scores(positive, negative).values()) == pytest.approx(expected)


@given(RANKS)
def test_it_agrees_with_the_script_of_the_authors(ranks: list[tuple[int, int]]) -> None:
    # two documents of one list never share a rank
    positive, negative = zip(*[(p, n if n != p else n + 1) for p, n in ranks], strict=True)
    result = exclusion_scores(positive, negative)

    expected = scores_of_the_authors_script(list(positive), list(negative))
    assert {name: result[name] for name in expected} == pytest.approx(expected)


@given(RANKS)
def test_swapping_the_documents_turns_the_sign_of_the_deltas(ranks: list[tuple[int, int]]) -> None:
    positive, negative = zip(*ranks, strict=True)
    before, after = exclusion_scores(positive, negative), exclusion_scores(negative, positive)

    assert after["delta_recall_at_1"] == pytest.approx(-before["delta_recall_at_1"])
    assert after["delta_mrr_at_10"] == pytest.approx(-before["delta_mrr_at_10"])
    assert before["right_rank"] + after["right_rank"] <= 1 + 1e-12


def test_right_rank_from_scores_counts_a_tie_as_wrong() -> None:
    assert queries_ranked_right([0.9, 0.6, 0.1], [0.7, 0.6, 0.2]).tolist() == [True, False, False]
    assert right_rank([0.9, 0.6, 0.1], [0.7, 0.6, 0.2]) == pytest.approx(1 / 3)


def test_pessimistic_ranks_put_a_tied_document_last() -> None:
    scores = [[0.9, 0.7, 0.1], [0.2, 0.6, 0.6], [0.3, 0.3, 0.3]]

    assert pessimistic_ranks(scores, [0, 1, 2]).tolist() == [1, 2, 3]


def test_pessimistic_ranks_take_half_precision() -> None:
    assert pessimistic_ranks(np.array([[0.5, 0.25]], dtype=np.float16), [1]).tolist() == [2]


@given(MATRICES, st.data())
def test_right_rank_is_the_same_from_ranks_and_from_scores(scores: np.ndarray, data: st.DataObject) -> None:
    queries, documents = scores.shape
    columns = st.lists(st.permutations(range(documents)), min_size=queries, max_size=queries)
    positive, negative = np.array(data.draw(columns))[:, :2].T
    rows = np.arange(queries)

    from_ranks = exclusion_scores(pessimistic_ranks(scores, positive), pessimistic_ranks(scores, negative))

    assert from_ranks["right_rank"] == right_rank(scores[rows, positive], scores[rows, negative])


@pytest.mark.parametrize(
    ("positive", "negative", "message"),
    [
        pytest.param([], [], "positive_ranks is empty", id="empty"),
        pytest.param([1, 2], [1], "2 positive but 1 negative", id="lengths"),
        pytest.param([1], [math.nan], "negative_ranks holds NaN, first in row 0", id="NaN"),
        pytest.param([0], [1], "positive_ranks must be whole numbers from 1", id="rank 0"),
        pytest.param([1], [-3], "negative_ranks must be whole numbers from 1", id="negative rank"),
        pytest.param([1.5], [2], "positive_ranks must be whole numbers from 1", id="half a rank"),
        pytest.param([[1, 2]], [[2, 1]], r"shape \(queries,\), not \(1, 2\)", id="matrix"),
        pytest.param(["first"], [1], "positive_ranks must be numbers", id="word"),
    ],
)
def test_bad_ranks_are_refused(positive: Any, negative: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        exclusion_scores(positive, negative)


@pytest.mark.parametrize(
    ("positive", "negative", "message"),
    [
        pytest.param([], [], "positive_scores is empty", id="empty"),
        pytest.param([0.1], [0.1, 0.2], "1 positive but 2 negative", id="lengths"),
        pytest.param([0.1, math.nan], [0.1, 0.2], "positive_scores holds NaN, first in row 1", id="NaN"),
    ],
)
@pytest.mark.parametrize("function", [right_rank, queries_ranked_right])
def test_bad_scores_are_refused(
    function: Callable[[Any, Any], Any], positive: Any, negative: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        function(positive, negative)


@pytest.mark.parametrize(
    ("scores", "targets", "message"),
    [
        pytest.param([0.1, 0.2], [0], r"\(queries, documents\)", id="vector"),
        pytest.param(np.zeros((2, 0)), [0, 0], r"not \(2, 0\)", id="no documents"),
        pytest.param([[0.1, math.nan]], [0], "NaN", id="NaN"),
        pytest.param([[0.1, 0.2]], [0, 1], "1 column numbers", id="too many targets"),
        pytest.param([[0.1, 0.2]], [0.0], "column numbers", id="float target"),
        pytest.param([[0.1, 0.2]], [2], r"0\.\.1", id="target beyond the last column"),
        pytest.param([[0.1, 0.2]], [-1], r"0\.\.1", id="target from the end"),
    ],
)
def test_bad_matrices_are_refused(scores: Any, targets: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pessimistic_ranks(scores, targets)


def test_the_evaluate_module_gives_the_same_numbers_and_errors(
    run_as_space: Callable[[str, str], Any],
) -> None:
    code = """
from math import inf
positive, negative = [1, 3, 2, 12, inf], [2, 1, 40, 15, 3]
at_once = metric.compute(positive_ranks=positive, negative_ranks=negative)
metric.add_batch(positive_ranks=positive[:2], negative_ranks=negative[:2])
metric.add_batch(positive_ranks=positive[2:], negative_ranks=negative[2:])
in_batches = metric.compute()
try:
    metric.compute(positive_ranks=[1.5], negative_ranks=[2])
except ValueError as error:
    result = [at_once, in_batches, str(error)]
"""
    at_once, in_batches, half_a_rank = run_as_space("excluir", code)

    assert at_once == in_batches == exclusion_scores([1, 3, 2, 12, math.inf], [2, 1, 40, 15, 3])
    assert "whole numbers" in half_a_rank
