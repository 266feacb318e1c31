"""What a benchmark result must say about where it comes from."""

from __future__ import annotations

import datetime
import importlib.metadata
import json
import os
import platform
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
_PACKAGES = ("hedge-hf", "torch", "transformers", "datasets", "sentence-transformers", "mteb", "pyarrow", "numpy")


def environment() -> dict[str, Any]:
    """Return date, machine and versions."""
    versions = {}
    for package in _PACKAGES:
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            versions[package] = None
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "versions": versions,
    }


def save(name: str, result: dict[str, Any]) -> None:
    """Write and show a result with its environment."""
    text = json.dumps(result | {"environment": environment()}, indent=2)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print(text)
