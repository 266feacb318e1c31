"""Options of rows whose negatives are mined, and mined again as the encoder learns."""

from __future__ import annotations

import re
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any

from hedge_hf.errors import UsageError
from hedge_hf.mining.hedgetriple import PASSAGES
from hedge_hf.mining.index import KINDS
from hedge_hf.mining.settings import POLICIES, SOURCES, Settings, parse_weights

NEVER = "never"
EVERY_EPOCH = "every_epoch"
EASY_TO_HARD = "easy_to_hard"
_STEPS = re.compile(r"(\d+)_steps")


@dataclass
class MinedArguments:
    """Queries with known positives over a corpus, beside the rows of the view.

    Attributes:
        queries: Queries and their positives, as for `hedge-hf mine`; "hedgetriple" for the shipped passages.
        corpus: The passages; "hedgetriple" where the queries are.
        negatives_per_row: Hard negatives of each row.
        refresh_negatives: When they are mined again: "never", "every_epoch" or "N_steps".
        refresh_in_background: Let another process mine with the last checkpoint, and take its negatives when they are
            ready, as ANCE does; the steps at which that happens differ from run to run.
        curriculum: "easy_to_hard" begins with the easiest of the candidates that fit and ends with the hardest.
        relative_margin: How far a negative's score is below the positive's, as a share of it.
        teacher: A cross-encoder or another encoder that judges candidates instead of the trained one.
        false_negatives: What becomes of candidates within the margin.
        index: The dense index.
        sources: Where negatives come from, with weights, as for `hedge-hf mine`.
    """

    queries: str | None = field(
        default=None, metadata={"help": f"train on mined negatives too: queries and positives, or {PASSAGES}"}
    )
    corpus: str | None = field(default=None, metadata={"help": "the passages to mine in"})
    negatives_per_row: int = field(default=3, metadata={"help": "mined negatives of each row"})
    refresh_negatives: str = field(
        default=NEVER, metadata={"help": f"mine again with the weights of the moment: {NEVER}, {EVERY_EPOCH}, N_steps"}
    )
    refresh_in_background: bool = field(
        default=False, metadata={"help": "mine in another process, with the last checkpoint"}
    )
    curriculum: str = field(
        default="none", metadata={"help": "order of the mined negatives", "choices": ("none", EASY_TO_HARD)}
    )
    relative_margin: float | None = field(
        default=None, metadata={"help": "how far a mined negative is below the positive, as a share of its score"}
    )
    teacher: str | None = field(default=None, metadata={"help": "a model that judges mined negatives"})
    false_negatives: str = field(
        default="drop", metadata={"help": "what becomes of candidates within the margin", "choices": POLICIES}
    )
    index: str = field(default="flat", metadata={"help": "index of the corpus", "choices": KINDS})
    sources: list[str] = field(
        default_factory=lambda: ["dense"], metadata={"help": f"NAME=WEIGHT of each of {', '.join(SOURCES)}"}
    )

    def __post_init__(self) -> None:
        if self.queries == PASSAGES and self.corpus is None:
            self.corpus = PASSAGES
        if (self.queries is None) != (self.corpus is None):
            raise UsageError("queries and corpus belong together: give both or neither")
        if self.refresh_negatives not in (NEVER, EVERY_EPOCH) and not self.steps:
            raise UsageError(
                f"refresh_negatives is {self.refresh_negatives!r}; take {NEVER}, {EVERY_EPOCH}, or a number of steps "
                "such as 200_steps"
            )
        if self.refresh_negatives == NEVER:
            for name, used in (
                ("refresh_in_background", self.refresh_in_background),
                ("curriculum", self.curriculum != "none"),
            ):
                if used:
                    raise UsageError(
                        f"{name} has no effect with refresh_negatives {NEVER}: negatives stay as they are"
                    )
        if self.queries is not None:
            self.settings(seed=0).check_effect(self.teacher is not None)
            return
        idle = [each.name for each in fields(self) if getattr(self, each.name) != _usual(each)]
        if idle:
            raise UsageError(f"{idle[0]} has no effect without queries and corpus: give them or leave it out")

    @property
    def steps(self) -> int:
        """Steps from one refresh to the next, or 0 if epochs decide."""
        match = _STEPS.fullmatch(self.refresh_negatives)
        return int(match[1]) if match else 0

    def settings(self, seed: int) -> Settings:
        """Return the settings of mining; rows that are short of hard negatives are filled with random ones."""
        weights = parse_weights(self.sources)
        return Settings(
            negatives=self.negatives_per_row,
            relative_margin=self.relative_margin,
            false_negatives=self.false_negatives,
            sources=weights if "random" in weights else weights | {"random": 0.0},
            seed=seed,
        )


def _usual(given: Field[Any]) -> Any:
    return given.default if given.default_factory is MISSING else given.default_factory()
