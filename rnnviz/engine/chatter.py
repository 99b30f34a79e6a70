"""Keep a library's announcements off the terminal."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

_ANNOUNCEMENT = re.compile(rb"^(I\d{4} |WARNING: All log messages before absl)")


@contextmanager
def without_announcements() -> Iterator[None]:
    """Hold back what is written to stderr inside, and let through all but announcements.

    TensorFlow's C++ libraries say on import, before any setting reaches them, that there is no
    GPU. They write to the file descriptor itself, so that is what is held.
    """
    try:
        terminal = os.dup(2)
    except OSError:  # started without a stderr
        yield
        return
    with tempfile.TemporaryFile() as held:
        sys.stderr.flush()
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(terminal, 2)
            os.close(terminal)
            held.seek(0)
            for line in held:
                if not _ANNOUNCEMENT.match(line):
                    os.write(2, line)
