"""Writes docs/api.md from docstrings: python docs/write_api.py. A test checks that the page is up to date."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from types import ModuleType
from typing import Any

PAGE = Path(__file__).parent / "api.md"
MODULES = (
    "hedge_hf.taxonomy",
    "hedge_hf.data.instructions",
    "hedge_hf.data.reasoning",
    "hedge_hf.losses",
    "hedge_hf.losses.audio_text",
    "hedge_hf.train.trainer",
    "hedge_hf.train.base",
    "hedge_hf.adapters",
    "hedge_hf.inference",
    "hedge_hf.retrieval",
    "hedge_hf.feedback",
    "hedge_hf.generate.rules",
    "hedge_hf.evaluation",
    "hedge_hf.evaluation.evaluator",
    "hedge_hf.evaluation.mteb_tasks",
    "hedge_hf.evaluation.tasks",
    "hedge_hf.metrics.nevir",
    "hedge_hf.metrics.excluir",
    "hedge_hf.metrics.cannot",
    "hedge_hf.metrics.counterfactual",
    "hedge_hf.metrics.hedging",
    "hedge_hf.audio.negation_insert",
    "hedge_hf.hub.local",
)


def public_names(module: ModuleType) -> list[str]:
    """Return `__all__`, or else the classes and functions that the module itself defines."""
    named = getattr(module, "__all__", None)
    if named is not None:
        return list(named)
    return [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__
    ]


def page() -> str:
    """Return the whole page."""
    lines = [
        "# Public names",
        "",
        "Made from the docstrings by `docs/write_api.py`. Options of commands and recipes: `hedge-hf COMMAND --help`.",
    ]
    for name in MODULES:
        module = importlib.import_module(name)
        lines += ["", f"## `{name}`", "", inspect.getdoc(module) or ""]
        constants = []
        for member in public_names(module):
            value = getattr(module, member)
            if inspect.isclass(value) or inspect.isroutine(value):
                lines += ["", f"### `{member}`", "", *_entry(member, value)]
            else:
                constants.append(f"`{member}`")
        if constants:
            lines += ["", f"Constants: {', '.join(constants)}."]
    return "\n".join(lines) + "\n"


def _entry(name: str, value: Any) -> list[str]:
    described = [f"{name}{_signature(value)}", "", *(inspect.getdoc(value) or "").splitlines()]
    if inspect.isclass(value):
        for member, method in vars(value).items():
            if not member.startswith("_") and inspect.isfunction(method):
                summary = (inspect.getdoc(method) or "").split("\n\n")[0].replace("\n", " ")
                described += ["", f"{name}.{member}{_signature(method)}", f"    {summary}"]
    return ["~~~text", *described, "~~~"]


def _signature(value: Any) -> str:
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return ""
    return f"({', '.join(p for p in signature.parameters if p != 'self')})"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
