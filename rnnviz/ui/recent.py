"""The recordings that were opened lately."""

from __future__ import annotations

from PySide6.QtCore import QSettings

MOST = 10
"""Paths that are remembered."""

_KEY = "files/recent"


class Recent:
    """Paths, the newest first, remembered in `settings`."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def paths(self) -> list[str]:
        """The paths, the newest first."""
        kept = self._settings.value(_KEY)
        # QSettings gives a list of one back as a plain string.
        paths = kept if isinstance(kept, list) else [kept]
        return [path for path in paths if isinstance(path, str)]

    def add(self, path: str) -> None:
        """Put `path` first."""
        self._settings.setValue(_KEY, [path, *(old for old in self.paths() if old != path)][:MOST])

    def remove(self, path: str) -> None:
        """Forget `path`."""
        self._settings.setValue(_KEY, [old for old in self.paths() if old != path])

    def clear(self) -> None:
        """Forget all of them."""
        self._settings.remove(_KEY)
