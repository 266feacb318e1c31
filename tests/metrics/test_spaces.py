from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from huggingface_hub import metadata_load

import hedge_hf

NAMES = ("nevir", "excluir", "cannot", "counterfactual", "hedging")
FOLDERS = [Path(hedge_hf.__file__).parent / "metrics" / name for name in NAMES]


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_the_folder_is_a_whole_space(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}

    assert {"README.md", "app.py", "requirements.txt", "scores.py", f"{folder.name}.py"} <= names


def test_the_card_says_what_the_hub_needs(folder: Path) -> None:
    card = metadata_load(folder / "README.md")

    assert card["title"]
    assert card["sdk"] == "gradio"
    assert (folder / card["app_file"]).is_file()
    assert {"evaluate", "metric"} <= set(card["tags"])


def test_the_card_shows_real_output(folder: Path, run_offline: Callable[..., str]) -> None:
    card = folder / "README.md"
    assert ">>> " in card.read_text(encoding="utf-8")
    run_offline("-m", "doctest", str(card))


def test_the_files_of_the_space_do_without_the_package(folder: Path) -> None:
    for name in ("app.py", "scores.py", f"{folder.name}.py"):
        assert "hedge_hf" not in (folder / name).read_text(encoding="utf-8")


def test_importing_the_functions_imports_neither_evaluate_nor_torch(
    folder: Path, run_offline: Callable[..., str]
) -> None:
    code = f"import sys, hedge_hf.metrics.{folder.name}; print({{'evaluate', 'torch'}} & set(sys.modules))"

    assert run_offline("-c", code).strip() == "set()"
