"""What an evaluation found: plain frozen records, all scores in percent with a 95% interval."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["negation", "general"]


@dataclass(frozen=True)
class Score:
    """One number with its interval.

    Attributes:
        name: What was measured, in snake case.
        value: The score in percent, or the difference of two scores in points.
        low: Lower end of the 95% interval; None where the task gives a score only as a whole.
        high: Upper end of the 95% interval, or None.
        count: Units that were resampled for the interval: contrast pairs, exclusion queries, anchors or text pairs.
        p_value: Of a difference: the two-sided p-value of the paired bootstrap.
    """

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    count: int = 0
    p_value: float | None = None

    @property
    def label(self) -> str:
        """The name as a reader expects it."""
        words = self.name.replace("_", " ")
        return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class TaskResult:
    """What one encoder scores in one task.

    Attributes:
        task: Name of the task.
        kind: "negation", or "general" for the tasks that must not get worse.
        dataset: Hub id of its data, or "hedgetriple".
        scores: The scores by name, the main one first; empty if the task was not run.
        by_category: The main score by category of negation, hedging, domain or source; may be empty.
        texts: Distinct texts that the task has.
        encoded: How many of them had to be encoded; the others came from other tasks or the cache.
        truncated: Percent of the texts that are longer than the encoder reads.
        seconds: How long it took.
        not_run: Why the task was not run; None if it was.
    """

    task: str
    kind: Kind
    dataset: str
    scores: dict[str, Score] = field(default_factory=dict)
    by_category: dict[str, Score] = field(default_factory=dict)
    texts: int = 0
    encoded: int = 0
    truncated: float = 0.0
    seconds: float = 0.0
    not_run: str | None = None

    @property
    def main(self) -> Score:
        """The score that the task is known by."""
        return next(iter(self.scores.values()))


@dataclass(frozen=True)
class Evaluation:
    """What one encoder scores.

    Attributes:
        model: Name of the encoder.
        tasks: The results by task.
    """

    model: str
    tasks: dict[str, TaskResult]


@dataclass(frozen=True)
class Verdict:
    """Whether the tuned encoder stays within the regression budget.

    Attributes:
        passed: Whether it does.
        budget: Points that a general task may fall.
        fallen: General tasks that fell by more.
        reason: Why, in one line.
    """

    passed: bool
    budget: float
    fallen: list[str]
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
        differences: Tuned minus base in points, by task and then by the names of `scores` and `by_category`.
        geometry: Geometry preservation: 100 if the base's order of similarities is kept.
        verdict: The regression budget, applied to the general tasks and to `geometry`.
    """

    base: Evaluation
    tuned: Evaluation
    differences: dict[str, dict[str, Score]]
    geometry: Score
    verdict: Verdict
