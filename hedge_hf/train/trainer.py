"""The HedgeTriple trainer: sentence-transformers' trainer with the loss that fits the columns."""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass, field
from typing import Any

import torch
from datasets import DatasetDict
from sentence_transformers import (
    SentenceTransformer,
    SentenceTransformerTrainer,
    SentenceTransformerTrainingArguments,
)
from torch import nn
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from hedge_hf.errors import UsageError
from hedge_hf.losses import (
    CachedLoss,
    ContrastPairLoss,
    DissimilarityLoss,
    GroupLoss,
    PreservationLoss,
    RoleReversalLoss,
)
from hedge_hf.losses.in_batch_ranking import in_batch_ranking
from hedge_hf.train.contrast_rows import BOTH_SIDES, COLUMNS, PASSAGES
from hedge_hf.train.defaults import TrainingDefaults
from hedge_hf.train.refreshed_rows import RefreshedRows

_Columns = tuple[int, ...]
_Pairs = tuple[tuple[int, int], ...]


@dataclass
class HedgeTripleTrainingArguments(TrainingDefaults, SentenceTransformerTrainingArguments):  # type: ignore[misc]
    """Arguments of `SentenceTransformerTrainingArguments` with defaults for HedgeTriple, and the loss's own.

    Attributes:
        scale: Inverse temperature of the ranking loss.
        hardness: How much more near negatives count in the ranking loss; 0 turns it off.
        preservation: Weight that ties embeddings to the base model's; 0 turns it off.
        role_reversal: Negations are queries too, with each other as positives and the anchor as hard negative.
        dissimilarity: Final weight of the term that pushes a text from its negation; 0 turns it off.
        cached_mini_batch_size: Encode each batch in mini-batches of so many texts per column (GradCache), for batches
            that do not fit into memory; 0 turns it off.
    """

    output_dir: str | None = field(default="runs/encoder", metadata={"help": "where checkpoints and the model go"})
    scale: float = field(default=20.0, metadata={"help": "inverse temperature of the ranking loss"})
    hardness: float = field(default=0.0, metadata={"help": "how much more near negatives count; 0 turns it off"})
    preservation: float = field(
        default=3.0, metadata={"help": "weight that ties embeddings to the base model's; 0 turns it off"}
    )
    role_reversal: bool = field(default=True, metadata={"help": "negations are queries too, for each other"})
    dissimilarity: float = field(
        default=0.0, metadata={"help": "final weight that pushes a text from its negation; 0 turns it off"}
    )
    cached_mini_batch_size: int = field(
        default=0, metadata={"help": "encode batches in mini-batches of so many texts (GradCache); 0 turns it off"}
    )
    per_device_train_batch_size: int = field(default=32, metadata={"help": "rows per device and step"})
    learning_rate: float = field(default=8e-5, metadata={"help": "peak learning rate"})
    num_train_epochs: float = field(default=1.0, metadata={"help": "passes over the rows"})

    def __post_init__(self) -> None:
        if not 0 < self.scale < math.inf:
            raise UsageError(f"scale is {self.scale}; it must be above 0, and finite")
        for name in ("hardness", "preservation", "dissimilarity", "cached_mini_batch_size"):
            if not 0 <= getattr(self, name) < math.inf:
                raise UsageError(f"{name} is {getattr(self, name)}; it must be 0 or above, and finite")
        super().__post_init__()


class HedgeTripleTrainer(SentenceTransformerTrainer):
    """Trains an encoder on any view of HedgeTriple.

    The loss follows the columns: draws from both sides of a group (anchor, negation, hedge, other_negation) get
    :class:`RoleReversalLoss`, whole groups (anchor, positive_1, ..., negative_1, ...) :class:`GroupLoss`, contrast
    pairs (q1, q2, doc1, doc2) :class:`ContrastPairLoss`, all others sentence-transformers'
    MultipleNegativesRankingLoss with the negatives as hard negatives. With `args.preservation` each is wrapped in
    :class:`PreservationLoss`, which ties anchors, hedges and positives and leaves negations free; of contrast pairs
    it ties q1 and doc1. Passages beside sentences (contrast pairs, exclusion
    queries, mined rows, feedback) are not tied: two passages that differ in one word have to come apart, and the
    sentences hold the geometry. Passages alone are tied, for nothing else would hold it.
    """

    training_args_class = HedgeTripleTrainingArguments
    args: HedgeTripleTrainingArguments

    def __init__(self, *args: Any, refreshed: RefreshedRows | None = None, **kwargs: Any) -> None:
        """Take the arguments of `SentenceTransformerTrainer`.

        Args:
            *args: For the base class.
            refreshed: Where the passages of rows without any are looked up at every step.
            **kwargs: For the base class.
        """
        self.refreshed = refreshed
        super().__init__(*args, **kwargs)

    def collect_features(self, inputs: dict[str, Any]) -> tuple[list[dict[str, torch.Tensor]], torch.Tensor | None]:
        """Return the tokenised columns of a batch; labels are numbers of rows to look up."""
        features, labels = super().collect_features(inputs)
        if self.refreshed is None or labels is None:
            return features, labels
        return features + self.refreshed.features(self.model, labels), None

    def get_default_loss(self, model: SentenceTransformer) -> nn.Module | dict[str, nn.Module]:  # type: ignore[override]
        """Return the loss for the columns of the training data, or one for each of its datasets."""
        dataset: Any = self.train_dataset
        base = copy.deepcopy(model) if self.args.preservation else None
        if not isinstance(dataset, DatasetDict):
            return self._loss(model, base, self._columns(dataset), gather=self.args.world_size > 1)
        columns = {name: self._columns(rows) for name, rows in dataset.items()}
        # ranks may be in different datasets at the same step; they can exchange embeddings of the same columns only
        gather = self.args.world_size > 1 and len({tuple(names) for names in columns.values()}) == 1
        tied = columns.keys() - set(PASSAGES) or columns.keys()
        return {name: self._loss(model, base, names, gather, name not in tied) for name, names in columns.items()}

    def _columns(self, rows: Any) -> list[str]:
        names = [name for name in next(iter(rows)) if name != "dataset_name"]  # left by an earlier trainer of the rows
        return self.refreshed.columns if self.refreshed is not None and "label" in names else names

    def _loss(
        self,
        model: SentenceTransformer,
        base: SentenceTransformer | None,
        columns: list[str],
        gather: bool,
        free: bool = False,
    ) -> nn.Module:
        arguments = self.args
        loss, tied, opposites = self._ranking_loss(model, columns, gather)
        if arguments.dissimilarity and not free:
            if not opposites:
                raise UsageError("dissimilarity has no effect on rows without negatives; leave it out")
            loss = DissimilarityLoss(model, loss, opposites, arguments.dissimilarity)
            self.add_callback(_Progress(loss))
        if base is not None:
            dtype = torch.bfloat16 if arguments.bf16 else torch.float32
            tied = () if free else tied
            loss = PreservationLoss(model, loss, base=base, weight=arguments.preservation, columns=tied, dtype=dtype)
        if arguments.cached_mini_batch_size:
            loss = CachedLoss(model, loss, arguments.cached_mini_batch_size)
        return loss

    def _ranking_loss(
        self, model: SentenceTransformer, columns: list[str], gather: bool
    ) -> tuple[nn.Module, _Columns, _Pairs]:
        """Return the ranking loss, the columns that preservation ties, and those that are negations of each other."""
        options: dict[str, Any] = {"scale": self.args.scale, "gather_across_devices": gather}
        weighted = options | {"hardness": self.args.hardness}
        positives = sum(name.startswith("positive_") for name in columns)
        if positives:
            if self.args.hardness:
                raise UsageError("hardness has no effect on whole groups; leave it out")
            affirmed = range(1 + positives)
            loss = GroupLoss(model, positives=positives, role_reversal=self.args.role_reversal, **options)
            opposites = tuple((text, negation) for text in affirmed for negation in range(1 + positives, len(columns)))
            return loss, tuple(affirmed), opposites
        if columns == BOTH_SIDES:
            return RoleReversalLoss(model, **weighted), (0, 2), ((0, 3), (1, 0))
        if columns == COLUMNS:
            return ContrastPairLoss(model, **weighted), (0, 2), ((0, 3), (1, 2))
        opposites = tuple((0, negative) for negative in range(2, len(columns)))
        return in_batch_ranking(model, **weighted), (0, 1), opposites


class _Progress(TrainerCallback):
    """Tells the dissimilarity term how much of the training is over."""

    def __init__(self, loss: DissimilarityLoss) -> None:
        self.loss = loss

    def on_step_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        self.loss.progress = state.global_step / max(1, state.max_steps)
