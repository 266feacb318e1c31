"""What a model answered to each suite, kept in the report folder, so that a cut run goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hedge_hf.evaluation.files import write
from hedge_hf.train.llm_model import adapter_base
from hedge_hf.version import __version__


class Answers:
    """Answers by model and settings, in files of a folder; without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        """Take the folder, which exists."""
        self._folder = folder

    def get(self, model: str, settings: dict[str, Any], asked: Any, answer: Callable[[], list[Any]]) -> list[Any]:
        """Return what a model answered before, or let it answer now.

        Args:
            model: Folder or Hub id. A folder counts as another model once its weights, or those of the base of an
                adapter, are written anew.
            settings: How it is asked.
            asked: The questions.
            answer: Asks them.
        """
        if self._folder is None:
            return answer()
        key = json.dumps([__version__, model, _weights(model), settings, asked], sort_keys=True, default=str)
        path = self._folder / f"answers-{hashlib.sha256(key.encode()).hexdigest()[:16]}.json"
        if path.is_file():
            return json.loads(path.read_text(encoding="utf-8"))
        found = answer()
        write(path, json.dumps(found).encode())
        return found


def _weights(model: str) -> list[tuple[str, int, int]]:
    base = adapter_base(model) if Path(model).is_dir() else None
    files = [file for folder in (model, base) if folder for file in sorted(Path(folder).glob("*.safetensors"))]
    return [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
