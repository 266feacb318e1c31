"""What a two-stage retriever is on disk and on the Hub: the names of its parts, its settings and its card."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from huggingface_hub import snapshot_download
from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

from hedge_hf.errors import HedgeError, one_line

ENCODER, RERANKER, INDEX, _SETTINGS = "encoder", "reranker", "index", "retriever.json"
_FILES = ["*.json", "*.safetensors", "*.parquet", "*.txt", "*.model", "*.md"]
CARD = """---
library_name: hedge-hf
pipeline_tag: text-ranking
tags: [negation, retrieval, reranking]
---

# Two-stage retriever over {passages} passages

```python
from hedge_hf.retrieval import TwoStage

TwoStage.load("{repo}").search("a query", k=5)
```

`encoder/` finds {candidates} candidates in `index/`, `reranker/` orders them. The index belongs to this encoder
(fingerprint `{fingerprint}`).
"""


def write_settings(folder: Path, candidates: int, similarity_weight: float) -> None:
    """Write what a retriever has besides its parts."""
    settings = {"candidates": candidates, "similarity_weight": similarity_weight}
    (folder / _SETTINGS).write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


def read_settings(folder: Path) -> dict[str, Any]:
    """Return the candidates and the similarity weight that were saved.

    Raises:
        HedgeError: If the file is missing or damaged.
    """
    file = folder / _SETTINGS
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return {"candidates": int(found["candidates"]), "similarity_weight": float(found["similarity_weight"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise HedgeError(f"{file} is missing or damaged ({one_line(error)}); save the retriever again") from error


def downloaded(name: str) -> Path:
    """Return the folder of a retriever of the Hub.

    Raises:
        HedgeError: If it cannot be had.
    """
    try:
        return Path(snapshot_download(name, allow_patterns=_FILES))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError, ValueError) as error:
        raise HedgeError(f"{name}: neither a folder nor a retriever on the Hub ({one_line(error)})") from error
