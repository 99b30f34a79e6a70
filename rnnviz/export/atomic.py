"""Replaces a file in one go, so that nobody ever finds half of one."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from rnnviz.export.errors import ExportError, reason_of


def check_target(path: Path) -> None:
    """Raise ExportError when it is plain beforehand that `path` cannot be written."""
    try:
        _check(path)
    except OSError as error:  # a name that is too long, or a folder that nobody may look into
        raise ExportError(path, reason_of(error, path)) from error


def _check(path: Path) -> None:
    if path.is_dir():
        raise ExportError(path, "it is a folder; choose the name of a file")
    if not path.parent.exists():
        raise ExportError(path, f"there is no folder {path.parent}; make it, or choose another one")
    if not path.parent.is_dir():
        raise ExportError(path, f"{path.parent} is not a folder; choose another one")
    if path.exists() and not os.access(path, os.W_OK):
        raise ExportError(path, "the file there is write-protected; choose another name")


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    r"""Write to a file beside `path` that takes its place once all went well.

    Raises:
        ExportError: When it cannot be written; then what was at `path` is still there.

    Example:
        >>> with replacing(Path("numbers.csv")) as file:  # doctest: +SKIP
        ...     file.write(b"batch,loss\n")
    """
    check_target(path)
    beside = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        try:
            with open(beside, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                shutil.copymode(path, beside)
            os.replace(beside, path)
        except OSError as error:
            raise ExportError(path, reason_of(error, path)) from error
    finally:
        with contextlib.suppress(OSError):  # a disk that takes no file does not let go of one either
            beside.unlink()
