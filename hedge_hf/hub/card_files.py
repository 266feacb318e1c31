"""What the cards of all kinds of models are written from, and where to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from huggingface_hub import ModelCard

from hedge_hf.errors import UsageError, one_line


def read_evaluation(path: Path, command: str) -> dict[str, Any]:
    """Return what an evaluation wrote.

    Args:
        path: Its JSON file.
        command: The command that writes such files, for the message.

    Raises:
        UsageError: If it cannot be read.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{path}: not what {command} --report writes ({one_line(error)})") from error
    if not isinstance(found, dict):
        raise UsageError(f"{path}: not what {command} --report writes")
    return found


def check_measured(measured: str, model: Path, repo: str, command: str) -> None:
    """Refuse to write the card of a model from the evaluation of another.

    A folder that is not on this machine, such as that of the GPU it was trained on, is taken for the model's if its
    run and model have the same names.

    Args:
        measured: Folder or Hub id that was evaluated.
        model: Folder of the model.
        repo: Id that the model will have, or has already.
        command: What evaluates this folder, for the message.

    Raises:
        UsageError: If they are not the same.
    """
    other, names = Path(measured), Path(measured).parts[-2:]
    same = other.samefile(model) if other.exists() else model.resolve().parts[-len(names) :] == names
    if not same and measured != repo:
        raise UsageError(f"the evaluation is of {measured}, not of {model}; give what {command} --report DIR writes")


def save_card(card: ModelCard, folder: Path) -> None:
    """Write a card as README.md; one that is there is replaced, which may be a link to the model's own."""
    readme = folder / "README.md"
    readme.unlink(missing_ok=True)
    card.save(readme)


def without_places(value: Any) -> Any:
    """Return a setting with files by their names, not by their places on somebody's machine."""
    if isinstance(value, list):
        return [without_places(one) for one in value]
    return Path(value).name if isinstance(value, str) and Path(value).is_absolute() else value
