"""The files of a recording behind a URL, for reading."""

from __future__ import annotations

from typing import Any

from rnnviz.recording.errors import RecordingError


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

    def read(self, key: str, start: int = 0, size: int | None = None) -> bytes | None:
        end = None if size is None else start + size
        try:
            data: Any = self._system.cat_file(f"{self._root}/{key}", start=start, end=end)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except Exception as error:  # each kind of store brings errors of its own
            raise RecordingError(f"{self._url}/{key} cannot be read ({error}).") from error
        return bytes(data)

    def names(self, folder: str) -> None:
        return None
