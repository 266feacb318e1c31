"""The published negation benchmarks, from the Hub or from a folder: NevIR, ExcluIR, CANNOT."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from datasets import load_dataset

from hedge_hf.errors import UsageError, require
from hedge_hf.evaluation.bootstrap import share
from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.evaluation.rank_statistics import auc
from hedge_hf.evaluation.tasks.shipped import contrast
from hedge_hf.evaluation.tasks.task import Measures, Row, Scorer, Task, checked_rows
from hedge_hf.metrics.cannot import best_threshold, pairs_judged_right
from hedge_hf.metrics.excluir import pessimistic_ranks, queries_ranked_right

EXCLUIR = "zwh-sdu/ExcluIR"
CANNOT = "tum-nlp/cannot-dataset"
_CANNOT_COLUMNS = ("premise", "hypothesis", "label")
_EXCLUIR_COLUMNS = ("query", "positive", "negative")
_QUERIES, _CORPUS = "test_manual_final.json", "corpus.json"


def nevir() -> Task:
    """NevIR as mteb has it: its rows at its revision. The score equals mteb's."""
    return Task(
        name="NevIR",
        kind="negation",
        main="paired_accuracy",
        question="Do both queries of a pair rank their own document first?",
        reference="https://arxiv.org/abs/2305.07614",
        dataset="orionweller/NevIR-mteb",
        load=_nevir_rows,
        measure=contrast,
    )


def excluir(source: str = EXCLUIR) -> Task:
    """ExcluIR's manual test set.

    Args:
        source: A folder with corpus.json and test_manual_final.json as ExcluIR publishes them, or the id of a
            Hub dataset whose rows have query, positive and negative.
    """
    return Task(
        name="ExcluIR",
        kind="negation",
        main="right_rank",
        question="Does a query rank the document it asks for above the one it excludes?",
        reference="https://arxiv.org/abs/2404.17288",
        dataset=source,
        load=lambda: _excluir_rows(source),
        measure=_right_rank,
    )


def cannot() -> Task:
    """CANNOT: negated pairs against paraphrases, on the pairs that are labelled with both."""
    return Task(
        name="CANNOT",
        kind="negation",
        main="pair_auc",
        question="Is a paraphrase more similar than a negation?",
        reference="https://arxiv.org/abs/2307.13989",
        dataset=CANNOT,
        load=lambda: checked_rows(load_dataset(CANNOT, split="validation").to_list(), _CANNOT_COLUMNS, CANNOT),
        measure=_pair_auc,
    )


@dataclass(frozen=True)
class Exclusion:
    """ExcluIR's rows and the corpus to retrieve from, which may be empty."""

    rows: list[Row]
    corpus: list[str]


def _nevir_rows() -> list[Row]:
    task = require("mteb", "mteb").get_task("NevIR")
    task.load_data()
    data = task.dataset["default"]["test"]
    queries = {row["id"]: row["text"] for row in data["queries"]}
    corpus = {row["id"]: f"{row.get('title') or ''} {row['text']}".strip() for row in data["corpus"]}
    pairs = [name.removesuffix("_q1") for name in queries if name.endswith("_q1")]
    return [_nevir_pair(pair, queries, corpus, data["relevant_docs"]) for pair in pairs]


def _nevir_pair(pair: str, queries: Row, corpus: Row, relevant: dict[str, Row]) -> Row:
    documents = [next(name for name, label in relevant[f"{pair}_q{n}"].items() if label) for n in (1, 2)]
    texts = [queries[f"{pair}_q1"], queries[f"{pair}_q2"], *(corpus[name] for name in documents)]
    return dict(zip(("q1", "q2", "doc1", "doc2"), texts, strict=True))


def _excluir_rows(source: str) -> Exclusion:
    folder = Path(source)
    if not folder.exists():
        rows = checked_rows(load_dataset(source, split="test").to_list(), _EXCLUIR_COLUMNS, source)
        return Exclusion(rows, load_dataset(source, "corpus", split="corpus")["text"][:])
    if not folder.is_dir():
        raise UsageError(f"{source}: give the folder that holds {_CORPUS} and {_QUERIES}")
    corpus, queries = _json(folder / _CORPUS), _json(folder / _QUERIES)
    try:
        rows = [
            {"query": item["RQ_rewrite"], "negative": corpus[negative], "positive": corpus[positive]}
            for item in queries
            for negative, positive in [item["corpus_sub_index"]]
        ]
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise UsageError(
            f"{folder / _QUERIES}: an item needs RQ_rewrite and corpus_sub_index = [negative, positive], two "
            f"positions in {_CORPUS} ({type(error).__name__}: {error})"
        ) from error
    return Exclusion(checked_rows(rows, _EXCLUIR_COLUMNS, str(folder / _QUERIES)), corpus)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read as JSON ({error})") from error


def _right_rank(data: Exclusion, scorer: Scorer) -> Measures:
    queries, positives, negatives = ([row[name] for row in data.rows] for name in _EXCLUIR_COLUMNS)
    near, far = np.split(scorer.similarities([*queries] * 2, [*positives, *negatives], retrieval=True), 2)
    scores: dict[str, Any] = {"right_rank": share(queries_ranked_right(near, far))}
    if isinstance(scorer, Embeddings) and data.corpus:
        corpus = list(dict.fromkeys([*data.corpus, *positives]))
        ranks = pessimistic_ranks(scorer.matrix(queries, corpus), [corpus.index(text) for text in positives])
        scores["recall_at_1"] = share(ranks == 1)
        scores["mrr_at_10"] = share(np.where(ranks <= 10, 1 / ranks, 0))
    return Measures(scores)


def _pair_auc(rows: list[Row], scorer: Scorer) -> Measures:
    similarities = scorer.similarities([row["premise"] for row in rows], [row["hypothesis"] for row in rows])
    labels = np.array([row["label"] for row in rows])
    development = np.array([_is_development(row["premise"]) for row in rows])
    threshold = best_threshold(similarities[development], labels[development])
    right = pairs_judged_right(similarities[~development], labels[~development], threshold)
    return Measures({"pair_auc": auc(similarities, 1 - labels), "accuracy_at_threshold": share(right)})


def _is_development(premise: str) -> bool:
    """Tell whether the pair tunes the threshold: half of the premises, by their hash."""
    return hashlib.sha256(premise.encode()).digest()[0] < 128
