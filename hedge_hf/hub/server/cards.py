"""What the YAML in front of a repo's README.md says, for listings and for refusing a broken one."""

from __future__ import annotations

import functools
import math
import re
from pathlib import Path
from typing import Any

import yaml

from hedge_hf.errors import one_line

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_MAX_BYTES = 1_000_000


def front_matter(text: str) -> dict[str, Any] | None:
    """Return the metadata of a card; None if it has none.

    Raises:
        ValueError: If it is not YAML, or no mapping.
    """
    found = _FRONT_MATTER.match(text)
    if found is None:
        return None
    try:
        metadata = yaml.safe_load(found[1])
    except yaml.YAMLError as error:
        raise ValueError(f"YAML metadata is broken: {one_line(error)}") from error
    if metadata is not None and not isinstance(metadata, dict):
        raise ValueError("YAML metadata must be a mapping")
    return metadata


@functools.lru_cache(maxsize=1024)
def metadata_of(readme: Path, size: int, sha256: str) -> dict[str, Any]:
    """Return the metadata of a stored card, JSON-ready; empty if there is none or it cannot be read.

    Args:
        readme: Where it lies.
        size: Its size in bytes.
        sha256: Its content, so that what is remembered of an older one does not count.
    """
    if size > _MAX_BYTES:
        return {}
    try:
        metadata = front_matter(readme.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return _plain(metadata or {})


def tags_of(metadata: dict[str, Any]) -> list[str]:
    """Return the tags the Hub derives from a card: its own, the library, the task, languages and the licence."""
    named = [metadata.get("library_name"), metadata.get("pipeline_tag")]
    own = [*_listed(metadata.get("tags")), *filter(None, named), *_listed(metadata.get("language"))]
    prefixed = [
        f"{prefix}:{value}"
        for key, prefix in (("license", "license"), ("datasets", "dataset"), ("base_model", "base_model"))
        for value in _listed(metadata.get(key))
    ]
    return list(dict.fromkeys(map(str, [*own, *prefixed])))


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {_utf8(str(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    is_number = isinstance(value, float) and math.isfinite(value)
    return value if value is None or isinstance(value, int) or is_number else _utf8(str(value))


def _utf8(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
