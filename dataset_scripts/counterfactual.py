# /// script
# requires-python = ">=3.11"
# dependencies = ["hedge-hf[generate,train]"]
# ///
"""Make the folder of the dataset repository m3-counterfactual from M3; given again, it makes the same folder anew.

    uv run dataset_scripts/counterfactual.py OUT
    hedge-hf publish dataset OUT --repo NAMESPACE/m3-counterfactual

M3 states no licence, so the rows hold the changes alone; `--with-texts` adds the texts, for a private repository.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from datasets import Dataset, load_dataset
from huggingface_hub import DatasetCard, DatasetCardData

from hedge_hf.cli import run
from hedge_hf.evaluation.tasks.counterfactual import M3, items
from hedge_hf.hub.dataset_folder import card_configs, rebuild, write_configs
from hedge_hf.hub.publish import CARDS
from hedge_hf.hub.refusals import refusals
from hedge_hf.version import __version__


def construct(conclusions: list[dict[str, Any]], with_texts: bool) -> Iterator[dict[str, Any]]:
    """Yield a row per change: the texts before and after, or only where what is replaced by what."""
    for conclusion in conclusions:
        for item in items([conclusion]):
            row = {"docid": conclusion["docid"], "kind": item["kind"]}
            if with_texts:
                yield row | {name: item[name] for name in ("evidence", "faithful", "altered")}
            else:
                text, span = conclusion["target_text"], conclusion[f"target_{item['kind']}_span"]
                start = text.index(span)
                end = len(item["altered"]) - (len(text) - start - len(span))
                yield row | {"start": start, "span": span, "replacement": item["altered"][start:end]}


def stage(folder: Path, with_texts: bool = False) -> None:
    """Write default/test.parquet and README.md into an empty folder."""
    with refusals(M3):
        conclusions = load_dataset(M3, "level3", split="train").to_list()
    rows = list(construct(conclusions, with_texts))
    counts = write_configs(folder, {"default": {"test": Dataset.from_list(rows)}})
    card = DatasetCardData(
        pretty_name="M3-Counterfactual",
        license="other" if with_texts else "cc-by-4.0",
        language="en",
        task_categories=["sentence-similarity", "text-ranking"],
        tags=["negation", "hedging", "medical", "counterfactual"],
        configs=card_configs(counts),
    )
    DatasetCard.from_template(
        card,
        template_path=str(CARDS / "counterfactual.md.jinja"),
        kinds=Counter(row["kind"] for row in rows),
        conclusions=len(conclusions),
        source=M3,
        with_texts=with_texts,
        version=__version__,
    ).save(folder / "README.md")


def main(argv: list[str]) -> None:
    """Parse the options and make the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder to make")
    parser.add_argument("--with-texts", action="store_true", help="add the texts of M3, for a private repository")
    options = parser.parse_args(argv)
    rebuild(options.folder, lambda folder: stage(folder, options.with_texts))


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
