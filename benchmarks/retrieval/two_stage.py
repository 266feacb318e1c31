"""What each stage of the retriever finds among the passages of HedgeTriple, and how long it takes: docs/two_stage.md.

python benchmarks/retrieval/two_stage.py --reranker runs/reranker/minilm/model

Queries and passages are those of the contrast pairs and exclusion queries of the splits that no recipe trains on:
for every query there is a passage that says the opposite of the right one, or is what it excludes.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from environment import save

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "two_stage.md"
SPLITS = ("test", "validation")


def rows() -> tuple[dict[str, str], list[str], list[set[str]]]:
    """Return the passages by id, the queries, and the id of the passage that answers each."""
    from hedge_hf.evaluation.tasks.shipped import read
    from hedge_hf.mining.hedgetriple import SHAPES

    names: dict[str, str] = {}
    queries, relevant = [], []
    for split in SPLITS:
        for config, shape in SHAPES.items():
            for row in read(config, split):
                for query, document in shape:
                    queries.append(row[query])
                    relevant.append({names.setdefault(row[document], f"{row['id']}/{document}")})
    return {name: text for text, name in names.items()}, queries, relevant


def retriever(encoder_name: str, reranker_name: str, passages: dict[str, str], folder: Path) -> Any:
    """Return the retriever over the passages."""
    from hedge_hf.evaluation.models import load_cross_encoder
    from hedge_hf.mining.reading import read_corpus
    from hedge_hf.retrieval import PassageIndex, TwoStage
    from hedge_hf.train.base import load_base

    folder.mkdir(parents=True, exist_ok=True)
    corpus = folder / "corpus.jsonl"
    corpus.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in passages.items()))
    encoder = load_base(encoder_name)
    index = PassageIndex.build(read_corpus(str(corpus)), encoder, folder / "vectors")
    return TwoStage(encoder, load_cross_encoder(reranker_name), index)


def main() -> None:
    """Search, measure, and write the table."""
    from rich.console import Console
    from rich.progress import Progress

    from hedge_hf.retrieval import measure

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", default="all-MiniLM-L6-v2", help="folder or Hub id (default: %(default)s)")
    parser.add_argument("--reranker", required=True, help="folder or Hub id of a cross-encoder")
    parser.add_argument("--output", type=Path, default=Path("runs/two_stage"), help="folder of the index")
    options = parser.parse_args()
    passages, queries, relevant = rows()
    search = retriever(options.encoder, options.reranker, passages, options.output)
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("Searching", total=len(queries))
        found = measure(search, queries, relevant, lambda: progress.advance(bar))
    stages = {name: asdict(scores) for name, scores in found.items()}
    about = {"encoder": options.encoder, "passages": len(passages), "candidates": search.candidates}
    DOCUMENT.write_text(_document(stages, about), encoding="utf-8")
    save("two_stage", about | {"reranker": options.reranker, "queries": len(queries), "stages": stages})


def _document(stages: dict[str, Any], about: dict[str, Any]) -> str:
    names = list(next(iter(stages.values()))["scores"])
    lines = [
        "# Two stages",
        "",
        "Made by `benchmarks/retrieval/two_stage.py`; all numbers with versions, machine and date:",
        "`benchmarks/results/two_stage.json`.",
        "",
        f"{about['passages']} passages of HedgeTriple's {' and '.join(SPLITS)} splits, of which the reranker reads",
        f"{about['candidates']} per query. Percent with 95% bootstrap intervals; milliseconds of single queries.",
        "",
        f"| stages | {' | '.join(name.replace('_', ' ') for name in names)} | median ms | p95 ms |",
        f"|---|{'---:|' * (len(names) + 2)}",
    ]
    for name, stage in stages.items():
        scores = stage["scores"].values()
        cells = [f"{score['value']:.1f} [{score['low']:.0f}, {score['high']:.0f}]" for score in scores]
        lines.append(f"| {name} | {' | '.join(cells)} | {stage['median_ms']:.0f} | {stage['p95_ms']:.0f} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
