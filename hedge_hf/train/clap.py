"""Train CLAP to hear negation: `hedge-hf train clap` or `accelerate launch -m hedge_hf.train.clap`."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from transformers import ClapModel, ClapProcessor, set_seed

import hedge_hf
from hedge_hf.audio.features import clips
from hedge_hf.audio.negated_captions import deny_all, stated
from hedge_hf.audio.negation_insert import NegationInsert, TagFrequencies
from hedge_hf.audio.rows import Music, load_music
from hedge_hf.audio.vocabulary import Vocabulary, load_vocabulary
from hedge_hf.cli import run
from hedge_hf.data.registration import MUSIC, fingerprint
from hedge_hf.errors import UsageError
from hedge_hf.taxonomy.denial import DENIALS
from hedge_hf.train.arguments import parse
from hedge_hf.train.clap_data import ClapRows, Collate
from hedge_hf.train.clap_model import ARCHITECTURES, has_fusion, load_clap, new_clap
from hedge_hf.train.clap_trainer import ClapTrainer, ClapTrainingArguments
from hedge_hf.train.contrast_rows import RedrawEveryEpoch
from hedge_hf.train.defaults import DECISIVE
from hedge_hf.train.fitting import fit
from hedge_hf.train.run_folder import claim

_DECISIVE = (*DECISIVE, "dissimilarity", "dissimilarity_margin", "ordering", "ordering_margin", "queries")


@dataclass
class ClapArguments:
    """Which model to train on which music.

    Attributes:
        model_name_or_path: A CLAP model to go on from; None makes one from scratch.
        architecture: What to make from scratch.
        dataset: "hedgetriple-music", which is made on this machine, a Hub id or a folder.
        split: Its split.
        audio_column: Column with the audio.
        caption_column: Column with the captions.
        tags_column: Column with the tags.
        max_rows: Train on so many rows only.
        vocabulary: A YAML file of terms instead of the shipped one.
        insert_probability: Chance that a caption gets negated tags that the track does not have; 0 turns it off.
        insert_most: How many it gets at most.
    """

    model_name_or_path: str | None = field(
        default=None, metadata={"help": "a folder or Hub id, such as laion/clap-htsat-unfused; none: from scratch"}
    )
    architecture: str = field(default="small", metadata={"help": "model from scratch", "choices": ARCHITECTURES})
    dataset: str = field(default=MUSIC, metadata={"help": f"{MUSIC} (made on this machine), a Hub id or a folder"})
    split: str = field(default="train", metadata={"help": "split of the dataset"})
    audio_column: str = field(default="audio", metadata={"help": "column with the audio"})
    caption_column: str = field(default="caption", metadata={"help": "column with the captions"})
    tags_column: str = field(default="tags", metadata={"help": "column with the tags"})
    max_rows: int | None = field(default=None, metadata={"help": "train on so many rows only"})
    vocabulary: str | None = field(default=None, metadata={"help": "a YAML file of terms instead of the shipped one"})
    insert_probability: float = field(
        default=0.0, metadata={"help": "chance that a caption gets negated tags that the track lacks; 0 turns it off"}
    )
    insert_most: int = field(default=2, metadata={"help": "how many it gets at most"})

    def __post_init__(self) -> None:
        usual = ClapArguments.architecture
        if self.model_name_or_path and self.architecture != usual:
            raise UsageError("architecture has no effect with model_name_or_path: it is that of a model from scratch")
        if self.insert_most != ClapArguments.insert_most and not self.insert_probability:
            raise UsageError("insert_most has no effect without insert_probability: give one or leave it out")
        if self.max_rows is not None and self.max_rows < 2:
            raise UsageError(f"max_rows is {self.max_rows}; a contrastive loss needs 2 or more")


def train(arguments: ClapArguments, training: ClapTrainingArguments) -> Path:
    """Train, or go on from the last checkpoint in the output folder.

    Returns:
        The folder of the trained model with its processor, `output_dir/model`.

    Raises:
        UsageError: If the output folder holds another run or cannot be written, or an input does not fit.
        HedgeError: If the data or the model cannot be had, or the disk is full.
    """
    output = Path(training.output_dir or "")
    configuration = asdict(arguments) | {name: getattr(training, name) for name in _DECISIVE}
    configuration |= {"data": fingerprint(MUSIC), "version": hedge_hf.__version__}
    if training.process_index == 0:
        claim(output, configuration)
    set_seed(training.seed)
    vocabulary = load_vocabulary(Path(arguments.vocabulary) if arguments.vocabulary else None)
    columns = (arguments.audio_column, arguments.caption_column, arguments.tags_column)
    with training.main_process_first(desc="data"):
        music = load_music(arguments.dataset, arguments.split, columns, arguments.max_rows)
        model, processor = _model(arguments, music, vocabulary)
        found = clips(music, processor.feature_extractor)
    console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True, quiet=training.process_index != 0)
    console.print(found.music.summary())
    frequencies = TagFrequencies.of(found.music.tags, vocabulary)
    insert = None
    if arguments.insert_probability:
        chance, most = arguments.insert_probability, arguments.insert_most
        insert = NegationInsert(vocabulary, frequencies, chance, most, training.seed)
    rows = ClapRows(found, vocabulary, frequencies, insert, training.seed)
    _check(rows, training, console)
    trainer = ClapTrainer(
        model=model,
        args=training,
        train_dataset=rows,
        data_collator=Collate(processor, has_fusion(model), training.texts),
        processing_class=processor,
        callbacks=[RedrawEveryEpoch(rows)],
    )
    folder = fit(trainer, output)
    speed = trainer.state.log_history[-1].get("train_samples_per_second", 0)
    console.print(f"{speed:,.0f} clips/s")
    return folder


def _model(arguments: ClapArguments, music: Music, vocabulary: Vocabulary) -> tuple[ClapModel, ClapProcessor]:
    if arguments.model_name_or_path:
        return load_clap(arguments.model_name_or_path)
    texts = [*music.captions, *vocabulary.terms]
    texts += [denial.phrase.format("music") for denial in DENIALS for _ in range(100)]
    for caption, tags in zip(music.captions, music.tags, strict=True):
        texts.append(deny_all(caption, stated(caption, tags, vocabulary)).text)
    return new_clap(arguments.architecture, texts)


def _check(rows: ClapRows, training: ClapTrainingArguments, console: Console) -> None:
    """Say what cannot be negated, and refuse data of which nothing can."""
    music = rows.clips.music
    if len(rows) < 2:
        raise UsageError(f"{music.name}: {len(rows)} row is too few; a contrastive loss needs 2 or more")
    if rows.insert is None and len(training.texts) == 1:
        return
    tags = {tag for tags in music.tags for tag in tags}
    if unknown := rows.vocabulary.unknown(sorted(tags)):
        examples = ", ".join(unknown[:3])
        console.print(f"tags outside the vocabulary: {len(unknown):,} of {len(tags):,}, such as {examples}")
    undeniable = rows.undeniable
    if undeniable.total() == len(rows) and {"full", "part"} & set(training.texts):
        raise UsageError(f"{music.name}: no caption states a tag of its row; give captions or a vocabulary that do")
    if undeniable:
        reasons = ", ".join(f"{count:,} have {reason}" for reason, count in undeniable.most_common())
        console.print(f"captions that cannot be negated: {reasons}")


def main(argv: list[str]) -> None:
    """Parse the options and train."""
    train(*parse(argv, (ClapArguments, ClapTrainingArguments), prog="hedge-hf train clap"))


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
