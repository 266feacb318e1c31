"""Two processes under accelerate, exchanging by gloo."""

import os
import subprocess
import sys
from pathlib import Path

from hedge_hf import recipes

_CONFIGURATION = Path(recipes.__file__).parent / "accelerate" / "cpu-2-ranks.yaml"


def launch_two_ranks(*command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Launch a script, or a module after "-m", with its arguments; fail if it fails."""
    launch = [sys.executable, "-m", "accelerate.commands.launch", "--config_file", str(_CONFIGURATION)]
    variables = os.environ | {"OMP_NUM_THREADS": "1"} | environment
    done = subprocess.run([*launch, *map(str, command)], capture_output=True, text=True, env=variables)
    assert done.returncode == 0, done.stderr
    return done
