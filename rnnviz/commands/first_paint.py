"""The end of a process whose beginning is measured: once there is something to see."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class FirstPaint(QObject):
    """Ends the process once a widget has been painted.

    Args:
        widget: The widget.
        counts: Whether a painting is the one that is waited for.
    """

    def __init__(self, widget: QWidget, counts: Callable[[], bool] = lambda: True) -> None:
        super().__init__(widget)
        self._counts = counts
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._counts():
            watched.removeEventFilter(self)
            QTimer.singleShot(0, _tell)  # by then it is on the screen
        return False


def _tell() -> None:
    print(time.time(), flush=True)
    os._exit(0)  # a thread may be deep inside an import, which nothing can interrupt
