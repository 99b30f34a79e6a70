"""Folders that last as long as somebody holds what is in them."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import threading
import time
import weakref
from pathlib import Path

from rnnviz.recording.ending import TEMPORARY
from rnnviz.recording.errors import RecordingError
from rnnviz.recording.files import LocalFiles
from rnnviz.recording.record import KEY, Record

FORGOTTEN_AFTER = 7 * 24 * 3600
"""Seconds for which the folder of a program that crashed stays, in case its recording is wanted."""

_PREFIX, _SUFFIX = "rnnviz-", ".rnnviz"


def temporary_files() -> LocalFiles:
    """A new folder that is removed when nobody holds these files any more, or the program ends."""
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, suffix=_SUFFIX, dir=_on_disk()))
    _sweep(folder.parent)
    TEMPORARY.add(folder)
    files = LocalFiles(folder)
    weakref.finalize(files, _remove_aside, folder).atexit = False
    return files


def _sweep(parent: Path) -> None:
    """Remove what crashed programs left behind long ago."""
    for folder in parent.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > FORGOTTEN_AFTER and not _in_use(folder):
                _remove_aside(folder)


def _in_use(folder: Path) -> bool:
    try:
        raw = LocalFiles(folder).read(KEY)
        return raw is not None and Record.from_json(raw, str(folder)).growing
    except RecordingError:
        return False


def _on_disk() -> str | None:
    """Where temporary files belong that are too large for memory, which /tmp often is; None for the usual place."""
    lasting = "/var/tmp"
    return lasting if "TMPDIR" not in os.environ and os.access(lasting, os.W_OK) else None


def _remove_aside(folder: Path) -> None:
    # It may hold thousands of files, and whoever let go last may be the thread of the screen.
    try:
        threading.Thread(target=_remove, args=(folder,), name="recording-removal").start()
    except RuntimeError:  # the program is ending
        _remove(folder)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    TEMPORARY.discard(folder)
