import re
import subprocess
import sys
from pathlib import Path

import pytest

from hedge_hf import cli

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```python\n((?:(?!```).)*)```\n\n```\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize(("code", "output"), SHOWN)
def test_examples_print_what_the_readme_shows(code, output, tmp_path):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout == output


def test_the_readme_names_every_command():
    assert len(SHOWN) == 2
    for name in cli.COMMANDS:
        assert f"hedge-hf {name}" in README, name


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target
