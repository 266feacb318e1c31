"""A training run that is killed after a checkpoint and given again."""

import signal
import subprocess
import sys
import time
from pathlib import Path


def kill_and_resume(module: str, arguments: list[str], output: Path, checkpoint: str = "checkpoint-*") -> None:
    """Kill a module with SIGKILL once it has written a checkpoint, then give the same command to its end."""
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    while not list(output.glob(f"{checkpoint}/trainer_state.json")):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (output / "model").exists()
    resumed = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Going on from" in resumed.stderr
