"""Mine hard negatives for queries with known positives: `hedge-hf mine`."""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from huggingface_hub import constants
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from hedge_hf.cli import run
from hedge_hf.errors import UsageError
from hedge_hf.evaluation.embedding_cache import fingerprint
from hedge_hf.evaluation.models import load_scorer
from hedge_hf.mining.folder import ROWS, Counts, write_card, write_mined
from hedge_hf.mining.index import KINDS
from hedge_hf.mining.miner import Miner
from hedge_hf.mining.reading import digest, read_corpus, read_queries
from hedge_hf.mining.settings import POLICIES, SOURCES, Settings, parse_weights
from hedge_hf.train.base import EMBEDDED, load_base
from hedge_hf.train.run_folder import claim, refuse_foreign


def main(argv: list[str]) -> None:
    """Parse the options, mine, and show and write the result."""
    options = _parser().parse_args(argv)
    started = time.monotonic()
    values = {field.name: getattr(options, field.name) for field in fields(Settings)}
    settings = Settings(**values | {"sources": parse_weights(options.sources)})
    settings.check_effect(options.teacher is not None)
    refuse_foreign(options.out)
    bar = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*bar, console=Console(stderr=True)) as progress:
        corpus = read_corpus(options.corpus)
        queries = read_queries(options.queries, corpus)
        encoder = load_base(options.model)
        model = fingerprint(encoder)
        texts = digest(corpus.texts)
        configuration = {"queries": options.queries, "corpus": options.corpus, "model": options.model}
        configuration |= {"teacher": options.teacher, "index": options.index} | asdict(settings)
        data = {"fingerprint": model, "corpus_digest": texts, "queries_digest": digest(queries.texts)}
        claim(options.out, configuration | data)
        teacher = load_scorer(options.teacher, progress) if options.teacher else None
        miner = Miner(queries, corpus, settings, options.index, teacher, progress)
        folder = options.vectors or default_folder() / model / f"{texts}-{data['queries_digest']}"
        batches = miner.mine(encoder, options.model, model, folder)
        counts = write_mined(batches, queries, corpus, settings, options.out, teacher is not None)
    if not counts.rows:
        (options.out / ROWS).unlink()
        raise UsageError(
            f"no query has {settings.negatives} negatives; {options.out / 'candidates'} says why: take fewer "
            "--negatives, a larger --range-max, a smaller margin, or --sources dense random=0"
        )
    measured = {"seconds": miner.seconds, "recall": miner.recall, "passages": len(corpus)}
    write_card(options.out, counts, configuration | data, measured)
    _show(counts, measured, options.out, time.monotonic() - started)


def default_folder() -> Path:
    """Return the folder of all embeddings of corpora, beside the caches of the Hugging Face libraries."""
    return Path(constants.HF_HOME) / "hedge_hf" / "mining"


def _show(counts: Counts, measured: dict[str, Any], folder: Path, seconds: float) -> None:
    console = Console()
    table = Table("candidates", *counts.candidates)
    reasons = dict.fromkeys(reason for found in counts.candidates.values() for reason in found)
    for reason in reasons:
        numbers = [found[reason] for found in counts.candidates.values()]
        if any(numbers):
            table.add_row(reason, *(f"{number:,}" for number in numbers))
    console.print(table)
    recall = measured["recall"]
    lines = [
        f"{counts.rows:,} rows of {counts.queries:,} queries over {measured['passages']:,} passages; "
        f"{counts.short:,} queries with too few negatives are left out",
        f"mean score: lowest positive of a query {counts.positive_score:.3f}, negatives {counts.negative_score:.3f}"
        + (f"; recall of the index {recall:.3f}" if recall is not None and recall < 1 else ""),
        f"{seconds:.0f} s: " + ", ".join(f"{part} {spent:.1f}" for part, spent in measured["seconds"].items()),
        str(folder),
    ]
    for line in lines:
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hedge-hf mine",
        allow_abbrev=False,
        description="Mine hard negatives for queries with known positives.",
        epilog="QUERIES has the columns query, positive (the id of a passage, a list of ids, or its text) and maybe "
        "id; CORPUS has id, text and maybe group. Each is a Parquet or JSON Lines file, a dataset on the Hub "
        "(ID:CONFIG@SPLIT), or hedgetriple (passages) or hedgetriple:groups (sentences).",
    )
    usual = Settings()
    parser.add_argument("queries", metavar="QUERIES")
    parser.add_argument("corpus", metavar="CORPUS")
    parser.add_argument("--model", default=EMBEDDED, help="encoder: a folder or a Hub id (default: %(default)s)")
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="where the rows go")
    parser.add_argument(
        "--negatives", type=int, default=usual.negatives, help="negatives per row (default: %(default)s)"
    )
    parser.add_argument("--index", choices=KINDS, default="flat", help="dense index (default: %(default)s, exact)")
    parser.add_argument(
        "--sources",
        metavar="NAME=WEIGHT",
        nargs="+",
        default=["dense"],
        help=f"{', '.join(SOURCES)}; weight 0 only fills rows that are short of negatives (default: dense)",
    )
    parser.add_argument("--range-min", type=int, default=0, help="skip so many of the nearest that are no positives")
    parser.add_argument("--range-max", type=int, help="look at so many of the nearest (default: 10 per negative)")
    parser.add_argument("--min-score", type=float, help="lowest score of a negative")
    parser.add_argument("--max-score", type=float, help="highest score of a negative")
    parser.add_argument("--absolute-margin", type=float, help="how far a negative is below the positive")
    parser.add_argument("--relative-margin", type=float, help="the same as a share of the positive's score")
    parser.add_argument(
        "--teacher", metavar="MODEL", help="a cross-encoder or another encoder that scores candidates and positives"
    )
    parser.add_argument(
        "--false-negatives",
        choices=POLICIES,
        default="drop",
        help="what becomes of candidates within a margin of the positive (default: %(default)s)",
    )
    parser.add_argument(
        "--suspect-share",
        type=float,
        default=usual.suspect_share,
        help="share of them that down-weight keeps (default: %(default)s)",
    )
    parser.add_argument("--seed", type=int, default=0, help="seed of all draws (default: %(default)s)")
    parser.add_argument(
        "--vectors", metavar="DIR", type=Path, help="where embeddings and index are kept (default: the cache)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
