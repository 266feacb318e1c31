"""What an evaluation found: plain frozen records, all scores in percent with a 95% interval."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """One number with its interval.

    Attributes:
        name: What was measured, in snake case.
        value: The score in percent, or the difference of two scores in points.
        low: Lower end of the 95% interval.
        high: Upper end of the 95% interval.
        count: Units that were resampled for the interval: contrast pairs, exclusion queries, anchors or text pairs.
    """

    name: str
    value: float
    low: float
    high: float
    count: int

    @property
    def label(self) -> str:
        """The name as a reader expects it."""
        return self.name.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Evaluation:
    """What one encoder scores.

    Attributes:
        model: Name of the encoder.
        split: Name of the rows it was measured on.
        counts: Number of contrast pairs, exclusion queries and groups in them.
        scores: The scores by name.
        by_type: Triplet accuracy by negation type (`negation_verbal`, ...) and hedge type (`hedge_single`, ...).
    """

    model: str
    split: str
    counts: dict[str, int]
    scores: dict[str, Score]
    by_type: dict[str, Score]


@dataclass(frozen=True)
class Verdict:
    """Whether the tuned encoder stays within the regression budget.

    Attributes:
        passed: Whether it does.
        budget: Allowed fall of geometry preservation below 100, in points.
        reason: Why, in one line.
    """

    passed: bool
    budget: float
    reason: str

    @property
    def line(self) -> str:
        """The verdict as the command line shows it."""
        return f"{'PASS' if self.passed else 'FAIL'}: {self.reason}"


@dataclass(frozen=True)
class Comparison:
    """What fine-tuning changed.

    Attributes:
        base: Scores of the encoder before.
        tuned: Scores of the encoder after.
        differences: Tuned minus base in points, by the names of `scores` and `by_type`; paired bootstrap.
        geometry: Geometry preservation: 100 if the base's order of similarities is kept.
        verdict: The regression budget, applied to `geometry`.
    """

    base: Evaluation
    tuned: Evaluation
    differences: dict[str, Score]
    geometry: Score
    verdict: Verdict
