"""Measures one encoder, or what fine-tuning changed."""

from __future__ import annotations

from rich.progress import Progress

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.bootstrap import Outcomes, difference, score
from hedge_hf.evaluation.budget import DEFAULT_BUDGET, checked_budget, judge
from hedge_hf.evaluation.embeddings import Embeddings, Encoder
from hedge_hf.evaluation.geometry import preservation, text_pairs
from hedge_hf.evaluation.results import Comparison, Evaluation, Score
from hedge_hf.evaluation.rows import Rows, load_rows
from hedge_hf.evaluation.tasks import BREAKDOWNS, SCORES, Task


def evaluate_encoder(
    encoder: Encoder,
    split: str | Rows = "test",
    *,
    name: str | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """Measure one encoder on contrast pairs, exclusion queries and triplets.

    Args:
        encoder: Anything with `encode`, such as a `SentenceTransformer`.
        split: Split of HedgeTriple, or rows.
        name: What to call the encoder; its class name if not given.
        progress: Where to draw a bar while encoding.

    Returns:
        Scores in percent, each with a 95% bootstrap interval.

    Raises:
        UsageError: If the split does not exist or is too small for intervals.
        HedgeError: If an embedding is zero or not finite.
    """
    rows = _checked_rows(split)
    return _evaluation(_embedded(encoder, name, rows, progress), rows)


def compare(
    base: Encoder,
    tuned: Encoder,
    split: str | Rows = "test",
    *,
    budget: float = DEFAULT_BUDGET,
    base_name: str | None = None,
    tuned_name: str | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Measure an encoder before and after fine-tuning, on the same rows.

    Args:
        base: The encoder before.
        tuned: The encoder after.
        split: Split of HedgeTriple, or rows.
        budget: Points of 100 x Spearman's correlation that geometry preservation may lie below 100.
        base_name: What to call the encoder before; its class name if not given.
        tuned_name: What to call the encoder after; its class name if not given.
        progress: Where to draw a bar while encoding.

    Returns:
        Both evaluations, the paired differences, geometry preservation and the verdict.

    Raises:
        UsageError: If the split does not exist or is too small, or the budget is not from 0 to 100.
        HedgeError: If an embedding is zero or not finite.
    """
    checked_budget(budget)
    rows = _checked_rows(split)
    pairs = text_pairs(rows.groups)
    before = _embedded(base, base_name, rows, progress)
    after = _embedded(tuned, tuned_name, rows, progress)
    geometry = preservation(before, after, pairs)
    return Comparison(
        base=_evaluation(before, rows),
        tuned=_evaluation(after, rows),
        differences=_differences(before, after, rows),
        geometry=geometry,
        verdict=judge(geometry, budget),
    )


def _checked_rows(split: str | Rows) -> Rows:
    rows = split if isinstance(split, Rows) else load_rows(split)
    for kind, count in rows.counts.items():
        if count < 2:
            raise UsageError(
                f"split {rows.split!r} has {count} row(s) of {kind}, at least 2 are needed; take a larger one"
            )
    return rows


def _embedded(encoder: Encoder, name: str | None, rows: Rows, progress: Progress | None) -> Embeddings:
    embeddings = Embeddings(encoder, name or type(encoder).__name__, progress)
    embeddings.add(rows.texts())
    return embeddings


def _evaluation(embeddings: Embeddings, rows: Rows) -> Evaluation:
    scores, by_type = (
        {name: score(name, outcomes) for name, outcomes in _outcomes(tasks, rows, embeddings).items()}
        for tasks in (SCORES, BREAKDOWNS)
    )
    return Evaluation(model=embeddings.name, split=rows.split, counts=rows.counts, scores=scores, by_type=by_type)


def _differences(before: Embeddings, after: Embeddings, rows: Rows) -> dict[str, Score]:
    base, tuned = (_outcomes(SCORES + BREAKDOWNS, rows, embeddings) for embeddings in (before, after))
    return {name: difference(name, base[name], tuned[name]) for name in base}


def _outcomes(tasks: tuple[Task, ...], rows: Rows, embeddings: Embeddings) -> dict[str, Outcomes]:
    return {name: outcomes for task in tasks for name, outcomes in task(rows, embeddings).items()}
