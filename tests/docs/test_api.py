"""The page of public names is up to date and complete, and every name has a docstring."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import pkgutil
from pathlib import Path

import pytest

import hedge_hf

_FILE = Path(__file__).parents[2] / "docs" / "write_api.py"
_SPEC = importlib.util.spec_from_file_location("write_api", _FILE)
assert _SPEC and _SPEC.loader
write_api = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(write_api)


def test_the_page_is_up_to_date() -> None:
    assert write_api.PAGE.read_text(encoding="utf-8") == write_api.page(), "run: python docs/write_api.py"


def test_every_package_that_names_its_public_names_is_on_the_page() -> None:
    packages = [module.name for module in pkgutil.walk_packages(hedge_hf.__path__, "hedge_hf.") if module.ispkg]
    naming = {name for name in packages if hasattr(importlib.import_module(name), "__all__")}
    assert naming - set(write_api.MODULES) == set()


@pytest.mark.parametrize("name", write_api.MODULES)
def test_every_public_name_has_a_docstring(name: str) -> None:
    module = importlib.import_module(name)
    assert inspect.getdoc(module)
    for member in write_api.public_names(module):
        value = getattr(module, member)
        if inspect.isclass(value) or inspect.isroutine(value):
            assert (inspect.getdoc(value) or "").strip(), f"{name}.{member}"
            assert value.__doc__, f"{name}.{member} has no docstring of its own"
