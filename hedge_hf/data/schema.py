"""The columns of HedgeTriple's files: groups (the canonical row), contrast pairs, exclusions, constructions."""

from __future__ import annotations

import pyarrow as pa
from datasets import Features, List, Value

from hedge_hf.taxonomy import HEDGE_TYPE_NAMES, NEGATION_TYPE_NAMES

_TEXT = Value("string")


def _variants() -> List:
    return List({"text": _TEXT, "type": _TEXT, "cue": _TEXT})


GROUPS = Features(
    dict.fromkeys(("id", "anchor", "source", "domain", "language", "generator"), _TEXT)
    | {"hedges": _variants(), "negations": _variants()}
)
CONTRAST = Features(dict.fromkeys(("id", "domain", "q1", "q2", "doc1", "doc2"), _TEXT))
EXCLUSION = Features(
    dict.fromkeys(("id", "domain", "query", "query_including", "positive", "negative", "excluded"), _TEXT)
)
CONSTRUCTIONS = Features(dict.fromkeys(("id", "construction", "anchor", "same", "opposite"), _TEXT))

VARIANT_TYPES: dict[str, tuple[str, ...]] = {"hedges": HEDGE_TYPE_NAMES, "negations": NEGATION_TYPE_NAMES}


def empty_table(features: Features) -> pa.Table:
    """Return a table without rows that has the columns of `features`."""
    return features.arrow_schema.empty_table()
