import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_a_wheel_holds_every_file_that_is_not_code(tmp_path):
    copy = tmp_path / "copy"  # a build folder left in the project would hide what is missing
    for name in ("hedge_hf", "model_cards"):
        shutil.copytree(ROOT / name, copy / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        tmp_path,
        copy,
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    [wheel] = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(["git", "ls-files", "hedge_hf"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    files = [path for path in tracked if path != "hedge_hf/model_cards" and (ROOT / path).exists()]
    cards = [f"hedge_hf/model_cards/{path.name}" for path in (ROOT / "model_cards").iterdir()]
    assert {*files, *cards} <= inside, sorted({*files, *cards} - inside)


def test_constraints_are_versions_that_pypi_has():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pinned = [line for line in lines if not line.startswith("#")]
    assert all(line.count("==") == 1 for line in pinned)
    assert not [line for line in pinned if "+" in line]  # a local build such as +cpu is on no index
