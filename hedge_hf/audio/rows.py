"""Loads audio, captions and tags of any dataset; rows that lack one of them are left out and counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasets import Audio, Dataset, load_dataset
from datasets.exceptions import DatasetGenerationError

from hedge_hf.audio.folders import read_folder
from hedge_hf.errors import HedgeError, UsageError, one_line


@dataclass(frozen=True)
class Music:
    """Rows that have audio, a caption and tags.

    Attributes:
        name: Where they come from.
        audio: A dataset with the column audio, not decoded.
        captions: The caption of each row.
        tags: The tags of each row.
        skipped: How many rows were left out, by reason.
    """

    name: str
    audio: Dataset
    captions: list[str]
    tags: list[list[str]]
    skipped: Counter[str]

    @property
    def total(self) -> int:
        """How many rows there were at first."""
        return len(self.captions) + self.skipped.total()

    def kept(self, rows: list[int], skipped: Counter[str]) -> Music:
        """Return some of the rows, with the reasons why the others are left out."""
        captions, tags = [self.captions[row] for row in rows], [self.tags[row] for row in rows]
        return Music(self.name, self.audio.select(rows), captions, tags, self.skipped + skipped)

    def summary(self) -> str:
        """Return how many rows there are, and why others were left out, in one line."""
        reasons = ", ".join(f"{count:,} with {reason}" for reason, count in self.skipped.most_common())
        return f"{self.name}: {len(self.captions):,} of {self.total:,} rows" + (
            f"; left out: {reasons}" if reasons else ""
        )


def load_music(
    name: str, split: str, columns: tuple[str, str, str] = ("audio", "caption", "tags"), max_rows: int | None = None
) -> Music:
    """Load a split.

    Args:
        name: "hedgetriple-music", a Hub id, or a folder, such as one of audio files and a metadata.csv.
        split: Name of the split.
        columns: Which columns hold the audio, the caption (or several, of which the first counts), and the tags (a
            list, or a text in which commas separate them).
        max_rows: Take the first so many rows only.

    Raises:
        HedgeError: If the dataset cannot be had.
        UsageError: If a column is missing or of the wrong kind, or no row is whole.
    """
    rows = _load(name, split)
    if max_rows is not None:
        rows = rows.select(range(min(max_rows, len(rows))))
    for role, column in zip(("audio", "caption", "tags"), columns, strict=True):
        if column not in rows.column_names:
            found = ", ".join(rows.column_names)
            raise UsageError(f"{name}: no column {column!r} (there are {found}); give --{role}_column")
    if not isinstance(rows.features[columns[0]], Audio):
        raise UsageError(f"{name}: the column {columns[0]!r} holds no audio; give --audio_column")
    audio = rows.select_columns(columns[0]).rename_columns({columns[0]: "audio"} if columns[0] != "audio" else {})
    captions, tags = [_caption(value) for value in rows[columns[1]]], [_tags(value) for value in rows[columns[2]]]
    music = Music(name, audio.cast_column("audio", Audio(decode=False)), captions, tags, Counter())
    return _whole(music)


def _load(name: str, split: str) -> Dataset:
    try:
        rows = read_folder(Path(name), split)
        return load_dataset(name, split=split) if rows is None else rows
    except HedgeError:
        raise
    except (OSError, ValueError, RuntimeError, StopIteration) as error:
        raise HedgeError(f"{name}: no dataset with a split {split} ({one_line(error)})") from error
    except DatasetGenerationError as error:
        reason = one_line(error.__cause__ or error)
        raise HedgeError(f"{name}: cannot be read ({reason}); Parquet and folders with a metadata.csv can") from error


def _whole(music: Music) -> Music:
    skipped: Counter[str] = Counter()
    rows = []
    for row, (caption, tags) in enumerate(zip(music.captions, music.tags, strict=True)):
        if caption and tags:
            rows.append(row)
        else:
            skipped["no tags" if caption else "no caption"] += 1
    if not rows:
        raise UsageError(
            f"{music.name}: no row has a caption and tags; give --caption_column and --tags_column that do"
        )
    return music.kept(rows, skipped) if skipped else music


def _caption(value: Any) -> str:
    first = next(iter(value), "") if isinstance(value, list) else value
    return " ".join(str(first or "").split())


def _tags(value: Any) -> list[str]:
    tags = value if isinstance(value, list) else str("" if value is None else value).split(",")
    return [tag for tag in (" ".join(str(tag).split()) for tag in tags) if tag]
