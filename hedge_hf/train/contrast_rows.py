"""The default training rows: draws from groups, contrast pairs and exclusion queries."""

from __future__ import annotations

import logging
import random
from typing import Any, Protocol

from datasets import Dataset, DatasetDict, concatenate_datasets
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from hedge_hf.errors import UsageError
from hedge_hf.feedback.rows import EXCLUSION, NEGATIVES, POSITIVES
from hedge_hf.train.views import load_view

logger = logging.getLogger(__name__)

COLUMNS = ["q1", "q2", "doc1", "doc2"]
BOTH_SIDES = ["anchor", "negation", "hedge", "other_negation"]
MINED = "mined"
PASSAGES = ("contrast", "exclusion", MINED, POSITIVES, NEGATIVES, EXCLUSION)
_TRIPLET = ["anchor", "positive", "negative"]
_GROUP = ["id", "anchor", "hedges", "negations"]


class DrawGroups:
    """Transform that draws one row from each group, another one in every epoch.

    With role reversal it has both sides: the anchor, a negation, a hedge, another negation, in the order of a contrast
    pair (q1, q2, doc1, doc2). Without, it is a triplet: the anchor, a hedge, a negation. The draw depends on the seed,
    the epoch and the group's id alone, so a resumed run sees the same rows.
    """

    def __init__(self, seed: int, role_reversal: bool = True) -> None:
        self.seed = seed
        self.role_reversal = role_reversal
        self.epoch = 0

    def __call__(self, groups: dict[str, list[Any]]) -> dict[str, list[str]]:
        """Return the drawn columns of a batch of groups."""
        rows = [self._draw(*group) for group in zip(*(groups[name] for name in _GROUP), strict=True)]
        columns = BOTH_SIDES if self.role_reversal else _TRIPLET
        return {name: list(values) for name, values in zip(columns, zip(*rows, strict=True), strict=True)}

    def _draw(self, identifier: str, anchor: str, hedges: list[dict], negations: list[dict]) -> tuple[str, ...]:
        draw = random.Random(f"{self.seed}/{self.epoch}/{identifier}")
        negation, other = (drawn["text"] for drawn in draw.sample(negations, 2))
        hedge = draw.choice(hedges)["text"]
        return (anchor, negation, hedge, other) if self.role_reversal else (anchor, hedge, other)


class Draw(Protocol):
    """A transform whose rows depend on the epoch."""

    epoch: int


class RedrawEveryEpoch(TrainerCallback):
    """Tells transforms which epoch it is."""

    def __init__(self, *draws: Draw) -> None:
        self.draws = draws

    def on_epoch_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """Set the epoch of the draws."""
        for draw in self.draws:
            draw.epoch = int(state.epoch or 0)


def contrast_rows(draw: DrawGroups | None, exclusion_passes: int = 1, **options: Any) -> DatasetDict:
    """Load the training split of the three kinds of rows.

    They stay apart, so that a batch holds sentences or passages but not both: mixed, every sentence would be
    padded to the length of the passages.

    Args:
        draw: Transform for the groups; None takes them whole, in the columns of `groups-flat`.
        exclusion_passes: How often the exclusion queries come in an epoch; they are the hardest and the fewest.
        **options: Builder options for the groups (`data_files`, `max_anchors`, ...).

    Returns:
        Datasets "groups", "contrast" and "exclusion", the last two with the columns q1, q2, doc1, doc2. In an
        exclusion row q2 is `query_including`, so that both documents are right once.
    """
    exclusion = load_view("exclusion").rename_columns(
        {"query": "q1", "query_including": "q2", "positive": "doc1", "negative": "doc2"}
    )
    return DatasetDict(
        groups=_whole_groups(options) if draw is None else _drawn_groups(draw, options),
        contrast=load_view("contrast").select_columns(COLUMNS),
        exclusion=concatenate_datasets([exclusion.select_columns(COLUMNS)] * exclusion_passes),
    )


def _drawn_groups(draw: DrawGroups, options: dict[str, Any]) -> Dataset:
    rows = load_view("groups", **options).select_columns(_GROUP)
    pairable = rows.filter(lambda negations: len(negations) > 1, input_columns="negations", desc="groups")
    if not len(pairable):
        raise UsageError("no group has two negations, which a draw needs; give other data_files or whole_groups")
    if len(pairable) < len(rows):
        logger.warning("%d of %d groups have one negation only and are left out", len(rows) - len(pairable), len(rows))
    pairable.set_transform(draw)
    return pairable


def _whole_groups(options: dict[str, Any]) -> Dataset:
    rows = load_view("groups-flat", **options)
    return rows.select_columns([name for name in rows.column_names if not name.endswith("_type")])
