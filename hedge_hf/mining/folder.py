"""The folder of mined negatives: rows to train on, every candidate with its reason, a card and a summary."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from hedge_hf.errors import HedgeError
from hedge_hf.evaluation.files import write
from hedge_hf.mining.decisions import REASONS, Decision, Mined
from hedge_hf.mining.reading import Corpus, Queries
from hedge_hf.mining.settings import Settings

ROWS, SUMMARY = "train.parquet", "summary.json"
_UNASKED = (Decision.POSITIVE, Decision.OWN_TEXT, Decision.REPEATED, Decision.TOO_EARLY)  # no teacher scored them
_CANDIDATES = pa.schema(
    {
        "query_id": pa.string(),
        "candidate_id": pa.string(),
        "rank": pa.int32(),
        "score": pa.float32(),
        "teacher_score": pa.float32(),
        "positive_score": pa.float32(),
        "source": pa.dictionary(pa.int8(), pa.string()),
        "decision": pa.dictionary(pa.int8(), pa.string()),
        "reason": pa.dictionary(pa.int8(), pa.string()),
    }
)


@dataclass
class Counts:
    """What came out.

    Attributes:
        queries: All queries.
        rows: Rows to train on, one per query and positive.
        short: Queries that found too few negatives and are left out.
        candidates: Candidates of each source by their reason.
        positive_score: Mean over the rows of the score that a query's lowest positive has.
        negative_score: Mean score of the negatives in the rows.
    """

    queries: int = 0
    rows: int = 0
    short: int = 0
    candidates: dict[str, Counter[str]] = field(default_factory=dict)
    positive_score: float = 0.0
    negative_score: float = 0.0


def write_mined(
    batches: Iterable[Mined],
    queries: Queries,
    corpus: Corpus,
    settings: Settings,
    folder: Path,
    has_teacher: bool = False,
) -> Counts:
    """Write the rows and candidates/candidates.parquet.

    Args:
        batches: What `Miner.mine` yields.
        queries: The queries.
        corpus: The passages.
        settings: With which it was mined.
        folder: An existing folder.
        has_teacher: Whether the judged scores are a teacher's.

    Raises:
        HedgeError: If the disk is full.
    """
    counts = Counts(len(queries))
    names = [f"negative_{number}" for number in range(1, settings.negatives + 1)]
    rows_schema = pa.schema({name: pa.string() for name in ("anchor", "positive", *names)})
    rows_file, candidates_file = folder / ROWS, folder / "candidates" / "candidates.parquet"
    temporary = [file.with_suffix(".tmp") for file in (rows_file, candidates_file)]
    try:
        candidates_file.parent.mkdir(exist_ok=True)
        with (
            pq.ParquetWriter(temporary[0], rows_schema) as rows,
            pq.ParquetWriter(temporary[1], _CANDIDATES, compression="zstd") as candidates,
        ):
            for mined in batches:
                candidates.write_table(_candidate_table(mined, queries, corpus, settings, has_teacher))
                rows.write_table(_row_table(mined, queries, corpus, settings, rows_schema))
                _count(counts, mined, queries, settings)
        for source, file in zip(temporary, (rows_file, candidates_file), strict=True):
            os.replace(source, file)
    except OSError as error:
        raise HedgeError(f"{folder} cannot be written ({error.strerror or error}); free some space") from error
    counts.positive_score /= max(1, counts.rows)
    counts.negative_score /= max(1, counts.rows)
    return counts


def write_card(folder: Path, counts: Counts, configuration: dict[str, Any], measured: dict[str, Any]) -> None:
    """Write summary.json and README.md, which tells `load_dataset` where the rows are.

    Raises:
        HedgeError: If a file cannot be written.
    """
    summary = {"configuration": configuration, "counts": vars(counts), "measured": measured}
    lines = [f"| {name} | {value} |" for name, value in configuration.items()]
    write(folder / "README.md", _CARD.format(counts=counts, settings="\n".join(lines)).encode())
    write(folder / SUMMARY, json.dumps(summary, indent=2, ensure_ascii=False).encode() + b"\n")


def pairs(mined: Mined, queries: Queries) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the queries, as places in `mined.rows`, and passages of all positives, relabelled ones included."""
    first, last = np.searchsorted(queries.owners, [mined.rows[0], mined.rows[-1] + 1])
    places, numbers = mined.relabelled()
    owners = np.concatenate([queries.owners[first:last] - mined.rows[0], places])
    order = np.argsort(owners, kind="stable")
    return owners[order], np.concatenate([queries.positives[first:last], numbers])[order]


def _row_table(mined: Mined, queries: Queries, corpus: Corpus, settings: Settings, schema: pa.Schema) -> pa.Table:
    negatives = mined.negatives(settings.negatives)
    owners, positives = pairs(mined, queries)
    whole = np.min(negatives, axis=1)[owners] >= 0
    owners, positives = owners[whole], positives[whole]
    columns = [queries.texts.take(pa.array(mined.rows[owners])), corpus.texts.take(pa.array(positives))]
    columns += [corpus.texts.take(pa.array(column)) for column in negatives[owners].T]
    return pa.Table.from_arrays([column.cast(pa.string()) for column in columns], schema=schema)


def _candidate_table(
    mined: Mined, queries: Queries, corpus: Corpus, settings: Settings, has_teacher: bool
) -> pa.Table:
    places, columns = np.nonzero(mined.numbers >= 0)
    decisions = mined.decisions[places, columns]
    unasked = np.full(len(decisions), not has_teacher) | np.isin(decisions, _UNASKED)
    reasons = [list(words) for words in zip(*REASONS.values(), strict=True)]
    found = {
        "query_id": queries.ids.take(pa.array(mined.rows[places])).cast(pa.string()),
        "candidate_id": corpus.ids.take(pa.array(mined.numbers[places, columns])).cast(pa.string()),
        "rank": pa.array(mined.ranks[places, columns].astype(np.int32)),
        "score": pa.array(mined.scores[places, columns]),
        "teacher_score": pa.array(mined.judged[places, columns], mask=unasked),
        "positive_score": pa.array(mined.positive_scores[places]),
        "source": pa.DictionaryArray.from_arrays(mined.sources[places, columns], list(settings.sources)),
        "decision": pa.DictionaryArray.from_arrays(decisions, reasons[0]),
        "reason": pa.DictionaryArray.from_arrays(decisions, reasons[1]),
    }
    return pa.table(found, schema=_CANDIDATES)


def _count(counts: Counts, mined: Mined, queries: Queries, settings: Settings) -> None:
    """Add what one batch gives; the scores are sums until all are there."""
    for place, name in enumerate(settings.sources):
        own = mined.decisions[(mined.sources == place) & (mined.numbers >= 0)]
        found = counts.candidates.setdefault(name, Counter())
        for decision, (_, reason) in REASONS.items():
            found[reason] += int((own == decision).sum())
    taken = (mined.numbers >= 0) & (mined.decisions <= Decision.KEPT_SUSPECT)
    whole = taken.sum(axis=1) == settings.negatives
    counts.short += int((~whole).sum())
    owners, _ = pairs(mined, queries)
    owners = owners[whole[owners]]
    counts.rows += len(owners)
    means = np.where(taken, mined.judged, 0).sum(axis=1) / settings.negatives
    counts.positive_score += float(mined.positive_scores[owners].sum(dtype=np.float64))
    counts.negative_score += float(means[owners].sum(dtype=np.float64))


_CARD = """---
configs:
- config_name: default
  data_files: train.parquet
- config_name: candidates
  data_files: candidates/candidates.parquet
tags:
- hard-negatives
- sentence-transformers
---
# Mined negatives

{counts.rows} rows of an anchor, a positive and hard negatives, mined by `hedge-hf mine` for {counts.queries} queries;
{counts.short} queries found too few negatives and are left out. In the mean, the lowest positive of a query scores
{counts.positive_score:.3f} and a negative {counts.negative_score:.3f}.

`load_dataset(FOLDER)` gives the rows, `load_dataset(FOLDER, "candidates")` every candidate that was looked at, with
its score, the decision on it and the reason.

| setting | value |
|---|---|
{settings}
"""
