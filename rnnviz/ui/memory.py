"""How large the window was, and how it was shared out."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QSplitter, QWidget

_WINDOW, _SPLITTER = "window/geometry", "window/splitter"


def remember(settings: QSettings, window: QWidget, splitter: QSplitter) -> None:
    """Keep what is so now for the next time."""
    settings.setValue(_WINDOW, window.saveGeometry())
    settings.setValue(_SPLITTER, splitter.saveState())


def restore(settings: QSettings, window: QWidget, splitter: QSplitter) -> None:
    """Have it as it was the last time, if there was one."""
    window.resize(1440, 900)
    geometry, sizes = settings.value(_WINDOW), settings.value(_SPLITTER)
    if geometry is not None:
        window.restoreGeometry(geometry)
    if sizes is not None:
        splitter.restoreState(sizes)
