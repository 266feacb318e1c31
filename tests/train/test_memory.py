import subprocess
import sys

import pytest

from hedge_hf.train import memory

FAULTS = """
import resource, sys
from hedge_hf.train.memory import keep_memory
import torch
if sys.argv[1] == "keep":
    assert keep_memory()
buffers = lambda: [torch.ones(16_000_000) for _ in range(2)]
buffers()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    buffers()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's allocator")
def test_freed_buffers_come_back_with_fewer_page_faults():
    faults = {
        how: int(subprocess.run([sys.executable, "-c", FAULTS, how], capture_output=True, check=True).stdout)
        for how in ("keep", "give back")
    }
    assert faults["keep"] < 0.9 * faults["give back"]


def test_elsewhere_nothing_happens(monkeypatch):
    monkeypatch.setattr(memory.sys, "platform", "darwin")
    assert memory.keep_memory() is False
