"""How a process begins that draws: with Qt, and with letters of any language."""

from __future__ import annotations

import builtins
import gc
import importlib
import os
import sys


def spare_threads() -> None:
    """Have NumPy, which is imported later, start no threads of its own.

    Nothing that a window multiplies is large: OpenBLAS's threads take 50 ms to start, and later would
    spin on the cores that training needs. A number of them that the user has set stays.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def load_qt() -> None:
    """Import Qt, and leave it to Python how modules are imported.

    PySide puts a function of its own in the place of Python's, for names that nothing here uses. It
    reads the source of every module that is imported later: 35 ms until the first window, and a
    quarter of a second and more of TensorFlow's import.
    """
    plain = builtins.__import__
    importlib.import_module("PySide6.QtCore")
    builtins.__import__ = plain


def hold_collector() -> None:
    """Have the garbage collector wait for :func:`release_collector`: nothing is garbage of what a window begins with.

    It would walk again and again through all that is imported and made, for a tenth of the time until
    the window is filled.
    """
    gc.disable()


def release_collector() -> None:
    """Have it collect from now on, and never look at what is there by now, which would stop a run for milliseconds."""
    gc.freeze()
    gc.enable()


def speak_utf8() -> None:
    """Take the locale that Qt would take in any case, which otherwise complains on standard error first."""
    if sys.platform != "win32":
        import locale

        if locale.nl_langinfo(locale.CODESET).upper().replace("-", "") != "UTF8":
            os.environ["LC_ALL"] = "C.UTF-8"
