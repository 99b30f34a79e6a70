"""How much memory this process has."""

from __future__ import annotations

import gc
from pathlib import Path

from rnnviz.engine.freed import give_back


def held_memory() -> int | None:
    """Bytes of memory that this process cannot do without now, where the system says."""
    gc.collect()
    give_back()
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
