"""Keeps freed memory in the process: training frees and asks for the same buffers in every step."""

from __future__ import annotations

import ctypes
import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # glibc, malloc.h
_NEVER_TRIM = 2**31 - 1
_ONE_GIBIBYTE = 2**30


def keep_memory() -> bool:
    """Tell glibc's allocator to keep what is freed instead of giving it back to the system.

    The pages of a buffer that was given back come in again one fault at a time. benchmarks/encoder/allocator.py
    measures what it saves.

    Returns:
        Whether the allocator took it; False off Linux with glibc, where nothing changes.
    """
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and bool(
        mallopt(_MMAP_THRESHOLD, _ONE_GIBIBYTE) and mallopt(_TRIM_THRESHOLD, _NEVER_TRIM)
    )
