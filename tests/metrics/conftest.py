from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import hedge_hf

REPOSITORY = Path(hedge_hf.__file__).parent.parent
METRICS = REPOSITORY / "hedge_hf" / "metrics"


@pytest.fixture
def run_offline(tmp_path: Path) -> Callable[..., str]:
    """Run Python in a new process, off-line and with its cache in a temporary folder; return its output."""

    def run(*arguments: str, cwd: Path = REPOSITORY) -> str:
        environment = os.environ | {
            "HF_HOME": str(tmp_path / "hf_home"),
            "HF_HUB_OFFLINE": "1",
            "PYTHONPATH": str(REPOSITORY),
        }
        done = subprocess.run([sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture
def run_as_space(tmp_path: Path, run_offline: Callable[..., str]) -> Callable[[str, str], Any]:
    """Copy a metric's folder out of the package and run code against it there, as `metric`.

    The code sets `result`; the fixture returns it. The package must not be imported by the module.
    """

    def run(name: str, code: str) -> Any:
        folder = shutil.copytree(METRICS / name, tmp_path / name)
        lines = [
            "import json, sys, evaluate",
            f"metric = evaluate.load({str(folder)!r})",
            code,
            "assert 'hedge_hf' not in sys.modules",
            "print(json.dumps(result))",
        ]
        return json.loads(run_offline("-c", "\n".join(lines), cwd=tmp_path))

    return run
