"""Runs the code blocks of a Markdown file in their order, as a reader would: python run_blocks.py FILE.

Blocks of `python` share one namespace; a plain block after one is what it prints. Blocks of `bash` run in one folder
with them; training stops after two steps, so that a reader's minutes are seconds here. Blocks of `console` need a
cluster, a server or much time: of them the command must exist, and the options of training are read.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from hedge_hf import cli

_QUOTED = re.compile(r"^~~~.*?^~~~$", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PRELUDE = """
set -euo pipefail
hedge-hf() {
    case "$1" in
        train) "$PYTHON" -m hedge_hf.cli "$@" --max_steps 2 ;;
        *) "$PYTHON" -m hedge_hf.cli "$@" ;;
    esac
}
"""


def blocks(text: str) -> list[tuple[str, str]]:
    """Return language and code of each block, but of those that are quoted between tildes."""
    return _BLOCK.findall(_QUOTED.sub("", text))


def main() -> None:
    """Run a file's blocks; end at the first that fails."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    printed = ""
    for language, code in blocks(Path(sys.argv[1]).read_text(encoding="utf-8")):
        if language == "python":
            shown = io.StringIO()
            with contextlib.redirect_stdout(shown):
                exec(compile(code, sys.argv[1], "exec"), namespace)
            printed = shown.getvalue()
        elif language == "bash":
            environment = os.environ | {"PYTHON": sys.executable}
            subprocess.run(["bash", "-c", _PRELUDE + code], env=environment, stdin=subprocess.DEVNULL, check=True)
        elif language == "console":
            for command in code.replace("\\\n", " ").splitlines():
                _read_options(command)
        else:
            assert language == "", f"a block of {language!r} is not known here"
            assert printed == code, f"printed:\n{printed}\nshown:\n{code}"
            printed = ""


def _read_options(command: str) -> None:
    """Find a command of ours; if it trains, parse its options, and do not train."""
    words = shlex.split(command, comments=True)
    if words[:1] == ["hedge-hf"]:
        length = 2 if " ".join(words[1:3]) in cli.COMMANDS else 1
        module, options = cli.COMMANDS[" ".join(words[1 : 1 + length])][0], words[1 + length :]
    elif "-m" in words and words[words.index("-m") + 1].startswith("hedge_hf."):
        module, options = words[words.index("-m") + 1], words[words.index("-m") + 2 :]
    else:
        return
    found = importlib.import_module(module)
    if module.startswith("hedge_hf.train.") and hasattr(found, "train"):
        found.train = lambda *arguments: None
        found.main(options)


if __name__ == "__main__":
    main()
