"""What data written by rules is worth beside the shipped rows: the paper's recipe on either and on both.

python benchmarks/generate/training.py --hub FOLDER --data "samples of ..."

FOLDER holds Hub datasets as datasets/NAMESPACE/NAME, the five corpora of the paper and the benchmarks among them. Each
run has as many anchors and steps; only `rules, all anchors` has more of the first.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from environment import inside_hub, save

CORPORA = (
    "stanfordnlp/snli",
    "nyu-mll/multi_nli",
    "sentence-transformers/sentence-compression",
    "sentence-transformers/simple-wiki",
    "sentence-transformers/coco-captions",
)
OUTPUT = Path("runs/generated_data")
DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "generated_data.md"
ANCHORS, STEPS = 2000, 130


def main() -> None:
    """Generate, mix, train, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hub", type=Path, required=True, help="folder to serve")
    parser.add_argument("--cache", type=Path, default=Path("runs/benchmark_cache"), help="HF_HOME")
    parser.add_argument("--data", default="full test splits", help="which rows they are, for the result")
    options = parser.parse_args()
    inside_hub(options.hub, options.cache)
    _call("generate", "--anchors", *CORPORA, "--num-anchors", 5 * ANCHORS, "--out", OUTPUT / "rules")
    anchors = _mix()
    steps = {"max_steps": STEPS}
    rules = {"data_files": str(OUTPUT / "rules" / "groups-*.parquet")}
    sweep = {
        "recipe": "encoder/minilm-triplets",
        "output_dir": str(OUTPUT / "sweep"),
        "suite": "all",
        "general": ["STSBenchmark"],
        "split": "test",
        "runs": {
            "shipped": steps | {"max_anchors": ANCHORS},
            "rules": steps | rules | {"max_anchors": ANCHORS},
            "half of each": steps | {"data_files": str(OUTPUT / "both.parquet"), "max_anchors": ANCHORS},
            "rules, all anchors": steps | rules,
        },
    }
    file = OUTPUT / "sweep.yaml"
    file.write_text(json.dumps(sweep), encoding="utf-8")
    _call("sweep", file)
    result = json.loads((OUTPUT / "sweep" / "sweep.json").read_text(encoding="utf-8"))
    save("generated_data", {"data": options.data, "anchors": ANCHORS, "steps": STEPS, "sweep": result})
    shutil.copy(OUTPUT / "sweep" / "sweep.png", DOCUMENT.with_suffix(".png"))
    DOCUMENT.write_text(
        "# Data written by rules, beside the shipped rows\n\n"
        "Made by `benchmarks/generate/training.py`; all numbers: `benchmarks/results/generated_data.json`.\n"
        f"Data: {options.data}. Scores on samples are not comparable with those on the full sets.\n"
        f"Each run has {ANCHORS:,} anchors and {STEPS} steps; the last one draws from the training split of all\n"
        f"{anchors:,} for which the rules wrote a hedge and a negation, of {5 * ANCHORS:,} from the paper's five\n"
        "corpora (samples here).\n\n"
        + (OUTPUT / "sweep" / "sweep.md").read_text(encoding="utf-8")
        + f"\n![Negation against general ability]({DOCUMENT.stem}.png)\n",
        encoding="utf-8",
    )


def _mix() -> int:
    """Write shipped groups and those of the rules by turns, so that the first so many are half of each.

    Returns:
        How many groups the rules wrote, all splits.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq
    from datasets import load_dataset

    import hedge_hf  # noqa: F401
    from hedge_hf.data.schema import GROUPS

    sources = {"shipped": {}, "rules": {"data_files": str(OUTPUT / "rules" / "groups-*.parquet")}}
    rows = [load_dataset("hedgetriple", "groups", split="train", **options).to_list() for options in sources.values()]
    turns = [row for pair in zip(*rows, strict=False) for row in pair]
    pq.write_table(pa.Table.from_pylist(turns, schema=GROUPS.arrow_schema), OUTPUT / "both.parquet")
    return sum(pq.ParquetFile(file).metadata.num_rows for file in (OUTPUT / "rules").glob("groups-*.parquet"))


def _call(*arguments: object) -> None:
    subprocess.run([sys.executable, "-m", "hedge_hf.cli", *map(str, arguments)], check=True)


if __name__ == "__main__":
    main()
