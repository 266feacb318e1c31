# /// script
# requires-python = ">=3.11"
# dependencies = ["hedge-hf[generate]"]
# ///
"""Make the folder of the dataset repository hedgetriple-contrast; given again, it makes the same folder anew.

uv run dataset_scripts/hedgetriple_contrast.py OUT
hedge-hf publish dataset OUT --repo NAMESPACE/hedgetriple-contrast
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from datasets import load_dataset
from huggingface_hub import DatasetCard, DatasetCardData

from hedge_hf.cli import run
from hedge_hf.data.registration import NAME
from hedge_hf.data.splits import SPLITS
from hedge_hf.hub.dataset_folder import card_configs, rebuild, write_configs
from hedge_hf.hub.publish import CARDS
from hedge_hf.version import __version__

CONFIGS = ("contrast", "exclusion", "constructions")


def stage(folder: Path) -> None:
    """Write CONFIG/SPLIT.parquet and README.md into an empty folder."""
    configs = {config: load_dataset(NAME, config) for config in CONFIGS}
    counts = write_configs(folder, configs)
    card = DatasetCardData(
        pretty_name="HedgeTriple-Contrast",
        license="cc-by-4.0",
        language="en",
        task_categories=["text-retrieval", "text-ranking", "sentence-similarity"],
        tags=["negation", "exclusion", "contrast", "sentence-transformers"],
        configs=card_configs(counts),
    )
    DatasetCard.from_template(
        card,
        template_path=str(CARDS / "contrast.md.jinja"),
        counts=counts,
        splits=SPLITS,
        columns={config: splits["test"].column_names for config, splits in configs.items()},
        version=__version__,
    ).save(folder / "README.md")


def main(argv: list[str]) -> None:
    """Parse the options and make the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder to make")
    rebuild(parser.parse_args(argv).folder, stage)


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
