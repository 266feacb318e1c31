"""The `datasets` builder behind `load_dataset("hedgetriple-music")`: synthetic pieces with captions and tags."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import datasets
import numpy as np
import pyarrow as pa
from datasets.builder import Key

from hedge_hf.errors import UsageError, require

_ROWS = 100
SPLITS = ("train", "test", "validation")
FEATURES = datasets.Features(
    {
        "id": datasets.Value("string"),
        "audio": datasets.Audio(decode=False),
        "caption": datasets.Value("string"),
        "tags": datasets.List(datasets.Value("string")),
    }
)


@dataclass
class SyntheticMusicConfig(datasets.BuilderConfig):
    """How much music to make.

    Attributes:
        seed: Seed of all pieces; each piece has a generator of its own, so splits share none.
        train: Pieces of the split train.
        validation: Pieces of the split validation.
        test: Pieces of the split test.
    """

    seed: int = 0
    train: int = 3_000
    validation: int = 300
    test: int = 500


class SyntheticMusic(datasets.ArrowBasedBuilder):
    """Three-second pieces at 16 kHz, mono, FLAC, whose tags are true by construction."""

    VERSION = datasets.Version("1.0.0")
    BUILDER_CONFIG_CLASS = SyntheticMusicConfig
    BUILDER_CONFIGS = (SyntheticMusicConfig(name="default"),)
    config: SyntheticMusicConfig

    def _info(self) -> datasets.DatasetInfo:
        return datasets.DatasetInfo(
            description="Short synthetic pieces of music with captions and tags that are true by construction.",
            features=FEATURES,
            license="cc0-1.0",
        )

    def _split_generators(self, dl_manager: datasets.DownloadManager) -> list[datasets.SplitGenerator]:
        if self.config.seed < 0:
            raise UsageError(f"seed is {self.config.seed}; it must be 0 or above")
        for split in SPLITS:
            if getattr(self.config, split) < 1:
                raise UsageError(f"{split} is {getattr(self.config, split)}; make at least 1 piece")
        require("soundfile", "audio")
        return [
            datasets.SplitGenerator(
                name=split, gen_kwargs={"numbers": list(range(getattr(self.config, split))), "split": split}
            )
            for split in SPLITS
        ]

    def _generate_tables(self, numbers: list[int], split: str) -> Iterator[tuple[Key, pa.Table]]:
        # tables, because the encoder of `datasets` wants torchcodec even for audio that is encoded already
        for start in range(0, len(numbers), _ROWS):
            rows = [make_row(self.config.seed, split, number) for number in numbers[start : start + _ROWS]]
            yield Key(numbers[0], start), pa.Table.from_pylist(rows, schema=FEATURES.arrow_schema)


def make_row(seed: int, split: str, number: int) -> dict[str, Any]:
    """Make a piece.

    Args:
        seed: Seed of the whole set.
        split: Name of a split.
        number: Number of the piece in it.

    Returns:
        A row with the columns of `FEATURES`.
    """
    from hedge_hf.audio.captions import write_caption
    from hedge_hf.audio.synthesis import draw_piece, render
    from hedge_hf.audio.timbres import RATE

    draw = np.random.default_rng([seed, SPLITS.index(split), number])
    piece = draw_piece(draw)
    stream = io.BytesIO()
    require("soundfile", "audio").write(stream, render(piece, draw), RATE, format="FLAC", subtype="PCM_16")
    identifier = f"{split}-{number:05d}"
    return {
        "id": identifier,
        "audio": {"bytes": stream.getvalue(), "path": f"{identifier}.flac"},
        "caption": write_caption(piece.tags, random.Random(f"{seed}/{identifier}")),
        "tags": piece.tags,
    }
