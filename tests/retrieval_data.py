"""Queries and corpora made by hand, for the tests of mining."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hedge_hf.mining.reading import Corpus, Queries, read_corpus, read_queries


def write_rows(file: Path, rows: list[dict[str, Any]]) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def write_corpus(folder: Path, texts: list[str], **columns: list[Any]) -> Path:
    rows = [{"id": f"p{number}", "text": text} for number, text in enumerate(texts)]
    for name, values in columns.items():
        rows = [row | {name: value} for row, value in zip(rows, values, strict=True)]
    return write_rows(folder / "corpus.jsonl", rows)


def write_queries(folder: Path, positives: dict[str, Any]) -> Path:
    return write_rows(
        folder / "queries.jsonl", [{"query": query, "positive": positive} for query, positive in positives.items()]
    )


def read(folder: Path, texts: list[str], positives: dict[str, Any], **columns: list[Any]) -> tuple[Queries, Corpus]:
    corpus = read_corpus(str(write_corpus(folder, texts, **columns)))
    return read_queries(str(write_queries(folder, positives)), corpus), corpus
