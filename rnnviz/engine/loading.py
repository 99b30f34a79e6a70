"""Import TensorFlow and Keras without holding up the other threads of the process.

An import holds Python's lock, and so a window stands still for as long as one of its steps takes.
Two steps are long: mapping TensorFlow's library, a gigabyte, and the garbage collector, which
walks again and again through the hundreds of thousands of objects that the import makes and keeps.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

_LIBRARIES = ("libtensorflow_framework.so.2", "libtensorflow_cc.so.2")
"""What importing TensorFlow maps, in the order in which one needs the other."""


def map_libraries() -> None:
    """Have the system load TensorFlow's libraries while Python's lock is free; the import then finds them there.

    Only Linux has them under these names. Where one is missing nothing is done, and the import says what is wrong.
    """
    spec = find_spec("tensorflow") if sys.platform == "linux" else None
    if spec is None or not spec.submodule_search_locations:
        return
    # ctypes lets go of the lock while a function runs that it calls, but not while it opens a library itself.
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.restype, dlopen.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
    for name in _LIBRARIES:
        dlopen(os.fsencode(Path(spec.submodule_search_locations[0], name)), os.RTLD_NOW | os.RTLD_LOCAL)


@contextmanager
def kept_for_good() -> Iterator[None]:
    """What is made inside is never looked at by the garbage collector, neither now nor later.

    A fifth of the import's time; and later the collector would stop a running window for tens of milliseconds.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
