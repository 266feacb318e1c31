"""`hedge-hf publish metrics`: one of our metrics as a Space, for `evaluate.load("namespace/name")`."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from rich.console import Console

import hedge_hf.metrics
from hedge_hf.errors import UsageError
from hedge_hf.hub.publish import add_target, publish, target_of
from hedge_hf.hub.staging import publishable

_TAKEN = ("app", "scores")
_METRICS = Path(hedge_hf.metrics.__file__).parent


def names() -> list[str]:
    """Return the names of the metrics."""
    return sorted(path.parent.name for path in _METRICS.glob("*/scores.py"))


def stage(name: str, repo: str, folder: Path) -> None:
    """Write the Space of a metric; its card loads it by its id there.

    `evaluate` looks in a Space for a module that is named after the repository.

    Raises:
        UsageError: If there is no such metric, or another of its files has the name of the repository.
    """
    if name not in names():
        raise UsageError(f"no metric {name!r}; give one of {', '.join(names())}")
    module = folder / f"{repo.split('/')[1]}.py"
    if module.stem in _TAKEN:
        raise UsageError(f"a Space of a metric cannot be called {module.stem!r}; choose another --repo")
    for path in publishable(_METRICS / name):
        if path.name != "__init__.py":
            shutil.copyfile(path, folder / path.name)
    (folder / f"{name}.py").rename(module)
    card = folder / "README.md"
    local = f'evaluate.load("hedge_hf/metrics/{name}")  # this folder, or the id of its Space'
    text = card.read_text(encoding="utf-8").replace(local, f'evaluate.load("{repo}")')
    card.write_text(text, encoding="utf-8")


def main(argv: list[str]) -> None:
    """Stage and upload."""
    parser = argparse.ArgumentParser(prog="hedge-hf publish metrics", allow_abbrev=False)
    parser.add_argument("name", nargs="?", help=f"one of {', '.join(names())}; without, the name in --repo")
    add_target(parser)
    options = parser.parse_args(argv)
    target = target_of(options, "space")
    name = options.name or target.repo.split("/")[1]
    url = publish(target, lambda folder: stage(name, target.repo, folder), options.dry_run)
    if url:
        Console().print(
            f'Published {name}: {url}\nevaluate.load("{target.repo}") loads it', highlight=False, soft_wrap=True
        )
