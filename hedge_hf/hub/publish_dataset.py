"""`hedge-hf publish dataset`: every config of HedgeTriple as Parquet, with its card; or a folder made before."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasets import Dataset, Features, get_dataset_config_names, load_dataset
from huggingface_hub import DatasetCard, DatasetCardData
from rich.console import Console

from hedge_hf.data.builder import NoRowsError
from hedge_hf.data.registration import NAME
from hedge_hf.errors import require
from hedge_hf.hub.dataset_folder import Counts, card_configs, is_dataset_folder, write_configs
from hedge_hf.hub.publish import CARDS, add_target, escaped, publish, target_of
from hedge_hf.hub.staging import link_tree
from hedge_hf.taxonomy import HEDGE_TYPES, NEGATION_TYPES
from hedge_hf.version import __version__

if TYPE_CHECKING:
    from hedge_hf.hub.generated import GeneratedRun

_OF_GROUPS = ("contrast", "exclusion", "constructions")


def stage(folder: Path, run: GeneratedRun | None = None) -> Counts:
    """Write the dataset repository into a folder: CONFIG/SPLIT.parquet and README.md.

    Args:
        folder: An empty folder.
        run: A generation run to publish instead of the shipped rows; contrast pairs, exclusion queries and
            constructions are then left out, since they belong to the shipped rows, and so are views without rows. The
            rows of `groups` tell their licence and prompt.

    Returns:
        Rows per config and split.
    """
    names = get_dataset_config_names(NAME)
    options: dict[str, Any] = {}
    if run is not None:
        names = [name for name in names if name not in _OF_GROUPS]
        options["data_files"] = run.data_files
    configs = {}
    for name in names:
        with suppress(NoRowsError):  # of groups that lack types, some views have none
            configs[name] = load_dataset(NAME, name, **options)
    if run is not None:
        configs["groups"] = {split: _with_origin(rows, run) for split, rows in configs["groups"].items()}
    counts = write_configs(folder, configs)
    columns = {name: next(iter(splits.values())).features for name, splits in configs.items()}
    _card(counts, columns, run).save(folder / "README.md")
    return counts


def _with_origin(rows: Dataset, run: GeneratedRun) -> Dataset:
    origin = run.origin_of_groups()
    for column in ("licence", "prompt"):
        rows = rows.add_column(column, [origin[identifier][column] for identifier in rows["id"]])
    return rows


def _card(counts: Counts, columns: dict[str, Features], run: GeneratedRun | None) -> DatasetCard:
    data = DatasetCardData(
        pretty_name="HedgeTriple",
        license="cc-by-4.0" if run is None else run.licence,
        language="en" if run is None else run.configuration["language"],
        task_categories=["sentence-similarity", "feature-extraction", "text-ranking"],
        tags=["negation", "hedging", "sentence-transformers"],
        configs=card_configs(counts),
    )
    return DatasetCard.from_template(
        data,
        template_path=str(CARDS / "dataset.md.jinja"),
        counts=counts,
        columns={config: [_column(name, kind) for name, kind in each.items()] for config, each in columns.items()},
        version=__version__,
        shipped=run is None,
        run=run,
        negation_types=NEGATION_TYPES,
        hedge_types=HEDGE_TYPES,
        escaped=escaped,
    )


def _column(name: str, kind: Any) -> str:
    """Return a column as the card shows it, with the fields of what is nested."""
    inner = getattr(kind, "feature", kind)
    fields = f" ({', '.join(inner)})" if isinstance(inner, dict) else ""
    return f"`{name}`{fields}"


def main(argv: list[str]) -> None:
    """Stage and upload."""
    parser = argparse.ArgumentParser(prog="hedge-hf publish dataset", allow_abbrev=False)
    parser.add_argument(
        "source",
        metavar="FOLDER",
        type=Path,
        nargs="?",
        help="folder of `hedge-hf generate` or of a script in dataset_scripts; without, the shipped rows",
    )
    add_target(parser)
    options = parser.parse_args(argv)
    target = target_of(options, "dataset")
    if options.source and is_dataset_folder(options.source):
        url = publish(target, lambda folder: link_tree(options.source, folder), options.dry_run)
        done = str(options.source)
    else:
        run = require("hedge_hf.hub.generated", "generate").read_run(options.source) if options.source else None
        counts: Counts = {}
        url = publish(target, lambda folder: counts.update(stage(folder, run)), options.dry_run)
        done = f"{len(counts)} configs, {sum(sum(splits.values()) for splits in counts.values()):,} rows"
    if url:
        Console().print(
            f'Published {done}: {url}\nload_dataset("{target.repo}") loads it',
            highlight=False,
            soft_wrap=True,
            markup=False,
        )
