"""What all `hedge-hf publish` commands share: their options, the dry run, and staging before uploading."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path

import yaml
from huggingface_hub import DatasetCard, ModelCard, RepoCard, SpaceCard
from rich.console import Console
from rich.filesize import decimal

from hedge_hf.errors import UsageError, one_line, require
from hedge_hf.hub.refusals import checked_id
from hedge_hf.hub.sending import Target, send
from hedge_hf.hub.staging import MANIFEST, additions, manifest, staging

_CARD_KINDS: dict[str, type[RepoCard]] = {"model": ModelCard, "dataset": DatasetCard, "space": SpaceCard}
CARDS = Path(__file__).parent.parent / "model_cards"


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is, in one line."""
    return re.sub(r"([\\`*_{}\[\]<>#!|~&$])", r"\\\1", " ".join(text.split()))


def add_target(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where to publish: --repo, --private, --tag, --overwrite and --dry-run."""
    parser.add_argument("--repo", required=True, help="namespace/name on the Hub")
    parser.add_argument("--private", action="store_true", help="make a new repository private")
    parser.add_argument("--tag", help="tag of the new state, such as v1")
    parser.add_argument(
        "--overwrite", action="store_true", help="replace files that hedge-hf publish did not put there"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="show the files, their sizes and the card; send nothing"
    )


def target_of(options: argparse.Namespace, repo_type: str) -> Target:
    """Return what the options of `add_target` say."""
    return Target(checked_id(options.repo), repo_type, options.private, options.tag, options.overwrite)


def publish(target: Target, stage: Callable[[Path], object], dry_run: bool = False) -> str | None:
    """Stage a folder and upload it, or only show it.

    Args:
        target: Where to publish.
        stage: Fills an empty folder with what the repository is to hold.
        dry_run: Show the files and the card, and send nothing.

    Returns:
        The URL of the commit; None after a dry run.

    Raises:
        UsageError: If the card cannot be read, or as `send` does.
        HedgeError: If jinja2 is not installed, or the Hub does not answer or refuses; the staging folder is then kept.
    """
    require("jinja2", "hub")  # huggingface_hub writes cards with it
    with staging(target.repo, target.repo_type) as folder:
        stage(folder)
        files = additions(folder)
        card = _checked_card(folder / "README.md", target.repo_type)
        (folder / MANIFEST).write_bytes(manifest(target.repo, target.repo_type, files))
        if dry_run:
            sizes = {file.path_in_repo: file.upload_info.size for file in files}
            _show(sizes, card)
            return None
        return send(target, files)


def upload(folder: Path, repo: str, repo_type: str, private: bool = False) -> str:
    """Upload a folder as it is; pickles and checkpoints stay behind.

    Args:
        folder: What to upload; its README.md is the card.
        repo: Id of the repository, "namespace/name"; it is made if it does not exist.
        repo_type: "model", "dataset" or "space".
        private: Whether a new repository is private.

    Returns:
        The URL of the commit.

    Raises:
        UsageError: As `send` does.
        HedgeError: If the Hub does not answer or refuses.
    """
    return send(Target(checked_id(repo), repo_type, private), additions(folder))


def _checked_card(path: Path, repo_type: str) -> str:
    try:
        text = path.read_text(encoding="utf-8")
        _CARD_KINDS[repo_type](text)
    except yaml.YAMLError as error:
        raise UsageError(f"the YAML of {path.name} is broken: {one_line(error)}") from error
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(f"{path.name} is no card: {one_line(error)}") from error
    return text


def _show(sizes: dict[str, int], card: str) -> None:
    width = max(map(len, sizes))
    lines = [f"{name:<{width}}  {decimal(size):>10}" for name, size in sizes.items()]
    total = f"{len(sizes)} files, {decimal(sum(sizes.values()))}; nothing was sent"
    Console().print("\n".join([*lines, total, "", card]), highlight=False, soft_wrap=True, markup=False)
