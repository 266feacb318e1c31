"""`hedge-hf publish dataset`: every config of HedgeTriple as Parquet, with its card."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from datasets import Dataset, get_dataset_config_names, load_dataset
from huggingface_hub import DatasetCard, DatasetCardData
from rich.console import Console

from hedge_hf.data.registration import NAME
from hedge_hf.hub.generated import GeneratedRun, read_run
from hedge_hf.hub.publish import CARDS, escaped, upload
from hedge_hf.taxonomy import HEDGE_TYPES, NEGATION_TYPES

_OF_GROUPS = ("contrast", "exclusion", "constructions")


def stage(folder: Path, run: GeneratedRun | None = None) -> dict[str, dict[str, int]]:
    """Write the dataset repository into a folder: CONFIG/SPLIT.parquet and README.md.

    Args:
        folder: An empty folder.
        run: A generation run to publish instead of the shipped rows; contrast pairs, exclusion queries and
            constructions are then left out, since they belong to the shipped rows. The rows of `groups` tell their
            licence and prompt.

    Returns:
        Rows per config and split.
    """
    configs = get_dataset_config_names(NAME)
    options: dict[str, Any] = {}
    if run is not None:
        configs = [config for config in configs if config not in _OF_GROUPS]
        options["data_files"] = run.data_files
    counts: dict[str, dict[str, int]] = {}
    for config in configs:
        splits = load_dataset(NAME, config, **options)
        for split, rows in splits.items():
            (folder / config).mkdir(exist_ok=True)
            if run is not None and config == "groups":
                rows = _with_origin(rows, run)
            rows.to_parquet(folder / config / f"{split}.parquet")
        counts[config] = {split: len(rows) for split, rows in splits.items()}
    _card(counts, run).save(folder / "README.md")
    return counts


def _with_origin(rows: Dataset, run: GeneratedRun) -> Dataset:
    origin = run.origin_of_groups()
    for column in ("licence", "prompt"):
        rows = rows.add_column(column, [origin[identifier][column] for identifier in rows["id"]])
    return rows


def _card(counts: dict[str, dict[str, int]], run: GeneratedRun | None) -> DatasetCard:
    data = DatasetCardData(
        pretty_name="HedgeTriple",
        license="cc-by-4.0" if run is None else run.licence,
        language="en" if run is None else run.configuration["language"],
        task_categories=["sentence-similarity", "feature-extraction", "text-ranking"],
        tags=["negation", "hedging", "sentence-transformers"],
        configs=[
            {
                "config_name": config,
                **({"default": True} if config == "triplets" else {}),
                "data_files": [{"split": split, "path": f"{config}/{split}.parquet"} for split in splits],
            }
            for config, splits in counts.items()
        ],
    )
    return DatasetCard.from_template(
        data,
        template_path=str(CARDS / "dataset.md.jinja"),
        counts=counts,
        shipped=run is None,
        run=run,
        negation_types=NEGATION_TYPES,
        hedge_types=HEDGE_TYPES,
        escaped=escaped,
    )


def main(argv: list[str]) -> None:
    """Stage and upload."""
    parser = argparse.ArgumentParser(prog="hedge-hf publish dataset", allow_abbrev=False)
    parser.add_argument(
        "run", metavar="RUN", type=Path, nargs="?", help="folder of `hedge-hf generate`; without, the shipped rows"
    )
    parser.add_argument("--repo", required=True, help="namespace/name on the Hub")
    parser.add_argument("--private", action="store_true", help="make a new repository private")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        counts = stage(Path(folder), read_run(options.run) if options.run else None)
        url = upload(Path(folder), options.repo, "dataset", options.private)
    rows = sum(sum(splits.values()) for splits in counts.values())
    Console().print(
        f"Published {len(counts)} configs, {rows:,} rows: {url}\n"
        f'load_dataset("{options.repo}") gives {", ".join(counts["triplets"])}',
        highlight=False,
        soft_wrap=True,
    )
