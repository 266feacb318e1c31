# /// script
# requires-python = ">=3.11"
# dependencies = ["hedge-hf[audio]"]
# ///
"""Make the folder of the dataset repository hedgetriple-music; given again, it makes the same folder anew.

    uv run dataset_scripts/synthetic_music.py OUT
    hedge-hf publish dataset OUT --repo NAMESPACE/hedgetriple-music

`load_dataset("hedgetriple-music")` of hedge_hf makes the same rows without any download.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from datasets import load_dataset
from huggingface_hub import DatasetCard, DatasetCardData

from hedge_hf.audio.synthesis import QUALITIES, SECONDS, THINGS
from hedge_hf.audio.timbres import RATE
from hedge_hf.cli import run
from hedge_hf.data.registration import MUSIC
from hedge_hf.hub.dataset_folder import card_configs, rebuild, write_configs

_CARD = """---
{{{{ card_data }}}}
---

# hedgetriple-music

Short synthetic pieces of music with captions and tags, for audio-text models that have to hear negation.

{table}

- Audio: {seconds:g} s, {rate:,} Hz, mono, FLAC, made with numpy: additive, FM, noise and formant synthesis.
- `tags`: what is true of the piece, out of {things} (things) and {qualities} (qualities). Tags are true by
  construction, so every tag that a piece does not have is false of it, which tags of real music cannot promise.
- `caption`: states every tag, in varied words, without negation.
- Splits have disjoint seeds; every piece has a generator of its own.

Made by `dataset_scripts/synthetic_music.py` of hedge_hf, after the task of
[arXiv 2601.13931](https://arxiv.org/abs/2601.13931). CC0.
"""


def stage(folder: Path, **sizes: int) -> None:
    """Write default/SPLIT.parquet and README.md into an empty folder.

    Args:
        folder: The folder.
        **sizes: `seed`, and pieces per split, other than the usual ones.
    """
    counts = write_configs(folder, {"default": load_dataset(MUSIC, **sizes)})
    rows = [f"| {split} | {count:,} |" for split, count in counts["default"].items()]
    data = DatasetCardData(
        pretty_name="hedgetriple-music",
        license="cc0-1.0",
        language="en",
        task_categories=["audio-classification", "zero-shot-classification"],
        tags=["music", "negation", "synthetic", "audio-text-retrieval"],
        configs=card_configs(counts),
    )
    text = _CARD.format(
        table="\n".join(["| split | pieces |", "|---|---:|", *rows]),
        seconds=SECONDS,
        rate=RATE,
        things=", ".join(THINGS),
        qualities=", ".join(QUALITIES),
    )
    DatasetCard.from_template(data, template_str=text).save(folder / "README.md")


def main(argv: list[str]) -> None:
    """Parse the options and make the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder to make")
    for name in ("seed", "train", "validation", "test"):
        parser.add_argument(f"--{name}", type=int, help="other than the usual one")
    options = vars(parser.parse_args(argv))
    folder = options.pop("folder")
    sizes = {name: value for name, value in options.items() if value is not None}
    rebuild(folder, lambda new: stage(new, **sizes))


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
