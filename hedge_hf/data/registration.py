"""Makes `datasets.load_dataset("hedgetriple")` and `("hedgetriple-music")` find the builders of this package."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import Any

import datasets.inspect
import datasets.load

from hedge_hf.version import __version__

NAME = "hedgetriple"
MUSIC = "hedgetriple-music"
_BUILDER_MODULES = {NAME: "hedge_hf.data.builder", MUSIC: "hedge_hf.audio.synthetic"}
_MADE_FROM = {
    NAME: ("data/*.py", "taxonomy/*.py", "data/seed/*.parquet"),
    MUSIC: ("audio/synthetic.py", "audio/synthesis.py", "audio/timbres.py", "audio/captions.py"),
}


def fingerprint(name: str = NAME) -> str:
    """Return a hash of the package version and of the code and data that a dataset is made from.

    `datasets` keys its cache by it, so a change of any of them builds the dataset anew.
    """
    digest = hashlib.sha256(__version__.encode())
    package = Path(__file__).parent.parent
    for file in sorted(file for pattern in _MADE_FROM[name] for file in package.glob(pattern)):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:32]


def register() -> None:
    """Teach `datasets` the names "hedgetriple" and "hedgetriple-music"; every other name goes the usual way.

    `datasets` 5 has neither loading scripts nor entry points, so its factory of dataset modules is wrapped.
    """
    original = datasets.load.dataset_module_factory
    if getattr(original, "knows_hedgetriple", False):
        return

    @functools.wraps(original)
    def dataset_module_factory(path: str, *args: Any, **kwargs: Any) -> datasets.load.DatasetModule:
        if path not in _BUILDER_MODULES:
            return original(path, *args, **kwargs)
        return datasets.load.DatasetModule(_BUILDER_MODULES[path], fingerprint(path), {"dataset_name": path})

    dataset_module_factory.knows_hedgetriple = True  # type: ignore[attr-defined]
    datasets.load.dataset_module_factory = dataset_module_factory
    datasets.inspect.dataset_module_factory = dataset_module_factory
