"""`hedge-hf publish dataset`: every config of HedgeTriple as Parquet, with its card."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from datasets import get_dataset_config_names, load_dataset
from huggingface_hub import DatasetCard, DatasetCardData
from rich.console import Console

from hedge_hf.data.registration import NAME
from hedge_hf.hub.publish import CARDS, upload
from hedge_hf.taxonomy import HEDGE_TYPES, NEGATION_TYPES


def stage(folder: Path, data_files: str | None = None) -> dict[str, dict[str, int]]:
    """Write the dataset repository into a folder: CONFIG/SPLIT.parquet and README.md.

    Args:
        folder: An empty folder.
        data_files: Groups to publish instead of the shipped ones; contrast pairs, exclusion queries and
            constructions are then left out, since they belong to the shipped rows.

    Returns:
        Rows per config and split.
    """
    configs = get_dataset_config_names(NAME)
    options: dict[str, Any] = {}
    if data_files is not None:
        configs = [config for config in configs if config not in ("contrast", "exclusion", "constructions")]
        options["data_files"] = data_files
    counts: dict[str, dict[str, int]] = {}
    for config in configs:
        splits = load_dataset(NAME, config, **options)
        for split, rows in splits.items():
            (folder / config).mkdir(exist_ok=True)
            rows.to_parquet(folder / config / f"{split}.parquet")
        counts[config] = {split: len(rows) for split, rows in splits.items()}
    _card(counts, shipped=data_files is None).save(folder / "README.md")
    return counts


def _card(counts: dict[str, dict[str, int]], shipped: bool) -> DatasetCard:
    data = DatasetCardData(
        pretty_name="HedgeTriple",
        license="cc-by-4.0" if shipped else "other",
        language="en",
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
        shipped=shipped,
        negation_types=NEGATION_TYPES,
        hedge_types=HEDGE_TYPES,
    )


def main(argv: list[str]) -> None:
    """Stage and upload."""
    parser = argparse.ArgumentParser(prog="hedge-hf publish dataset", allow_abbrev=False)
    parser.add_argument("--repo", required=True, help="namespace/name on the Hub")
    parser.add_argument("--data-files", help="a file or glob of groups instead of the shipped rows")
    parser.add_argument("--private", action="store_true", help="make a new repository private")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        counts = stage(Path(folder), options.data_files)
        url = upload(Path(folder), options.repo, "dataset", options.private)
    rows = sum(sum(splits.values()) for splits in counts.values())
    Console().print(
        f"Published {len(counts)} configs, {rows:,} rows: {url}\n"
        f'load_dataset("{options.repo}") gives {", ".join(counts["triplets"])}',
        highlight=False,
        soft_wrap=True,
    )
