"""Training recipes: one YAML per experiment, whose keys are the fields of the argument dataclasses.

Beside them are sweeps, which vary a recipe, and configurations of accelerate.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from hedge_hf.errors import UsageError, one_line


def names() -> list[str]:
    """Return the names of the shipped recipes, such as "encoder/minilm"."""
    root = Path(str(files(__package__)))
    return sorted(
        file.relative_to(root).with_suffix("").as_posix()
        for file in root.glob("*/*.yaml")
        if file.parent.name not in ("accelerate", "sweeps")
    )


def read(name: str) -> dict[str, Any]:
    """Read a recipe.

    Args:
        name: A YAML file, or the name of a shipped recipe.

    Returns:
        Its keys and values.

    Raises:
        UsageError: If there is no such recipe or it is not a YAML mapping.
    """
    path, root = Path(name), Path(str(files(__package__)))
    if not path.is_file():
        path = root / f"{name}.yaml"
    if not path.is_file():
        shipped = [*names(), *sorted(f"sweeps/{file.stem}" for file in root.glob("sweeps/*.yaml"))]
        raise UsageError(f"{name}: no such file, and no shipped recipe; the recipes are {', '.join(shipped)}")
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not valid YAML: {one_line(error)}") from None
    if not isinstance(values, dict):
        raise UsageError(f"{path}: a recipe is a list of 'key: value' lines")
    return values
