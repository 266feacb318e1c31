"""Mining beside sentence-transformers' mine_hard_negatives: the same negatives, seconds, and peak memory.

python benchmarks/mining/mine.py
python benchmarks/mining/mine.py --passages 1000000 --queries 1000 --only ours-flat ours-ivf --name mining_1m

The encoder is a stand-in that looks vectors up, so that mining is measured and not encoding. The vectors are topics
with subtopics with passages; a query is another draw from the subtopic of its passage. Each way runs in a process of
its own; its peak is that of the whole process, libraries included.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
from environment import save

DIMENSIONS = 384
SUBTOPICS = 20
PASSAGES_PER_TOPIC = 1000
NEGATIVES = 4
RANGE_MAX = 100
MARGIN = 0.05
WAYS = ("sentence-transformers", "ours-flat", "ours-ivf", "ours-hnsw")


def make(folder: Path, passages: int, queries: int) -> None:
    """Write both and their vectors: query i is about the subtopic of its positive, `positives[i]`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    draw = np.random.default_rng(0)
    topics = draw.normal(size=(max(1, passages // PASSAGES_PER_TOPIC), 1, DIMENSIONS))
    centres = (topics + 0.8 * draw.normal(size=(len(topics), SUBTOPICS, DIMENSIONS))).reshape(-1, DIMENSIONS)
    owners = draw.integers(0, len(centres), passages)
    positives = draw.choice(passages, queries, replace=False)
    np.save(folder / "positives.npy", positives)
    names = pa.array([f"p{row}" for row in range(passages)])
    pq.write_table(pa.table({"id": names, "text": names}), folder / "corpus.parquet")
    texts = pa.array([f"q{row}" for row in range(queries)])
    pq.write_table(pa.table({"query": texts, "positive": names.take(pa.array(positives))}), folder / "queries.parquet")
    for name, rows in (("passages", owners), ("queries", owners[positives])):
        with (folder / f"{name}.f32").open("wb") as file:
            for start in range(0, len(rows), 10_000):
                vectors = centres[rows[start : start + 10_000]]
                vectors = vectors + 0.6 * draw.normal(size=vectors.shape)
                file.write((vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32).tobytes())


class Lookup:
    """Encodes `p17` and `q3` by reading rows of the files."""

    device = "cpu"
    model_card_data: Any = None

    def __init__(self, folder: Path) -> None:
        self._files = {"p": folder / "passages.f32", "q": folder / "queries.f32"}

    def encode(self, inputs: list[str], /, **options: Any) -> np.ndarray:
        """Return the vectors of texts of one kind."""
        rows = np.array([int(text[1:]) for text in inputs])
        found = np.empty((len(rows), DIMENSIONS), np.float32)
        with self._files[inputs[0][0]].open("rb") as file:
            if np.array_equal(rows, np.arange(rows[0], rows[0] + len(rows))):
                file.seek(4 * DIMENSIONS * int(rows[0]))
                file.readinto(memoryview(found).cast("B"))
            else:
                for vector, row in zip(found, rows.tolist(), strict=True):
                    file.seek(4 * DIMENSIONS * row)
                    file.readinto(memoryview(vector).cast("B"))
        return found

    encode_query = encode_document = encode

    def get_embedding_dimension(self) -> int:
        """Return the length of the vectors."""
        return DIMENSIONS

    def similarity_pairwise(self, left: Any, right: Any) -> Any:
        """Return the dot products of rows."""
        import torch

        return (torch.as_tensor(left) * torch.as_tensor(right)).sum(dim=1)


def theirs(folder: Path, passages: int, queries: int) -> tuple[list[list[str]], dict[str, float]]:
    """Mine with sentence-transformers, over FAISS."""
    from datasets import Dataset
    from sentence_transformers.util import mine_hard_negatives

    positives = np.load(folder / "positives.npy")
    rows = Dataset.from_dict(
        {"query": [f"q{row}" for row in range(queries)], "answer": [f"p{number}" for number in positives]}
    )
    mined = mine_hard_negatives(
        rows, Lookup(folder), corpus=[f"p{row}" for row in range(passages)], range_max=RANGE_MAX,
        relative_margin=MARGIN, num_negatives=NEGATIVES, output_format="n-tuple", use_faiss=True, verbose=False,
    )  # fmt: skip
    return [list(row.values()) for row in mined.to_list()], {}


def ours(folder: Path, index: str) -> tuple[list[list[str]], dict[str, float]]:
    """Mine as `hedge-hf mine` does, all files and reasons included."""
    import pyarrow.parquet as pq

    from hedge_hf.mining.folder import write_mined
    from hedge_hf.mining.miner import Miner
    from hedge_hf.mining.reading import read_corpus, read_queries
    from hedge_hf.mining.settings import Settings

    corpus = read_corpus(str(folder / "corpus.parquet"))
    found = read_queries(str(folder / "queries.parquet"), corpus)
    settings = Settings(negatives=NEGATIVES, range_max=RANGE_MAX, relative_margin=MARGIN)
    miner = Miner(found, corpus, settings, index)
    output = folder / f"mined-{index}"
    output.mkdir(exist_ok=True)
    batches = miner.mine(Lookup(folder), "lookup", "lookup", folder / f"vectors-{index}")
    write_mined(batches, found, corpus, settings, output)
    rows = pq.read_table(output / "train.parquet").to_pylist()
    return [list(row.values()) for row in rows], miner.seconds | {"measured_recall": miner.recall or 0.0}


def measure(way: str, folder: Path, passages: int, queries: int) -> dict[str, Any]:
    """Mine in one way; keep its rows in the folder."""
    started = time.perf_counter()
    import sentence_transformers.util  # noqa: F401

    import hedge_hf.mining.miner  # noqa: F401

    imported = time.perf_counter()
    libraries = _peak()
    if way == "sentence-transformers":
        rows, parts = theirs(folder, passages, queries)
    else:
        rows, parts = ours(folder, way.removeprefix("ours-"))
    seconds = time.perf_counter() - imported
    peak = _peak()
    (folder / f"{way}.json").write_text(json.dumps(rows))
    found = {"seconds": seconds, "import_seconds": imported - started, "peak_mib": peak, "libraries_mib": libraries}
    return found | {"rows": len(rows), **parts}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def search(folder: Path, passages: int, kinds: list[str], k: int = 50) -> dict[str, Any]:
    """Measure each index by itself: seconds to build and to search, and recall at k against the exact one."""
    from hedge_hf.mining.index import FlatIndex, open_index, recall
    from hedge_hf.mining.vectors import Vectors

    vectors = Vectors(folder / "passages.f32", passages, DIMENSIONS, {})
    queries = np.fromfile(folder / "queries.f32", np.float32).reshape(-1, DIMENSIONS)
    started = time.perf_counter()
    exact = FlatIndex(vectors).search(queries, k)
    flat = time.perf_counter() - started
    found: dict[str, Any] = {"flat": {"search_seconds": flat}}
    for kind in kinds:
        started = time.perf_counter()
        index = open_index(kind, vectors, keep=False)
        built = time.perf_counter() - started
        index.search(queries[:256], k)
        started = time.perf_counter()
        neighbours = index.search(queries, k)
        spent = time.perf_counter() - started
        found[kind] = {
            "build_seconds": built,
            "search_seconds": spent,
            f"recall_at_{k}": recall(neighbours.numbers, exact.numbers),
            "times_faster_than_flat": flat / spent,
            "times_faster_with_build": flat / (spent + built),
        }
    return found


def differences(folder: Path, way: str) -> dict[str, float]:
    """Compare rows with sentence-transformers'.

    Returns:
        The share of rows with the same negatives in the same order, and by how much the scores of differing negatives
        of the same place are apart: around 1e-7 it is rounding, which orders equal scores.
    """
    rows = [json.loads((folder / f"{name}.json").read_text()) for name in ("sentence-transformers", way)]
    left, right = ({(row[0], row[1]): row[2:] for row in found} for found in rows)
    pairs = [(query, one, other) for (query, positive), one in left.items() if (other := right.get((query, positive)))]
    unlike = [
        (query, *texts) for query, one, other in pairs for texts in zip(one, other, strict=True) if len(set(texts)) > 1
    ]
    encoder = Lookup(folder)
    gaps = [0.0]
    for query, one, other in unlike[:10_000]:
        scores = encoder.encode([one, other]) @ encoder.encode([query])[0]
        gaps.append(float(abs(scores[0] - scores[1])))
    same = sum(one == other for _, one, other in pairs)
    return {"same_rows": same / max(1, len({*left, *right})), "largest_score_gap": max(gaps)}


def main() -> None:
    """Run each way in a process of its own, in a drawn order, and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=200_000)
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--only", nargs="+", choices=WAYS, default=list(WAYS[:3]))
    parser.add_argument("--repeats", type=int, default=3, help="runs of each way; the median counts")
    parser.add_argument("--name", default="mining", help="name of the result")
    parser.add_argument("--way", choices=(*WAYS, "search"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    kinds = [way.removeprefix("ours-") for way in options.only if way in ("ours-ivf", "ours-hnsw")]
    if options.way:
        found = (
            search(options.folder, options.passages, kinds)
            if options.way == "search"
            else measure(options.way, options.folder, options.passages, options.queries)
        )
        sys.stdout.write("\n" + json.dumps(found))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, options.passages, options.queries)
        runs: dict[str, list[dict[str, Any]]] = {way: [] for way in options.only}
        order = random.Random(0)
        for _ in range(options.repeats):
            for way in order.sample(options.only, len(options.only)):
                for old in folder.glob("vectors-*/*"):
                    old.unlink()
                runs[way].append(_alone(way, folder, options))
        ways = {way: sorted(found, key=lambda run: run["seconds"])[len(found) // 2] for way, found in runs.items()}
        first = ways.get("sentence-transformers")
        for way, run in ways.items():
            if first and way != "sentence-transformers":
                run |= differences(folder, way)
                run["times_faster"] = first["seconds"] / run["seconds"]
                run["peak_share"] = run["peak_mib"] / first["peak_mib"]
                added = [found["peak_mib"] - found["libraries_mib"] for found in (run, first)]
                run["peak_share_without_libraries"] = added[0] / added[1]
        result = {"passages": options.passages, "queries": options.queries, "dimensions": DIMENSIONS}
        result |= {"repeats": options.repeats, "ways": ways, "search": _alone("search", folder, options)}
    save(options.name, result)


def _alone(way: str, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, __file__, "--way", way, "--folder", str(folder), "--only", *options.only]
    command += ["--passages", str(options.passages), "--queries", str(options.queries)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{way}: {done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
