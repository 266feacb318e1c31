"""Renders a report as one HTML file from the template beside it; all texts are escaped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hedge_hf.errors import require


def render(
    template: Path, values: Mapping[str, Any], filters: Mapping[str, Callable[[Any], str]] | None = None
) -> str:
    """Return the page.

    Args:
        template: A Jinja template.
        values: What it shows; a name that it uses and that is missing is an error.
        filters: Filters of its own.

    Raises:
        HedgeError: If jinja2 is not installed.
    """
    jinja2 = require("jinja2", "train")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(template.parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= filters or {}
    return environment.get_template(template.name).render(**values)
