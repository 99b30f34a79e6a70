"""How a window's process begins: with NumPy."""

from __future__ import annotations

import importlib
import os


def load_numpy() -> None:
    """Import NumPy before Qt, and for one thread: 80 ms less until the first window.

    Whatever is imported after Qt passes through a hook of its own, which reads sources. And nothing
    that a window multiplies is large: OpenBLAS's other threads take 50 ms to start, and later would
    spin on the cores that training needs. A number of them that the user has set stays.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    importlib.import_module("numpy")
