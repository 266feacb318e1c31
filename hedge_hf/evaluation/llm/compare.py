"""A language model before and after fine-tuning, and whether it was worth it, in one line."""

from __future__ import annotations

from dataclasses import dataclass

from hedge_hf.evaluation.bootstrap import Sample, difference, score
from hedge_hf.evaluation.results import Evaluation, Kind, Score, TaskResult, Verdict
from hedge_hf.evaluation.tasks.task import Measures


@dataclass(frozen=True)
class Measured:
    """What a model did in one suite.

    Attributes:
        kind: "negation", or "general" for arithmetic.
        dataset: Hub id or path of the data.
        measures: The scores with the units they come from.
        errors: How many wrong answers fall into each class; empty where they are not classified.
    """

    kind: Kind
    dataset: str
    measures: Measures
    errors: dict[str, int]


@dataclass(frozen=True)
class LLMComparison:
    """What fine-tuning changed in a language model.

    Attributes:
        base: Scores before.
        tuned: Scores after.
        differences: Tuned minus base in points, by suite and score, paired.
        verdict: The main differences against the budget.
    """

    base: Evaluation
    tuned: Evaluation
    differences: dict[str, dict[str, Score]]
    verdict: Verdict


def evaluation(model: str, suites: dict[str, Measured]) -> Evaluation:
    """Return the scores of one model, with intervals."""
    return Evaluation(
        model,
        {
            name: TaskResult(
                name,
                found.kind,
                found.dataset,
                {key: score(key, one) for key, one in found.measures.scores.items() if isinstance(one, Sample)},
                {key: score(key, one) for key, one in found.measures.by_category.items()},
            )
            for name, found in suites.items()
        },
    )


def compare(
    base: tuple[str, dict[str, Measured]], tuned: tuple[str, dict[str, Measured]], budget: float
) -> LLMComparison:
    """Compare two models on the same questions.

    Args:
        base: Name and results of the model before.
        tuned: Name and results of the model after.
        budget: Points that arithmetic may fall.
    """
    differences = {}
    for name, after in tuned[1].items():
        one, other = _samples(base[1][name].measures), _samples(after.measures)
        differences[name] = {key: difference(key, one[key], other[key]) for key in other if key in one}
    kinds = {name: found.kind for name, found in tuned[1].items()}
    return LLMComparison(evaluation(*base), evaluation(*tuned), differences, _judge(kinds, differences, budget))


def _judge(kinds: dict[str, Kind], differences: dict[str, dict[str, Score]], budget: float) -> Verdict:
    """Pass if arithmetic stays within the budget, some negation suite got better and none worse (p < 0.05)."""
    main = {name: next(iter(found.values())) for name, found in differences.items()}
    clear = {name: one for name, one in main.items() if one.p_value is not None and one.p_value < 0.05}
    negation = [name for name, kind in kinds.items() if kind == "negation"]
    better = [name for name in negation if name in clear and clear[name].value > 0]
    worse = [name for name in negation if name in clear and clear[name].value < 0]
    fallen = [name for name, kind in kinds.items() if kind == "general" and main[name].value < -budget]
    arithmetic = "; ".join(
        f"{name} {main[name].value:+.1f} points is {'below' if name in fallen else 'within'} the budget of {budget:g}"
        for name, kind in kinds.items()
        if kind == "general"
    )
    reason = f"{len(better)} of {len(negation)} negation suites better, {len(worse)} worse (p < 0.05)"
    passed = not fallen and not worse and bool(better or not negation)
    return Verdict(passed, budget, fallen, f"{reason}; {arithmetic or 'arithmetic was not measured'}")


def _samples(measures: Measures) -> dict[str, Sample]:
    scores = {name: sample for name, sample in measures.scores.items() if isinstance(sample, Sample)}
    return scores | measures.by_category
