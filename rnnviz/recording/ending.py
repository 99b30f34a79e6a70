"""What has to be done with recordings before the program ends, and in which order."""

from __future__ import annotations

import atexit
import contextlib
import shutil
import weakref
from pathlib import Path
from typing import Protocol

from rnnviz.recording.errors import RecordingError


class Closing(Protocol):
    """Somebody with something left to write."""

    def close(self) -> None:
        """Write it, and stop.

        Raises:
            RecordingError: When the disk refuses.
        """


AT_WORK: weakref.WeakSet[Closing] = weakref.WeakSet()
"""Who is closed at the end, unless somebody has done it before."""

TEMPORARY: set[Path] = set()
"""Folders that are removed then: last, when nobody writes to them any more."""


@atexit.register
def end() -> None:
    """Close everything, then remove what was temporary."""
    for writer in tuple(AT_WORK):
        with contextlib.suppress(RecordingError):
            writer.close()
    for folder in tuple(TEMPORARY):
        shutil.rmtree(folder, ignore_errors=True)
