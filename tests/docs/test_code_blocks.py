"""What the documentation shows is run, against a Hub that holds what it names."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import run_blocks
from huggingface_hub import HfApi

from hedge_hf.hub.local import LocalHub
from hedge_hf.train.base import EMBEDDED_REPO, embedded_folder

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
WITH_CODE = [page for page in PAGES if run_blocks.blocks(page.read_text(encoding="utf-8"))]


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalHub]:
    with LocalHub(tmp_path_factory.mktemp("hub")) as running:
        api = HfApi(endpoint=running.endpoint, token="hf_local")
        api.create_repo(EMBEDDED_REPO)
        api.upload_folder(repo_id=EMBEDDED_REPO, folder_path=embedded_folder())
        yield running


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_CODE, ids=name)
def test_code_blocks_run_and_print_what_is_shown(page: Path, hub: LocalHub, tmp_path: Path) -> None:
    environment = os.environ | hub.environment() | {"HF_HOME": str(tmp_path / "cache"), "COLUMNS": "120"}
    done = subprocess.run(
        [sys.executable, run_blocks.__file__, str(page)], capture_output=True, text=True, cwd=tmp_path, env=environment
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target
