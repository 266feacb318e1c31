"""Collections: lists of repos with a title, one JSON file each, in the shape the Hub's clients read."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock

from hedge_hf.hub.server.blobs import write_atomically
from hedge_hf.hub.server.names import is_repo_part
from hedge_hf.hub.server.records import Refused, now
from hedge_hf.hub.server.repo_folders import text_of

_LIMITS = {"title": 60, "description": 150, "note": 500}


class Collections:
    """The collections of a hub, in `collections/NAMESPACE/NAME.json` below its folder."""

    def __init__(self, root: Path) -> None:
        """Open those of the hub in `root`."""
        self._folder = root / "collections"
        self._lock = root / "locks" / "collections"

    def all(self) -> list[dict[str, Any]]:
        """Return all, the last changed first."""
        texts = map(text_of, self._folder.glob("*/[!.]*.json"))
        found = [json.loads(text) for text in texts if text]
        return sorted(found, key=lambda one: one["lastUpdated"], reverse=True)

    def get(self, slug: str) -> dict[str, Any]:
        """Return one by its `NAMESPACE/NAME`.

        Raises:
            Refused: 404 if there is none.
        """
        text = text_of(self._path(slug))
        if text is None:
            raise Refused(404, f"Collection not found: {slug}")
        found: dict[str, Any] = json.loads(text)
        return found

    def create(self, namespace: str, title: str, description: str, private: bool) -> dict[str, Any]:
        """Create an empty one.

        Raises:
            Refused: 409, with its slug, if the namespace has one of this title; 400 for a text that is too long.
        """
        checked_text("title", title)
        with self._locked():
            for one in self.all():
                if (one["owner"]["name"], one["title"]) == (namespace, title):
                    raise Refused(409, "You already have a collection with this title", slug=one["slug"])
            words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "collection"
            return self._write(
                {
                    "slug": f"{namespace}/{words}-{secrets.token_hex(12)}",
                    "title": title,
                    "description": checked_text("description", description),
                    "owner": {"name": namespace},
                    "items": [],
                    "position": 0,
                    "private": private,
                    "theme": "orange",
                    "upvotes": 0,
                }
            )

    def update(self, slug: str, changes: dict[str, Any]) -> dict[str, Any]:
        """Change its title, description, theme, position or visibility."""
        with self._locked():
            return self._write(self.get(slug) | changes)

    def delete(self, slug: str) -> None:
        """Delete one."""
        with self._locked():
            self.get(slug)
            self._path(slug).unlink()

    def add(self, slug: str, item: str, kind: str, note: str) -> dict[str, Any]:
        """Add a repo at its end.

        Raises:
            Refused: 409 if it is in it.
        """
        with self._locked():
            found = self.get(slug)
            if any((one["id"], one["type"]) == (item, kind) for one in found["items"]):
                raise Refused(409, f"{item} is in this collection already")
            entry = {
                "_id": secrets.token_hex(12),
                "id": item,
                "type": kind,
                "note": {"text": checked_text("note", note)},
            }
            found["items"].append(entry)
            return self._write(found)

    def update_item(self, slug: str, identifier: str, note: str | None, position: int | None) -> dict[str, Any]:
        """Change an item's note or its place.

        Raises:
            Refused: 404 if there is no such item.
        """
        with self._locked():
            found = self.get(slug)
            item = _item(found, identifier)
            if note is not None:
                item["note"] = {"text": checked_text("note", note)}
            if position is not None:
                found["items"].remove(item)
                found["items"].insert(position, item)
            return self._write(found)

    def delete_item(self, slug: str, identifier: str) -> None:
        """Take an item out.

        Raises:
            Refused: 404 if there is no such item.
        """
        with self._locked():
            found = self.get(slug)
            found["items"].remove(_item(found, identifier))
            self._write(found)

    def _path(self, slug: str) -> Path:
        namespace, _, name = slug.partition("/")
        if not (is_repo_part(namespace) and re.fullmatch(r"[a-z0-9-]{1,120}", name)):
            raise Refused(404, f"Collection not found: {slug[:80]!r}")
        return self._folder / namespace / f"{name}.json"

    def _write(self, found: dict[str, Any]) -> dict[str, Any]:
        found["lastUpdated"] = now()
        found["items"] = [item | {"position": place} for place, item in enumerate(found["items"])]
        write_atomically(self._path(found["slug"]), json.dumps(found).encode())
        return found

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with FileLock(self._lock):
            yield


def checked_text(name: str, text: str) -> str:
    """Return a text, or refuse it with 400 if it is longer than the Hub takes."""
    if len(text) > _LIMITS[name] or (name == "title" and not text.strip()):
        raise Refused(400, f"{name} must have 1 to {_LIMITS[name]} characters")
    return text


def _item(found: dict[str, Any], identifier: str) -> Any:
    for item in found["items"]:
        if item["_id"] == identifier:
            return item
    raise Refused(404, f"Item not found: {identifier[:80]!r}")
