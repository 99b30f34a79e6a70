"""What all plots share: which timesteps are in view, and how to see others."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from rnnviz.plots.viewport import Viewport


class TimeView(QWidget):
    """A widget that shows a stretch of time, and follows the newest until it is told otherwise.

    Attributes:
        viewport: Which timesteps are in view.

    Signals:
        following_changed: The view began to follow the newest batch, or let go of it.
        sought: The timestep that the playhead of a replay was dragged to.
    """

    following_changed = Signal(bool)
    sought = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.viewport = Viewport()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)

    def refresh(self) -> None:
        """Show what is new."""
        raise NotImplementedError

    def measure(self) -> None:
        """Draw again, in other sizes or of another time, once the events at hand are done."""
        self._soon.start()

    @property
    def following(self) -> bool:
        """Whether the newest batch is kept in view."""
        return self.viewport.following

    @property
    def visible_range(self) -> tuple[int, int]:
        """The first timestep in view, and behind the last one."""
        return int(self.viewport.start), -int(-self.viewport.stop // 1)

    def show_range(self, start: float, stop: float) -> None:
        """Show timesteps `start` to `stop`, and let go of the newest batch."""
        self._steer(lambda: self.viewport.show(start, stop))

    def pan(self, timesteps: float) -> None:
        """Move the view later by `timesteps`, and let go of the newest batch."""
        self._steer(lambda: self.viewport.pan(timesteps))

    def zoom(self, around: float, factor: float) -> None:
        """Show `factor` times as many timesteps around one of them, and let go of the newest batch."""
        self._steer(lambda: self.viewport.zoom(around, factor))

    def follow(self) -> None:
        """Go back to the newest batch and keep it in view."""
        self._steer(self.viewport.follow)

    def seek(self, timestep: float) -> None:
        """Ask for the playhead of a replay at a timestep."""
        self.sought.emit(timestep)

    def reveal(self) -> None:
        """Show the newest timestep, where it is out of sight."""
        self.refresh()
        viewport = self.viewport
        if not (viewport.following or viewport.start < viewport.timesteps <= viewport.stop):
            self.show_range(viewport.timesteps - viewport.span, viewport.timesteps)

    def _steer(self, move: Callable[[], None]) -> None:
        following = self.following
        move()
        if following != self.following:
            self.following_changed.emit(self.following)
        self.measure()
