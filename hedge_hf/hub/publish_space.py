"""`hedge-hf publish space`: the page of `hedge-hf app` as a Space that loads its encoders from the Hub."""

from __future__ import annotations

import argparse
from pathlib import Path

from huggingface_hub import SpaceCardData
from huggingface_hub.errors import HFValidationError
from huggingface_hub.utils import validate_repo_id
from rich.console import Console

from hedge_hf.errors import UsageError
from hedge_hf.hub.publish import add_target, publish, target_of
from hedge_hf.train.base import EMBEDDED, EMBEDDED_REPO, repo_id
from hedge_hf.version import __version__

PACKAGE = f"hedge-hf[app]=={__version__}"
_GRADIO = "6.31.0"
_APP = '''"""The page of hedge_hf; all of it is in the package."""

from hedge_hf.app.run import main

main({arguments})
'''
_CARD = """---
{header}
---

# {title}

Compare {base} with {tuned}: type sentences and see how close each puts them, search with queries that negate or
exclude, and review the triples of HedgeTriple. Runs on the free CPU. The same page on your machine:

```
pip install '{package}'
hedge-hf app {command}
```

Reviews: all visitors share one. Decisions are kept in `review.jsonl`, which outlives a restart only on a Space with a
disk at `/data`; make the Space private if strangers must not decide.
"""


def stage(folder: Path, base: str, model: str | None, package: str = PACKAGE) -> None:
    """Write the Space: a card, three lines of code and what to install.

    Args:
        folder: An empty folder.
        base: Hub id of the encoder before training, or "all-MiniLM-L6-v2".
        model: Hub id of the one after; None for the adapter that ships with the package.
        package: What the Space installs, as pip takes it.

    Raises:
        UsageError: If a name is no Hub id, or a model is missing.
    """
    base = _hub_id("--base", repo_id(base))
    if model is None and base != EMBEDDED_REPO:
        raise UsageError(f"--model is missing: the adapter that ships with the package is for {EMBEDDED}, not {base}")
    names = ["--base", base, *(["--model", _hub_id("--model", model)] if model else [])]
    title = "What does “not” do to your embeddings?"
    header = SpaceCardData(
        title=title,
        sdk="gradio",
        sdk_version=_GRADIO,
        python_version="3.11",
        app_file="app.py",
        license="apache-2.0",
        models=[name for name in (base, model) if name],
        tags=["negation", "hedging", "sentence-transformers"],
        emoji="🙅",
        colorFrom="yellow",
        colorTo="gray",
    ).to_yaml()
    card = _CARD.format(
        header=header,
        title=title,
        base=base,
        tuned=model or "its adapter that ships with hedge_hf",
        package=package,
        command=" ".join(names),
    )
    for name, content in (
        ("README.md", card),
        ("app.py", _APP.format(arguments=str(names).replace("'", '"'))),
        ("requirements.txt", f"--extra-index-url https://download.pytorch.org/whl/cpu\n{package}\n"),
    ):
        (folder / name).write_text(content, encoding="utf-8")


def main(argv: list[str]) -> None:
    """Stage and upload."""
    parser = argparse.ArgumentParser(prog="hedge-hf publish space", allow_abbrev=False)
    parser.add_argument(
        "--base", default=EMBEDDED, help="Hub id of the encoder before training (default: %(default)s)"
    )
    parser.add_argument("--model", help="Hub id of the one after (default: the adapter that ships with the package)")
    parser.add_argument("--package", default=PACKAGE, help="what the Space installs (default: %(default)s)")
    add_target(parser)
    options = parser.parse_args(argv)
    target = target_of(options, "space")
    url = publish(target, lambda folder: stage(folder, options.base, options.model, options.package), options.dry_run)
    if url:
        Console().print(f"Published {target.repo}: {url}", highlight=False, soft_wrap=True)


def _hub_id(option: str, name: str) -> str:
    if Path(name).exists():
        raise UsageError(f"{option} {name} is on this machine only: `hedge-hf publish model` it and give its Hub id")
    try:
        validate_repo_id(name)
    except HFValidationError:
        raise UsageError(f"{option} {name!r} is no Hub id; give namespace/name") from None
    return name
