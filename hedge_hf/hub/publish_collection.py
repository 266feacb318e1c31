"""`hedge-hf publish collection`: what belongs together on the Hub, on one page."""

from __future__ import annotations

import argparse

from huggingface_hub import Collection, HfApi
from huggingface_hub.hf_api import CollectionItemType_T
from rich.console import Console

from hedge_hf.errors import UsageError
from hedge_hf.hub.refusals import checked_id, refusals

_TYPES: dict[str, CollectionItemType_T] = {"models": "model", "datasets": "dataset", "spaces": "space"}
_MAX_DESCRIPTION = 150


def item_of(text: str) -> tuple[str, CollectionItemType_T]:
    """Return id and type of `namespace/name` (a model), `datasets/namespace/name` or `spaces/namespace/name`.

    Raises:
        UsageError: If it is none of them.
    """
    kind, _, rest = text.partition("/")
    if text.count("/") == 2 and kind in _TYPES and all(rest.split("/")):
        return rest, _TYPES[kind]
    if text.count("/") == 1 and all(text.split("/")) and kind not in _TYPES:
        return text, "model"
    raise UsageError(f"{text!r} is no item: give namespace/name, datasets/namespace/name or spaces/namespace/name")


def publish_collection(
    repo: str,
    title: str,
    items: list[tuple[str, CollectionItemType_T]],
    description: str | None = None,
    private: bool = False,
) -> Collection:
    """Make the collection, or add to it what it lacks.

    Args:
        repo: "namespace/name"; the name counts only where no title is given.
        title: Title, by which it is found again.
        items: Id and type of each item; those that are in it already stay where they are.
        description: At most 150 characters.
        private: Whether a new collection is private.

    Raises:
        UsageError: If the description is too long.
        HedgeError: If the Hub does not answer or refuses, for instance an item that does not exist.
    """
    if description and len(description) > _MAX_DESCRIPTION:
        raise UsageError(f"--description has {len(description)} characters; the Hub takes {_MAX_DESCRIPTION}")
    api = HfApi()
    with refusals(repo):
        collection = api.create_collection(
            title, namespace=repo.split("/")[0], description=description, private=private, exists_ok=True
        )
    for item, kind in items:
        with refusals(f"{kind} {item}"):
            collection = api.add_collection_item(collection.slug, item, kind, exists_ok=True)
    return collection


def main(argv: list[str]) -> None:
    """Make or extend a collection."""
    parser = argparse.ArgumentParser(prog="hedge-hf publish collection", allow_abbrev=False)
    parser.add_argument(
        "items", nargs="+", metavar="ITEM", help="namespace/name of a model, datasets/... or spaces/..."
    )
    parser.add_argument("--repo", required=True, help="namespace/name of the collection")
    parser.add_argument("--title", help="title to show; without, the name in --repo")
    parser.add_argument("--description", help=f"at most {_MAX_DESCRIPTION} characters")
    parser.add_argument("--private", action="store_true", help="make a new collection private")
    parser.add_argument("--dry-run", action="store_true", help="show the items; send nothing")
    options = parser.parse_args(argv)
    repo, items = checked_id(options.repo), [item_of(item) for item in options.items]
    title = options.title or repo.split("/")[1]
    lines = [f"{kind:<8} {item}" for item, kind in items]
    if options.dry_run:
        lines.append(f"{len(items)} items for {title!r} of {repo.split('/')[0]}; nothing was sent")
    else:
        collection = publish_collection(repo, title, items, options.description, options.private)
        lines.append(f"Published {title}, {len(collection.items)} items: {collection.url}")
    Console().print("\n".join(lines), highlight=False, soft_wrap=True, markup=False)
