"""What goes wrong when a file is written, in a sentence."""

from __future__ import annotations

import errno
from pathlib import Path


class ExportError(ValueError):
    """A file that could not be written. What was there before is unchanged.

    Attributes:
        path: Which file.
        reason: Why, and what would do.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} was not written: {reason}")
        self.path = path
        self.reason = reason


def reason_of(error: OSError, path: Path) -> str:
    """An operating system's refusal in plain words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full; make room, or choose another one"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"you may not write in {path.parent}; choose another folder"
    if error.errno == errno.EROFS:
        return f"{path.parent} can only be read; choose another folder"
    if error.errno == errno.ENAMETOOLONG:
        return "the name is too long; choose a shorter one"
    return (error.strerror or str(error)).lower()
