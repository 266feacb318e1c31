"""Mining in another process, with the last checkpoint, while training goes on."""

from __future__ import annotations

import atexit
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from hedge_hf.cli import run
from hedge_hf.mining.reading import read_corpus, read_queries
from hedge_hf.train.base import load_base
from hedge_hf.train.mined_arguments import MinedArguments
from hedge_hf.train.negative_files import NegativeFiles
from hedge_hf.train.run_folder import last_checkpoint

logger = logging.getLogger(__name__)

_PREFIX = "background-"
_SECONDS_BETWEEN_LOOKS = 0.5


class Background:
    """One process at a time; each mines into a folder of its own, from which its negatives are taken.

    It ends with this process, however this one ends.
    """

    def __init__(self, files: NegativeFiles) -> None:
        self._files = files
        self._folder = Path()
        self._process: subprocess.Popen[bytes] | None = None
        self._wanted = False
        self._last: Path | None = None

    def want(self, run_folder: Path, easiness: float, due: bool) -> None:
        """Start mining if it is due, or was, and there is a checkpoint that has not been mined with."""
        self._wanted |= due
        if self._process is not None or not self._wanted:
            return
        checkpoint = last_checkpoint(run_folder)
        if checkpoint in (None, self._last):
            return
        self._wanted, self._last = False, checkpoint
        self._remove_folders()
        self._files.folder.mkdir(parents=True, exist_ok=True)
        self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._files.folder))
        job = self._files.job() | {"checkpoint": str(checkpoint), "folder": str(self._folder), "easiness": easiness}
        file = self._folder / "job.json"
        file.write_text(json.dumps(job | {"parent": os.getpid()}), encoding="utf-8")
        atexit.register(self.stop)
        with (self._folder / "errors.txt").open("wb") as errors:
            self._process = subprocess.Popen([sys.executable, "-m", __name__, str(file)], stderr=errors)

    def take(self, step: int) -> bool:
        """Take the negatives that are ready as those of this step; tell whether there were any."""
        if self._process is None or self._process.poll() is None:
            return False
        failed, self._process = self._process.returncode != 0, None
        if failed:
            lines = (self._folder / "errors.txt").read_text(encoding="utf-8", errors="replace").splitlines()
            logger.warning("mining in the background failed, the negatives stay: %s", lines[-1] if lines else "killed")
            return False
        self._files.adopt(self._folder, step)
        return True

    def stop(self) -> None:
        """End the process, if one is running."""
        atexit.unregister(self.stop)
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        self._remove_folders()

    def _remove_folders(self) -> None:
        for folder in self._files.folder.glob(f"{_PREFIX}*"):  # those of a killed run too
            shutil.rmtree(folder, ignore_errors=True)


def main(argv: list[str]) -> None:
    """Mine as a job file says."""
    job: dict[str, Any] = json.loads(Path(argv[0]).read_text(encoding="utf-8"))
    threading.Thread(target=_end_with, args=(job["parent"],), daemon=True).start()
    arguments = MinedArguments(**job["arguments"])
    encoder = load_base(job["checkpoint"])
    corpus = read_corpus(arguments.corpus or "")
    files = NegativeFiles(
        Path(job["folder"]), arguments, read_queries(arguments.queries or "", corpus), corpus, job["seed"]
    )
    files.mine(encoder, 0, job["easiness"])


def _end_with(parent: int) -> None:
    """End this process once its parent has ended."""
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
