"""What a benchmark result must say about where it comes from."""

from __future__ import annotations

import datetime
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
_INSIDE = "HEDGE_HF_BENCHMARK_INSIDE"
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


def inside_hub(folder: Path, cache: Path) -> None:
    """Start the script again where `folder` is served as the Hub, unless it already runs there.

    The Hub's address must stand in the environment before any library of Hugging Face is imported.

    Args:
        folder: Hub datasets as datasets/NAMESPACE/NAME.
        cache: HF_HOME.
    """
    if os.environ.get(_INSIDE):
        return
    from hedge_hf.hub.local import LocalHub

    with LocalHub(folder, read_only=True) as hub:
        own = {"HF_HOME": str(cache.resolve()), "HF_HUB_OFFLINE": "0", _INSIDE: "1"}
        done = subprocess.run([sys.executable, *sys.argv], env=os.environ | hub.environment() | own, check=False)
    sys.exit(done.returncode)


def save(name: str, result: dict[str, Any]) -> None:
    """Write and show a result with its environment."""
    text = json.dumps(result | {"environment": environment()}, indent=2)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print(text)
