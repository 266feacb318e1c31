"""The trainer of CLAP: transformers' trainer with the audio-text loss."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from torch import Tensor
from transformers import Trainer, TrainingArguments

from hedge_hf.errors import UsageError
from hedge_hf.losses.audio_text import AudioTextLoss, NegatedTexts, Queries
from hedge_hf.train.clap_data import TEXTS
from hedge_hf.train.defaults import TrainingDefaults


@dataclass
class ClapTrainingArguments(TrainingDefaults, TrainingArguments):  # type: ignore[misc]
    """Arguments of `TrainingArguments` with defaults for CLAP, and the loss's own.

    Attributes:
        dissimilarity: Weight of the term that pushes a caption from its full negation; 0 turns it off.
        dissimilarity_margin: Cosine up to which the two may be similar.
        ordering: Weight of the term that ranks caption, partial and full negation for each clip; 0 turns it off.
        ordering_margin: Cosine between neighbours of that order.
        queries: Weight of the term that ranks clips by whether short queries are true of them; 0 turns it off.
    """

    output_dir: str | None = field(default="runs/clap", metadata={"help": "where checkpoints and the model go"})
    dissimilarity: float = field(
        default=0.0, metadata={"help": "weight that pushes a caption from its full negation; 0 turns it off"}
    )
    dissimilarity_margin: float = field(default=0.0, metadata={"help": "cosine up to which the two may be similar"})
    ordering: float = field(
        default=0.0, metadata={"help": "weight that ranks caption, partial, full negation for a clip; 0 turns it off"}
    )
    ordering_margin: float = field(default=0.1, metadata={"help": "cosine between neighbours of that order"})
    queries: float = field(
        default=0.0, metadata={"help": "weight that ranks clips by the truth of short queries; 0 turns it off"}
    )
    per_device_train_batch_size: int = field(default=64, metadata={"help": "rows per device and step"})
    learning_rate: float = field(default=1e-3, metadata={"help": "peak learning rate"})
    num_train_epochs: float = field(default=20.0, metadata={"help": "passes over the rows"})
    remove_unused_columns: bool = field(default=False, metadata={"help": "has to stay off"})

    def __post_init__(self) -> None:
        for name in ("dissimilarity", "ordering", "queries"):
            if getattr(self, name) < 0:
                raise UsageError(f"{name} is {getattr(self, name)}; it must be 0 or above")
        for name in ("dissimilarity_margin", "ordering_margin"):
            if not -1 <= getattr(self, name) < 1:
                raise UsageError(f"{name} is {getattr(self, name)}; it is a cosine: from -1 to below 1")
        for term in ("dissimilarity", "ordering"):
            margin = f"{term}_margin"
            if getattr(self, margin) != getattr(ClapTrainingArguments, margin) and not getattr(self, term):
                raise UsageError(f"{margin} has no effect without {term}: give both or none")
        if self.remove_unused_columns:
            raise UsageError("remove_unused_columns has to be False: captions and tags are read from the rows")
        super().__post_init__()

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of a row that the loss needs."""
        needed = {
            "full": bool(self.dissimilarity or self.ordering),
            "part": bool(self.ordering),
            "query": bool(self.queries),
        }
        return tuple(name for name in TEXTS if needed.get(name, True))


class ClapTrainer(Trainer):
    """Trains a `ClapModel` on `ClapRows`; audio and all texts of a batch go through the model in one call."""

    args: ClapTrainingArguments

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.args
        self.loss = AudioTextLoss(
            dissimilarity=own.dissimilarity,
            dissimilarity_margin=own.dissimilarity_margin,
            ordering=own.ordering,
            ordering_margin=own.ordering_margin,
            queries=own.queries,
            gather=own.world_size > 1,
        )

    def compute_loss(
        self, model: Any, inputs: dict[str, Tensor], return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        """Return the loss of a batch of `Collate`."""
        valid, truth = inputs.pop("valid"), inputs.pop("truth")
        found = model(**inputs)
        audio = found.audio_embeds.float()
        embeddings = dict(zip(self.args.texts, found.text_embeds.float().split(len(audio)), strict=True))
        negated = {
            name: NegatedTexts(embeddings[name], mask)
            for name, mask in zip(self.args.texts, valid, strict=True)
            if name in ("full", "part")
        }
        queries = Queries(embeddings["query"], truth) if "query" in embeddings else None
        plain = self.accelerator.unwrap_model(model)
        scales = (plain.logit_scale_a.exp().clamp_max(100), plain.logit_scale_t.exp().clamp_max(100))
        loss = self.loss(audio, embeddings["caption"], scales, **negated, queries=queries)
        return (loss, found) if return_outputs else loss
