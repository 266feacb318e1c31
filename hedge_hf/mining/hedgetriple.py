"""HedgeTriple as queries and a corpus, with the groups that its texts come from."""

from __future__ import annotations

import pyarrow as pa
from datasets import load_dataset

from hedge_hf.data.registration import NAME

PASSAGES = NAME
GROUPS = f"{NAME}:groups"
CHOICES = (PASSAGES, GROUPS)
SHAPES = {
    "contrast": (("q1", "doc1"), ("q2", "doc2")),
    "exclusion": (("query", "positive"), ("query_including", "negative")),
}


def query_table(source: str) -> pa.Table:
    """Return queries and their positives.

    Args:
        source: `hedgetriple`: both queries of each contrast pair and exclusion row, each with its passage.
            `hedgetriple:groups`: the anchors, with their hedges.

    Returns:
        Columns id, query, positive (a list of ids of the corpus).
    """
    rows = []
    if source == GROUPS:
        for group in _load("groups"):
            hedges = [f"{group['id']}/hedge/{number}" for number in range(len(group["hedges"]))]
            rows.append({"id": group["id"], "query": group["anchor"], "positive": hedges})
    else:
        for config, shape in SHAPES.items():
            for row in _load(config):
                for query, document in shape:
                    identifier = f"{row['id']}/{query}"
                    rows.append({"id": identifier, "query": row[query], "positive": [f"{row['id']}/{document}"]})
    text = pa.large_string()
    return pa.Table.from_pylist(rows, pa.schema([("id", text), ("query", text), ("positive", pa.large_list(text))]))


def corpus_table(source: str) -> pa.Table:
    """Return the passages of the same source.

    Returns:
        Columns id, text, group: the group, contrast pair or exclusion row that the text comes from.
    """
    rows = []
    if source == GROUPS:
        for group in _load("groups"):
            for kind in ("hedge", "negation"):
                for number, variant in enumerate(group[f"{kind}s"]):
                    identifier = f"{group['id']}/{kind}/{number}"
                    rows.append({"id": identifier, "text": variant["text"], "group": group["id"]})
    else:
        for config, shape in SHAPES.items():
            for row in _load(config):
                for _, document in shape:
                    rows.append({"id": f"{row['id']}/{document}", "text": row[document], "group": row["id"]})
    return pa.Table.from_pylist(rows, pa.schema([(name, pa.large_string()) for name in ("id", "text", "group")]))


def _load(config: str) -> list[dict]:
    return load_dataset(NAME, config, split="train").to_list()
