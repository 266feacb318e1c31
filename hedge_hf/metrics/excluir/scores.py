"""The metrics of ExcluIR: does the document that a query asks for rank above the one that it excludes?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def exclusion_scores(positive_ranks: ArrayLike, negative_ranks: ArrayLike) -> dict[str, float]:
    """Score a model on exclusion queries from the ranks of two documents in the whole corpus.

    Source: Zhang et al., ExcluIR, https://arxiv.org/abs/2404.17288, and its script
    https://github.com/zwh-sdu/ExcluIR/blob/main/src/bi_eval.py. The script retrieves ten documents, so its RR
    also wants the positive document among them: that number is `right_rank_at_10` here.

    Args:
        positive_ranks: Ranks of shape (queries,) of the documents asked for; 1 is the first result, `inf` a
            document that was not retrieved.
        negative_ranks: Ranks of shape (queries,) of the excluded documents. Equal ranks are a tie, and wrong.

    Returns:
        `right_rank`, `right_rank_at_10`, `recall_at_1` and `mrr_at_10` of the positive documents, fractions
        from 0 to 1; `delta_recall_at_1` and `delta_mrr_at_10`, positive minus negative, from -1 to 1.

    Raises:
        ValueError: If the ranks are empty, of different length, NaN, below 1 or no whole numbers.
    """
    positive = _checked_ranks("positive_ranks", positive_ranks)
    negative = _checked_ranks("negative_ranks", negative_ranks)
    _check_same_length(positive, negative)
    right = positive < negative
    return {
        "right_rank": float(right.mean()),
        "right_rank_at_10": float((right & (positive <= 10)).mean()),
        "recall_at_1": _recall_at_1(positive),
        "mrr_at_10": _mrr_at_10(positive),
        "delta_recall_at_1": _recall_at_1(positive) - _recall_at_1(negative),
        "delta_mrr_at_10": _mrr_at_10(positive) - _mrr_at_10(negative),
    }


def right_rank(positive_scores: ArrayLike, negative_scores: ArrayLike) -> float:
    """Return RR, the share of queries whose positive document scores above the negative one.

    Needs no corpus: other documents do not change the order of the two. A random model gets a half.

    Args:
        positive_scores: Similarities of shape (queries,) with the documents asked for.
        negative_scores: Similarities of shape (queries,) with the excluded documents.

    Raises:
        ValueError: If the scores are empty, of different length or hold NaN.
    """
    return float(queries_ranked_right(positive_scores, negative_scores).mean())


def queries_ranked_right(positive_scores: ArrayLike, negative_scores: ArrayLike) -> NDArray[np.bool_]:
    """Tell which queries score the positive document above the negative one; a tie is wrong.

    Args:
        positive_scores: As for `right_rank`.
        negative_scores: As for `right_rank`.

    Returns:
        Booleans of shape (queries,); their mean is RR.

    Raises:
        ValueError: If the scores are empty, of different length or hold NaN.
    """
    positive = _checked_vector("positive_scores", positive_scores)
    negative = _checked_vector("negative_scores", negative_scores)
    _check_same_length(positive, negative)
    return positive > negative


def pessimistic_ranks(scores: ArrayLike, targets: ArrayLike) -> NDArray[np.int64]:
    """Rank one document per query: 1 plus the number of other documents that score at least as high.

    A tie counts against the document, so a model that scores all documents alike has a recall of 0.

    Args:
        scores: Similarities of shape (queries, documents).
        targets: Column of the document to rank, shape (queries,).

    Returns:
        Ranks of shape (queries,), from 1 to the number of documents.

    Raises:
        ValueError: If `scores` is empty, no matrix or holds NaN, or a target is no column of it.
    """
    matrix = np.asarray(scores)
    if matrix.ndim != 2 or matrix.size == 0:
        raise ValueError(f"scores must have shape (queries, documents), none of them 0, not {matrix.shape}")
    if np.isnan(matrix.min()):
        raise ValueError("scores holds NaN: remove those queries or mend the model")
    columns = _checked_columns(targets, matrix.shape)
    # row by row: a whole-matrix comparison would take a byte per score
    ranks = [np.count_nonzero(row >= row[column]) for row, column in zip(matrix, columns, strict=True)]
    return np.array(ranks, dtype=np.int64)


def _recall_at_1(ranks: NDArray[np.float64]) -> float:
    return float((ranks == 1).mean())


def _mrr_at_10(ranks: NDArray[np.float64]) -> float:
    return float(np.where(ranks <= 10, 1 / ranks, 0.0).mean())


def _checked_columns(targets: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.int64]:
    columns = np.asarray(targets)
    if columns.shape != shape[:1] or not np.issubdtype(columns.dtype, np.integer):
        raise ValueError(f"targets must be {shape[0]} column numbers, one per row of scores")
    if columns.min() < 0 or columns.max() >= shape[1]:
        raise ValueError(f"targets must lie in 0..{shape[1] - 1}, the columns of scores")
    return columns


def _checked_ranks(name: str, ranks: ArrayLike) -> NDArray[np.float64]:
    checked = _checked_vector(name, ranks)
    if (checked < 1).any() or (checked != np.floor(checked)).any():
        raise ValueError(f"{name} must be whole numbers from 1, the first result")
    return checked


def _checked_vector(name: str, values: ArrayLike) -> NDArray[np.float64]:
    try:
        checked = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be numbers of shape (queries,): {error}") from error
    if checked.size == 0:
        raise ValueError(f"{name} is empty: give at least one query")
    if checked.ndim != 1:
        raise ValueError(f"{name} must have shape (queries,), not {checked.shape}")
    if np.isnan(checked).any():
        raise ValueError(f"{name} holds NaN, first in row {int(np.isnan(checked).argmax())}")
    return checked


def _check_same_length(positive: NDArray[np.float64], negative: NDArray[np.float64]) -> None:
    if len(positive) != len(negative):
        raise ValueError(
            f"{len(positive)} positive but {len(negative)} negative documents: give one of each per query"
        )
