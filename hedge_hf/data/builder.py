"""The `datasets` builder behind `load_dataset("hedgetriple")`."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import datasets
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from datasets.builder import Key

from hedge_hf.data.held_out import check_patterns, hold_out
from hedge_hf.data.reading import read_tables
from hedge_hf.data.schema import CONSTRUCTIONS, CONTRAST, EXCLUSION, GROUPS, empty_table
from hedge_hf.data.splits import SPLITS, split_of
from hedge_hf.data.validation import check_ids, check_rows, conform
from hedge_hf.data.views import VIEWS
from hedge_hf.errors import UsageError
from hedge_hf.taxonomy import HEDGE_TYPE_NAMES, NEGATION_TYPE_NAMES

logger = logging.getLogger(__name__)

SEED_FOLDER = Path(__file__).parent / "seed"
_FILES = {"groups": GROUPS, "contrast": CONTRAST, "exclusion": EXCLUSION, "constructions": CONSTRUCTIONS}
_SPLIT_COLUMN = {"groups": "anchor", "contrast": "doc1", "exclusion": "positive"}
_DESCRIPTION = (
    "Anchors with two hedged and four negated variants each, written under linguistic taxonomies, "
    "after arXiv 2507.12782; with contrast pairs and exclusion queries for retrieval, "
    "and constructions for testing."
)
_CITATION = """\
@misc{truong2025negation,
  title = {Learning Robust Negation Text Representations},
  author = {Truong, Thinh Hung and Verspoor, Karin and Cohn, Trevor and Baldwin, Timothy},
  year = {2025},
  url = {https://arxiv.org/abs/2507.12782}
}"""


@dataclass
class HedgeTripleConfig(datasets.BuilderConfig):
    """What to load and, for ablations, what to leave out.

    Attributes:
        negation_types: Negation types to keep; an empty list drops the negative column.
        hedge_types: Hedge types to keep; with an empty list the anchor is its own positive.
        exclude_patterns: Patterns of negation to leave out, whatever their type (`groups` and its views); an
            anchor left without negations goes too.
        sources: Values of the `source` column to keep; None keeps all.
        max_anchors: Keep the first so many anchors of each split. The shipped rows are in hash order, so
            smaller sets are random subsets of larger ones.
        role_reversal: Add rows whose anchor is a negation (views `triplets` and `pairs`).
    """

    negation_types: list[str] | tuple[str, ...] = NEGATION_TYPE_NAMES
    hedge_types: list[str] | tuple[str, ...] = HEDGE_TYPE_NAMES
    exclude_patterns: list[str] | tuple[str, ...] = ()
    sources: list[str] | None = None
    max_anchors: int | None = None
    role_reversal: bool = False

    @property
    def file(self) -> str:
        """Which of the four kinds of file the config is made from."""
        return self.name if self.name in _FILES else "groups"

    def check(self) -> None:
        """Raise UsageError for an unknown type or an option without effect on this config."""
        for option, names in (("negation_types", NEGATION_TYPE_NAMES), ("hedge_types", HEDGE_TYPE_NAMES)):
            unknown = [name for name in getattr(self, option) if name not in names]
            if unknown:
                raise UsageError(f"{option}: unknown type {unknown[0]!r}; the types are {', '.join(names)}")
        check_patterns(self.exclude_patterns)
        if not self.negation_types and not self.hedge_types:
            raise UsageError("negation_types and hedge_types are both empty; keep at least one type")
        if self.max_anchors is not None and self.max_anchors < 1:
            raise UsageError(f"max_anchors is {self.max_anchors}; it must be at least 1")
        if self.role_reversal and self.name not in ("triplets", "pairs"):
            raise UsageError(f"role_reversal has no effect on {self.name!r}; use 'triplets' or 'pairs'")
        if self.name in ("n-tuples", "groups-flat") and not self.hedge_types:
            raise UsageError(f"{self.name!r} needs a positive; with hedge_types=[] use 'triplets'")
        changed = self.types != (HEDGE_TYPE_NAMES, NEGATION_TYPE_NAMES)
        if self.name not in VIEWS and changed:
            raise UsageError(f"negation_types and hedge_types have no effect on {self.name!r}; use a view")
        if self.file != "groups" and self.sources is not None:
            raise UsageError(f"sources has no effect on {self.name!r}; its rows have no source")
        if self.file != "groups" and self.exclude_patterns:
            raise UsageError(f"exclude_patterns has no effect on {self.name!r}; use 'groups' or a view of it")

    @property
    def types(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The chosen hedge types and negation types, each in the taxonomy's order."""
        return (
            tuple(name for name in HEDGE_TYPE_NAMES if name in self.hedge_types),
            tuple(name for name in NEGATION_TYPE_NAMES if name in self.negation_types),
        )

    def view(self, table: pa.Table) -> pa.Table:
        """Turn rows of the file into rows of this config."""
        if self.name not in VIEWS:
            return table
        options = {"role_reversal": True} if self.role_reversal else {}
        return VIEWS[self.name](table, *self.types, **options)


class NoRowsError(UsageError):
    """The options leave no row in any split."""


class HedgeTriple(datasets.ArrowBasedBuilder):
    """HedgeTriple from the shipped rows or from `data_files`.

    Data files are split by the hash of the anchor like the shipped rows, unless they are given per split,
    as in `data_files={"train": ..., "test": ...}`. The config `constructions` is for testing, so all its rows
    are in the split "test". Ids must be unique over all files; in streaming mode, where files are read as
    they come, that is not checked.
    """

    BUILDER_CONFIG_CLASS = HedgeTripleConfig
    BUILDER_CONFIGS = tuple(HedgeTripleConfig(name=name) for name in [*VIEWS, *_FILES])
    DEFAULT_CONFIG_NAME = "triplets"

    def _info(self) -> datasets.DatasetInfo:
        self.config.check()
        view = self.config.view(empty_table(_FILES[self.config.file]))
        return datasets.DatasetInfo(
            description=_DESCRIPTION,
            citation=_CITATION,
            features=datasets.Features.from_arrow_schema(view.schema),
        )

    def _split_generators(self, dl_manager: datasets.DownloadManager) -> list[datasets.SplitGenerator]:
        if self.config.data_files is None:
            files = {"train": [str(SEED_FOLDER / f"{self.config.file}.parquet")]}
        else:
            files = {str(split): names for split, names in dl_manager.download(self.config.data_files).items()}
        if self.config.file == "constructions":
            files = {"test": [name for names in files.values() for name in names]}
        by_hash = list(files) == ["train"]
        splits = list(SPLITS) if by_hash else list(files)
        self._unchecked = dl_manager.is_streaming
        if not dl_manager.is_streaming:
            filled = self._survey(files, by_hash)
            splits = [split for split in splits if split in filled]
        # a tuple is not divided among processes, and only one process can count anchors
        pack = tuple if self.config.max_anchors else list
        return [
            datasets.SplitGenerator(
                name=split,
                gen_kwargs={
                    "files": pack(files["train" if by_hash else split]),
                    "split": split if by_hash else None,
                },
            )
            for split in splits
        ]

    def _survey(self, files: dict[str, list[str]], by_hash: bool) -> set[str]:
        """Check all rows and return the splits that get any: `datasets` cannot read a split without rows."""
        filled: set[str] = set()
        for split, names in files.items():
            ids: set[str] = set()
            for name in names:
                for first_row, table in self._tables(name):
                    check_rows(table, name, first_row)
                    check_ids(ids, table, name, first_row)
                    rows = self._selected(table)
                    of_split = self._by_hash(rows) if by_hash else {split: rows}
                    filled.update(name for name in of_split.keys() - filled if len(self.config.view(of_split[name])))
        if not filled:
            raise NoRowsError(
                f"no rows are left for {self.config.name!r}; "
                "widen sources, exclude fewer patterns or give other data_files"
            )
        return filled

    def _generate_tables(
        self, files: list[str] | tuple[str, ...], split: str | None
    ) -> Iterator[tuple[Key, pa.Table]]:
        remaining = self.config.max_anchors
        for file_index, name in enumerate(files):
            for batch_index, (first_row, table) in enumerate(self._tables(name)):
                if self._unchecked:
                    check_rows(table, name, first_row)
                rows = self._selected(table)
                if split is not None:
                    rows = self._by_hash(rows)[split]
                if remaining is not None:
                    rows = rows.slice(0, remaining)
                    remaining -= len(rows)
                view = self.config.view(rows)
                self._report_left_out(rows, view)
                yield Key(file_index, batch_index), view
                if remaining == 0:
                    return

    def _tables(self, name: str) -> Iterator[tuple[int, pa.Table]]:
        """Yield the tables of a file, in the columns of the schema, each with the number of rows before it."""
        first_row = 0
        with open(name, "rb") as file:
            for table in read_tables(file, name):
                yield first_row, conform(table, _FILES[self.config.file], name)
                first_row += len(table)

    def _selected(self, table: pa.Table) -> pa.Table:
        if self.config.sources is not None:
            table = table.filter(pc.is_in(table["source"], value_set=pa.array(self.config.sources, pa.string())))
        return hold_out(table, self.config.exclude_patterns) if self.config.exclude_patterns else table

    def _by_hash(self, table: pa.Table) -> dict[str, pa.Table]:
        splits = self._splits(table)
        return {name: table.filter(pa.array(splits == index)) for index, name in enumerate(SPLITS)}

    def _splits(self, table: pa.Table) -> np.ndarray:
        return split_of(table[_SPLIT_COLUMN[self.config.file]])

    def _report_left_out(self, rows: pa.Table, view: pa.Table) -> None:
        if self.config.name == "groups-flat" and len(view) < len(rows):
            logger.warning("%d of %d anchors lack a selected type and are left out", len(rows) - len(view), len(rows))
