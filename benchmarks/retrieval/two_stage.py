"""What each stage of the retriever finds among the passages of HedgeTriple, and how long it takes: docs/two_stage.md.

python benchmarks/retrieval/two_stage.py --reranker runs/reranker/minilm/model

Queries and passages are those of the contrast pairs and exclusion queries of the split that nothing was chosen on: for
every query there is a passage that says the opposite of the right one, or is what it excludes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from environment import save

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "two_stage.md"
SPLIT = "test"
BASE = "all-MiniLM-L6-v2"


def rows() -> tuple[dict[str, str], list[str], list[set[str]]]:
    """Return the passages by id, the queries, and the id of the passage that answers each."""
    from hedge_hf.evaluation.tasks.shipped import read
    from hedge_hf.mining.hedgetriple import SHAPES

    names: dict[str, str] = {}
    queries, relevant = [], []
    for config, shape in SHAPES.items():
        for row in read(config, SPLIT):
            for query, document in shape:
                queries.append(row[query])
                relevant.append({names.setdefault(row[document], f"{row['id']}/{document}")})
    return {name: text for text, name in names.items()}, queries, relevant


def retrievers(reranker_name: str, passages: dict[str, str], folder: Path) -> Iterator[tuple[str, str, Any]]:
    """Yield the name of an encoder, how both stages decide, and the retriever over the passages."""
    from hedge_hf.adapters import ALL_MINILM_L6_V2
    from hedge_hf.evaluation.models import load_cross_encoder
    from hedge_hf.mining.reading import read_corpus
    from hedge_hf.retrieval import PassageIndex, TwoStage
    from hedge_hf.train.base import load_base

    folder.mkdir(parents=True, exist_ok=True)
    corpus = folder / "corpus.jsonl"
    corpus.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in passages.items()))
    base, tuned = load_base(BASE), load_base(BASE)
    tuned.load_adapter(str(ALL_MINILM_L6_V2))
    reranker = load_cross_encoder(reranker_name)
    for name, encoder, weights in ((BASE, base, (0.0,)), ("with the shipped adapter", tuned, (0.0, 20.0))):
        index = PassageIndex.build(read_corpus(str(corpus)), encoder, folder / name)
        for weight in weights:
            how = f"reranker + {weight:g} x cosine" if weight else "reranker"
            yield name, how, TwoStage(encoder, reranker, index, similarity_weight=weight)


def main() -> None:
    """Search, measure, and write the table."""
    from rich.console import Console
    from rich.progress import Progress

    from hedge_hf.retrieval import measure

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reranker", required=True, help="folder or Hub id of a cross-encoder")
    parser.add_argument("--output", type=Path, default=Path("runs/two_stage"), help="folder of the indexes")
    options = parser.parse_args()
    passages, queries, relevant = rows()
    found = {}
    with Progress(console=Console(stderr=True)) as progress:
        for name, how, retriever in retrievers(options.reranker, passages, options.output):
            bar = progress.add_task(f"{name}, {how}", total=len(queries))
            one, both = measure(retriever, queries, relevant, lambda bar=bar: progress.advance(bar)).values()
            found |= {name: asdict(one), f"{name}, {how}": asdict(both)}
    about = {"passages": len(passages), "queries": len(queries), "candidates": retriever.candidates}
    DOCUMENT.write_text(_document(found, about), encoding="utf-8")
    save("two_stage", about | {"reranker": options.reranker, "stages": found})


def _document(stages: dict[str, Any], about: dict[str, Any]) -> str:
    names = list(next(iter(stages.values()))["scores"])
    lines = [
        "# Two stages",
        "",
        "Made by `benchmarks/retrieval/two_stage.py`; all numbers with versions, machine and date:",
        "`benchmarks/results/two_stage.json`.",
        "",
        f"{about['queries']} queries over {about['passages']} passages of HedgeTriple's {SPLIT} split;",
        f"the reranker reads {about['candidates']} passages per query. Percent with 95% bootstrap intervals;",
        "milliseconds of single queries, both stages together.",
        "",
        f"| encoder, reranker | {' | '.join(name.replace('_', ' ') for name in names)} | median ms | p95 ms |",
        f"|---|{'---:|' * (len(names) + 2)}",
    ]
    for name, stage in stages.items():
        scores = stage["scores"].values()
        cells = [f"{score['value']:.1f} [{score['low']:.0f}, {score['high']:.0f}]" for score in scores]
        lines.append(f"| {name} | {' | '.join(cells)} | {stage['median_ms']:.0f} | {stage['p95_ms']:.0f} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
