"""How much memory this process has."""

from __future__ import annotations

import ctypes
import gc
import sys
from pathlib import Path


def held_memory() -> int | None:
    """Bytes of memory that this process cannot do without now, where the system says."""
    if sys.platform == "linux":
        gc.collect()
        ctypes.CDLL(None).malloc_trim(0)  # what was freed, and would be given back at some other time
    return _said("VmRSS:")


def peak_memory() -> int | None:
    """The most bytes of memory that this process has had, where the system says."""
    # The kernel's other count, of resource usage, begins with what the parent had.
    return _said("VmHWM:")


def _said(name: str) -> int | None:
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return None
    return 1024 * int(next(line for line in lines if line.startswith(name)).split()[1])
