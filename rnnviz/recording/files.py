"""The files of a recording on a disk, by their keys."""

from __future__ import annotations

import contextlib
import os
import weakref
from collections import deque
from os import PathLike
from pathlib import Path
from typing import Protocol

from rnnviz.recording.errors import RecordingError


def local_path(path: str | PathLike[str]) -> Path:
    """A path on a disk, ``~`` allowed, as the one absolute path there is to that place.

    So two ways to one place are known as such, and a program that changes its directory stays there.

    Raises:
        RecordingError: For a URL, and for what no file can be called.
    """
    place = os.fspath(path)
    if is_remote(place):
        raise RecordingError(f"{place} is remote, and recordings are written to disks only: choose a path on one.")
    if not place:
        raise RecordingError("There is no path: give one, such as run.rnnviz.")
    try:
        return Path(os.path.realpath(os.path.expanduser(place)))
    except ValueError as error:  # a zero character, or half of one that the system cannot write
        raise RecordingError(f"{place!a} is no path, nothing can be called that: choose another name.") from error


def is_remote(place: str) -> bool:
    """Whether a place is a URL rather than a path."""
    return "://" in place


class Files(Protocol):
    """What can be read by key, as ``"state_0_h/c.3.0.0"``."""

    @property
    def place(self) -> str:
        """The path or URL, for messages."""

    def read(self, key: str, start: int = 0, size: int | None = None) -> bytes | None:
        """Bytes of a file, or None where there is no such file.

        Args:
            key: Which file.
            start: The first byte.
            size: How many; all when left out. Fewer come where the file ends.

        Raises:
            RecordingError: When it cannot be read.
        """

    def names(self, folder: str) -> list[str] | None:
        """The names in a folder, or None where listing costs too much to be asked for."""


class LocalFiles:
    """A directory, to write to as well.

    It stays the same one: where another directory takes its place, nothing of that is read.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._finished: deque[str] = deque()
        self._folder = _Folder.at(root)

    @property
    def place(self) -> str:
        return str(self.root)

    def read(self, key: str, start: int = 0, size: int | None = None) -> bytes | None:
        try:
            handle = os.open(f"{self.root}/{key}", os.O_RDONLY | _BINARY)
            try:
                data = _take(handle, start, os.fstat(handle).st_size - start if size is None else size)
            finally:
                os.close(handle)
        except (FileNotFoundError, NotADirectoryError):
            data = None
        except OSError as error:
            raise RecordingError(f"{self.root / key} cannot be read ({error.strerror}).") from error
        self._check()  # afterwards: what is ours now was ours when it was read
        return data

    @property
    def replaced(self) -> bool:
        """Whether another directory has taken the place of this one."""
        return self._folder is not None and not self._folder.is_at(self.root)

    def _check(self) -> None:
        if self.replaced:
            raise RecordingError(f"{self.root} was replaced by another recording: open it again to see that one.")

    def names(self, folder: str) -> list[str]:
        try:
            return os.listdir(self.root / folder)
        except OSError:
            return []

    def write(self, key: str, data: bytes) -> None:
        """Put a file in place of what was there, in one move, also for other processes.

        Raises:
            OSError: When the disk refuses. What was there before still is.
        """
        part = f"{key}.part"
        try:
            self.write_at(part, 0, memoryview(data), len(data))
            os.replace(f"{self.root}/{part}", f"{self.root}/{key}")
        except OSError:
            # Half a file would hold space that a full disk needs.
            self.remove(part)
            raise

    def write_at(self, key: str, start: int, data: memoryview, size: int) -> None:
        """Write into a file that has `size` bytes, from its start on or behind what was written before.

        What was never written is zero, and takes no space.

        Raises:
            OSError: When the disk refuses.
        """
        path, end = f"{self.root}/{key}", start + len(data)
        # As few calls as can be: after each, a thread that is busy in Python may keep this one waiting.
        handle = self._open(path, os.O_WRONLY | os.O_CREAT | (0 if start else os.O_TRUNC))
        try:
            if start:
                os.lseek(handle, start, os.SEEK_SET)
            elif end < size:
                os.truncate(handle, size)
            while len(data):
                data = data[os.write(handle, data) :]
            if end == size >= _LARGE:
                self._finish(handle, path)
        finally:
            os.close(handle)

    def _open(self, path: str, flags: int) -> int:
        try:
            return os.open(path, flags | _BINARY, 0o666)
        except FileNotFoundError:
            new = not self.root.exists()
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if new:
                self._folder = _Folder.at(self.root)
            return os.open(path, flags | _BINARY, 0o666)

    def empty(self, key: str, start: int, size: int) -> None:
        """Have zeros that take no space from `start` on in a file of `size` bytes.

        Raises:
            OSError: When there is no such file, or the disk refuses.
        """
        path = f"{self.root}/{key}"
        os.truncate(path, start)
        os.truncate(path, size)

    def _finish(self, handle: int, path: str) -> None:
        """Let the system know that a large file is complete.

        A recording would fill its cache with gigabytes that hardly anyone looks at again. That
        pushes out the files of other programs, and fresh memory for it takes longer than writing.
        """
        if not hasattr(os, "posix_fadvise"):
            return
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)  # not yet on disk: begins to write it there
        self._finished.append(path)
        if len(self._finished) > _STAYING:
            with contextlib.suppress(OSError):
                old = os.open(self._finished.popleft(), os.O_RDONLY)
                os.posix_fadvise(old, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(old)

    def link(self, key: str, other: LocalFiles) -> None:
        """Share a file of another directory, which must not be written to any more."""
        path = self.root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        os.link(other.root / key, path)
        other._check()

    def remove(self, key: str) -> None:
        """Delete a file, if it is there."""
        (self.root / key).unlink(missing_ok=True)


_LARGE = 2**21
"""Bytes of files that hold states in full: more than any level of detail's, which are looked at most."""

_STAYING = 16
"""How many of the newest such files stay in the system's cache."""

_BINARY = getattr(os, "O_BINARY", 0)


class _Folder:
    """A directory that is told from any other, also once it is gone."""

    def __init__(self, status: os.stat_result) -> None:
        self._status = status

    @classmethod
    def at(cls, path: Path) -> _Folder | None:
        """The directory that is there now; None where there is none."""
        try:
            folder = cls(os.stat(path))
        except OSError:
            return None
        # Held open, or a disk would soon give its number to another.
        with contextlib.suppress(OSError):  # Windows opens no directories, and gives no number twice
            weakref.finalize(folder, os.close, os.open(path, os.O_RDONLY)).atexit = False
        return folder

    def is_at(self, path: Path) -> bool:
        """Whether it is still there, or at least nothing else is."""
        try:
            return os.path.samestat(self._status, os.stat(path))
        except OSError:
            return True


def _take(handle: int, start: int, size: int) -> bytes:
    """As many bytes as there are of those asked for; a call may give fewer."""
    os.lseek(handle, start, os.SEEK_SET)
    data = os.read(handle, size)
    while len(data) < size:
        more = os.read(handle, size - len(data))
        if not more:
            break
        data += more
    return data
