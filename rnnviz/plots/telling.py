"""The plots in words, for those who do not see them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from rnnviz.plots.canvas import PanelCanvas

PAUSE = 1000
"""Milliseconds between two descriptions: as fast as anyone listens."""


class Telling(QObject):
    """Keeps the accessible descriptions of plots up to date, without hurry."""

    def __init__(self, canvases: Sequence[PanelCanvas], parent: QObject) -> None:
        super().__init__(parent)
        self._canvases = canvases
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._describe)

    def soon(self) -> None:
        """Describe what is shown by then."""
        if not self._timer.isActive():
            self._timer.start()

    def _describe(self) -> None:
        for canvas in self._canvases:
            canvas.setAccessibleName(canvas.panel.title)
            canvas.setAccessibleDescription(canvas.panel.summary())
