"""What the YAML in front of a repo's README.md says, for listings and for refusing a broken one."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from hedge_hf.errors import one_line

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_MAX_BYTES = 1_000_000
_MAX_VALUES = 100_000
_MAX_BITS = 1_000
_OF_PYYAML = (yaml.YAMLError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


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
    except _OF_PYYAML as error:
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
        plain: dict[str, Any] = _plain(metadata or {}, iter(range(_MAX_VALUES)))
    except (OSError, ValueError, RecursionError):
        return {}
    return plain


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


def _plain(value: Any, left: Iterator[int]) -> Any:
    """Return a value as JSON has it; a few aliases in YAML can stand for more values than any memory holds."""
    if next(left, None) is None:
        raise ValueError("too many values")
    if isinstance(value, dict):
        return {_utf8(str(key)): _plain(each, left) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each, left) for each in value]
    if isinstance(value, int) and value.bit_length() > _MAX_BITS:
        raise ValueError("too large a number")
    is_number = isinstance(value, float) and math.isfinite(value)
    return value if value is None or isinstance(value, int) or is_number else _utf8(str(value))


def _utf8(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
