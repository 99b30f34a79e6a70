"""When the plots look for what is new."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from rnnviz.plots.stack import PlotStack
from rnnviz.ui.controls import Controls

FRAME = 33
"""Milliseconds between two looks at a recording that grows."""

REST = 250
"""The same while nothing runs: somebody else may still be writing what is shown."""


class Frames(QObject):
    """Has the plots look often while something runs, and seldom while nothing does.

    Args:
        stack: The plots.
        controls: What runs.
        parent: The owner.
    """

    def __init__(self, stack: PlotStack, controls: Controls, parent: QObject) -> None:
        super().__init__(parent)
        self._stack, self._controls = stack, controls
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._show)
        self._timer.start(REST)

    def take_change(self) -> None:
        """Something runs that did not, or the other way round."""
        self._timer.setInterval(FRAME if self._controls.running else REST)

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    @Slot()
    def _show(self) -> None:
        self._stack.refresh()
        interval = self._stack.frame_interval if self._controls.running else REST
        if interval != self._timer.interval():
            self._timer.setInterval(interval)
