"""NevIR as mteb's dataset repository, for the embedded Hub."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_CARD = """---
configs:
- config_name: default
  data_files: [{split: test, path: qrels.jsonl}]
- config_name: corpus
  data_files: [{split: corpus, path: corpus.jsonl}]
- config_name: queries
  data_files: [{split: queries, path: queries.jsonl}]
- config_name: top_ranked
  data_files: [{split: test, path: top_ranked.jsonl}]
---
"""


def write_nevir(root: Path, rows: list[dict[str, Any]]) -> None:
    """Write contrast pairs (id, q1, q2, doc1, doc2) under the root of a hub."""
    folder = root / "datasets" / "orionweller" / "NevIR-mteb"
    folder.mkdir(parents=True)
    sides = [(row, side) for row in rows for side in "12"]
    files = {
        "corpus": [{"_id": f"{row['id']}_doc{side}", "text": row[f"doc{side}"]} for row, side in sides],
        "queries": [{"_id": f"{row['id']}_q{side}", "text": row[f"q{side}"]} for row, side in sides],
        "qrels": [
            {"query-id": f"{row['id']}_q{side}", "corpus-id": f"{row['id']}_doc{side}", "score": 1}
            for row, side in sides
        ],
        "top_ranked": [
            {"query-id": f"{row['id']}_q{side}", "corpus-ids": [f"{row['id']}_doc1", f"{row['id']}_doc2"]}
            for row, side in sides
        ],
    }
    for name, lines in files.items():
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (folder / "README.md").write_text(_CARD)
