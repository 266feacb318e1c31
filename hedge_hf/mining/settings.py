"""What decides which candidates become negatives."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from hedge_hf.errors import UsageError

POLICIES = ("drop", "down-weight", "relabel")
SOURCES = ("in-group", "dense", "bm25", "random")  # whose candidate it is if several find it: the first
RANKED = ("dense", "bm25")
_A_RANKING = f"a source that ranks ({', '.join(RANKED)})"


@dataclass(frozen=True)
class Settings:
    """Settings of mining. Scores are cosine similarities under the encoder, or the teacher's where there is one.

    Attributes:
        negatives: How many each row gets.
        range_min: Skip so many of a ranking's first candidates; known positives do not count.
        range_max: Look at so many; None takes enough for the rest of the settings.
        min_score: Lowest score of a negative.
        max_score: Highest score of a negative.
        absolute_margin: How far a negative's score must be below the lowest of the known positives.
        relative_margin: The same as a share of the positive's score.
        false_negatives: What becomes of suspects, ranked candidates within a margin of the positive: `drop` them,
            `down-weight` them, or `relabel` those as positives which the teacher scores above a known positive (and
            drop the rest).
        suspect_share: The share of suspects that `down-weight` keeps. Keeping a share of them is, in the mean, a
            weight in the loss, and needs neither another loss nor a column of weights.
        sources: Weight of each source in the negatives of a row.
        seed: Seed of all draws.
    """

    negatives: int = 3
    range_min: int = 0
    range_max: int | None = None
    min_score: float | None = None
    max_score: float | None = None
    absolute_margin: float | None = None
    relative_margin: float | None = None
    false_negatives: str = "drop"
    suspect_share: float = 0.25
    sources: dict[str, float] = field(default_factory=lambda: {"dense": 1.0})
    seed: int = 0

    def __post_init__(self) -> None:
        for name, lowest in (("negatives", 1), ("range_min", 0), ("range_max", 1), ("relative_margin", 0)):
            value = getattr(self, name)
            if value is not None and not value >= lowest:
                raise UsageError(f"{name} is {value}; it must be {lowest} or above")
        for name in ("min_score", "max_score", "absolute_margin", "relative_margin"):
            if getattr(self, name) is not None and not math.isfinite(getattr(self, name)):
                raise UsageError(f"{name} is {getattr(self, name)}; it must be a finite number")
        if self.range_max is not None and self.range_max < self.range_min + self.negatives:
            raise UsageError(
                f"range_max is {self.range_max}; it must be at least range_min + negatives, "
                f"{self.range_min + self.negatives}"
            )
        if self.min_score is not None and self.max_score is not None and self.min_score > self.max_score:
            raise UsageError(f"min_score is {self.min_score}, above max_score {self.max_score}; swap them")
        if not 0 <= self.suspect_share <= 1:
            raise UsageError(f"suspect_share is {self.suspect_share}; it must be between 0 and 1")
        if not 0 <= self.seed < 2**32:
            raise UsageError(f"seed is {self.seed}; it must be from 0 to {2**32 - 1}")
        if self.false_negatives not in POLICIES:
            raise UsageError(f"false_negatives is {self.false_negatives!r}; take {', '.join(POLICIES)}")
        for source, weight in self.sources.items():
            if source not in SOURCES:
                raise UsageError(f"source {source!r} is unknown; take {', '.join(SOURCES)}")
            if not 0 <= weight < math.inf:
                raise UsageError(f"source {source!r} has weight {weight}; it must be a number of 0 or above")
        if not any(self.sources.values()):
            raise UsageError("no source has a weight above 0; give one of them one")

    def check_effect(self, has_teacher: bool) -> None:
        """Refuse settings that would have no effect.

        Raises:
            UsageError: If there is such a setting, or no teacher to relabel.
        """
        ranked = any(name in RANKED for name in self.sources)
        bounded = self.min_score is not None or self.max_score is not None
        if self.false_negatives == "relabel" and not has_teacher:
            raise UsageError("false_negatives relabel needs a teacher, which says what is a positive")
        for setting, chosen, effective, needed in (
            (f"false_negatives {self.false_negatives}", self.false_negatives != "drop",
             has_teacher or self.has_margin, "a margin or a teacher"),
            ("suspect_share", self.suspect_share != Settings.suspect_share,
             self.false_negatives == "down-weight", "false_negatives down-weight"),
            ("range_min or range_max", self.range_min > 0 or self.range_max is not None, ranked, _A_RANKING),
            ("a margin", self.has_margin, ranked, _A_RANKING),
            ("a teacher", has_teacher, ranked or bounded, f"min_score, max_score or {_A_RANKING}"),
        ):  # fmt: skip
            if chosen and not effective:
                raise UsageError(f"{setting} has no effect without {needed}: give one or leave it out")

    @property
    def has_margin(self) -> bool:
        """Whether a candidate can be too close to the positive without a teacher."""
        return self.absolute_margin is not None or self.relative_margin is not None

    @property
    def window(self) -> int:
        """How many candidates of a ranking are looked at; as in sentence-transformers where range_max is None."""
        if self.range_max is not None:
            return self.range_max
        return self.range_min + 10 * self.negatives


def parse_weights(words: list[str]) -> dict[str, float]:
    """Turn `dense=3 random=1` into weights; a source of weight 0 only fills rows that are short of negatives.

    Raises:
        UsageError: If a source is unknown or given twice, or its weight is no number.
    """
    weights: dict[str, float] = {}
    for word in words:
        name, _, number = word.partition("=")
        if name not in SOURCES:
            raise UsageError(f"source {name!r} is unknown; take {', '.join(SOURCES)}")
        if name in weights:
            raise UsageError(f"source {name!r} is given twice; give it once")
        try:
            weights[name] = float(number or 1)
        except ValueError:
            raise UsageError(f"source {word!r}: the weight must be a number of 0 or above") from None
    return {name: weights[name] for name in SOURCES if name in weights}
