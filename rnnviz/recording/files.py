"""The files of a recording, by their keys: on a disk, or behind a URL for reading."""

from __future__ import annotations

import os
from os import PathLike
from pathlib import Path
from typing import Any, Protocol

from rnnviz.recording.errors import RecordingError


def local_path(path: str | PathLike[str]) -> Path:
    """A path to write to.

    Raises:
        RecordingError: For a URL.
    """
    place = os.fspath(path)
    if is_remote(place):
        raise RecordingError(f"{place} is remote, and recordings are written to disks only: choose a path on one.")
    return Path(place)


def is_remote(place: str) -> bool:
    """Whether a place is a URL rather than a path."""
    return "://" in place


class Files(Protocol):
    """What can be read by key, as ``"state_0_h/c.3.0.0"``."""

    @property
    def place(self) -> str:
        """The path or URL, for messages."""

    def read(self, key: str) -> bytes | None:
        """A file's bytes, or None where there is no such file.

        Raises:
            RecordingError: When it cannot be read.
        """

    def names(self, folder: str) -> list[str] | None:
        """The names in a folder, or None where listing costs too much to be asked for."""


class LocalFiles:
    """A directory. Every file appears whole or not at all, also to other processes."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def place(self) -> str:
        return str(self.root)

    def read(self, key: str) -> bytes | None:
        try:
            return (self.root / key).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise RecordingError(f"{self.root / key} cannot be read ({error.strerror}).") from error

    def names(self, folder: str) -> list[str]:
        try:
            return os.listdir(self.root / folder)
        except OSError:
            return []

    def write(self, key: str, data: bytes) -> None:
        """Put a file in place of what was there.

        Raises:
            OSError: When the disk refuses. What was there before still is.
        """
        path = f"{self.root}/{key}"
        part = path + ".part"
        try:
            try:
                _dump(part, data)
            except FileNotFoundError:
                os.makedirs(os.path.dirname(path), exist_ok=True)
                _dump(part, data)
            os.replace(part, path)
        except OSError:
            # Half a file would hold space that a full disk needs.
            Path(part).unlink(missing_ok=True)
            raise

    def link(self, key: str, other: LocalFiles) -> None:
        """Take over a file of another directory; no file is ever changed in place, so one may serve two."""
        path = self.root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        os.link(other.root / key, path)

    def remove(self, key: str) -> None:
        """Delete a file, if it is there."""
        (self.root / key).unlink(missing_ok=True)


class RemoteFiles:
    """Whatever fsspec opens, for reading.

    Args:
        url: As ``"s3://bucket/run.rnnviz"`` or ``"https://host/run.rnnviz"``.

    Raises:
        RecordingError: When fsspec, or what it needs for this URL, is not installed.
    """

    def __init__(self, url: str) -> None:
        try:
            import fsspec  # type: ignore[import-untyped]
        except ImportError:
            raise RecordingError(
                f"{url} is remote, and reading from there needs fsspec: pip install 'rnnviz[remote]'."
            ) from None
        self._url = url.rstrip("/")
        try:
            self._system, self._root = fsspec.core.url_to_fs(self._url)
        except (ImportError, ValueError, OSError) as error:
            raise RecordingError(f"{url} cannot be opened: {error}") from error

    @property
    def place(self) -> str:
        return self._url

    def read(self, key: str) -> bytes | None:
        try:
            data: Any = self._system.cat_file(f"{self._root}/{key}")
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except Exception as error:  # each kind of store brings errors of its own
            raise RecordingError(f"{self._url}/{key} cannot be read ({error}).") from error
        return bytes(data)

    def names(self, folder: str) -> None:
        return None


def _dump(path: str, data: bytes) -> None:
    # Half the time of open(): this runs a few hundred times a second.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        written = os.write(handle, data)
        while written < len(data):
            written += os.write(handle, memoryview(data)[written:])
    finally:
        os.close(handle)
