"""Rows per second of the HedgeTriple builder against a GeneratorBasedBuilder that does the same in Python.

python benchmarks/builder_throughput.py
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import datasets
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from environment import save

import hedge_hf  # noqa: F401
from hedge_hf.data.builder import SEED_FOLDER, HedgeTriple
from hedge_hf.data.splits import SPLITS, split_of

GROUPS = 200_000
REPEATS = 3


class Rowwise(datasets.GeneratorBasedBuilder):
    """The `triplets` view, row by row."""

    BUILDER_CONFIGS = (datasets.BuilderConfig(name="triplets"),)

    def _info(self) -> datasets.DatasetInfo:
        columns = ("anchor", "positive", "negative", "hedge_type", "negation_type")
        return datasets.DatasetInfo(features=datasets.Features({c: datasets.Value("string") for c in columns}))

    def _split_generators(self, dl_manager: Any) -> list[datasets.SplitGenerator]:
        file = self.config.data_files["train"][0]
        return [datasets.SplitGenerator(name=split, gen_kwargs={"file": file, "split": split}) for split in SPLITS]

    def _generate_examples(self, file: str, split: str) -> Iterator[tuple[tuple, dict]]:
        table = pq.read_table(file)
        chosen = np.flatnonzero(split_of(table["anchor"]) == SPLITS.index(split))
        for group in table.take(pa.array(chosen)).to_pylist():
            for i, hedge in enumerate(group["hedges"]):
                for j, negation in enumerate(group["negations"]):
                    yield (
                        (group["id"], i, j),
                        {
                            "anchor": group["anchor"],
                            "positive": hedge["text"],
                            "negative": negation["text"],
                            "hedge_type": hedge["type"],
                            "negation_type": negation["type"],
                        },
                    )


def generated_file(folder: Path) -> Path:
    """Write 200,000 groups: the shipped ones, repeated with numbered anchors and ids."""
    seed = pq.read_table(SEED_FOLDER / "groups.parquet")
    table = pa.concat_tables([seed] * (GROUPS // len(seed) + 1)).slice(0, GROUPS).combine_chunks()
    numbers = [str(number) for number in range(GROUPS)]
    anchors = [f"{anchor} ({n})" for anchor, n in zip(table["anchor"].to_pylist(), numbers, strict=True)]
    table = table.set_column(0, "id", pa.array(numbers)).set_column(1, "anchor", pa.array(anchors))
    pq.write_table(table, folder / "generated.parquet")
    return folder / "generated.parquet"


def build(builder: type[datasets.DatasetBuilder], config: str, file: Path, folder: Path) -> tuple[int, float]:
    """Return the rows built and the seconds taken."""
    made = builder(config_name=config, data_files=str(file), cache_dir=str(folder))
    started = time.perf_counter()
    made.download_and_prepare()
    return sum(split.num_examples for split in made.info.splits.values()), time.perf_counter() - started


def main() -> None:
    """Measure each builder several times, alternating, and keep the best time of each."""
    datasets.disable_progress_bars()
    times: dict[str, list[tuple[int, float]]] = {"triplets": [], "groups": [], "rowwise triplets": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = generated_file(folder)
        for repeat in range(REPEATS):
            for key in times:
                builder = Rowwise if key.startswith("rowwise") else HedgeTriple
                cache = folder / f"{key.replace(' ', '-')}-{repeat}"
                times[key].append(build(builder, key.split()[-1], file, cache))
    rates = {key: max(rows / seconds for rows, seconds in runs) for key, runs in times.items()}
    save(
        "builder_throughput",
        {
            "groups in the file": GROUPS,
            "rows": {key: runs[0][0] for key, runs in times.items()},
            "seconds": {key: [round(seconds, 2) for _, seconds in runs] for key, runs in times.items()},
            "rows per second (best)": {key: round(rate) for key, rate in rates.items()},
            "ratio to row by row": round(rates["triplets"] / rates["rowwise triplets"], 1),
        },
    )


if __name__ == "__main__":
    main()
