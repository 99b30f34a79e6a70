"""The frames of the plots, before there is anything that could draw into them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from rnnviz.plots.column import Column
from rnnviz.plots.ink import ink
from rnnviz.plots.outline import AXIS, HEADER, PLACES, Place, draw_frame, draw_title, inside
from rnnviz.plots.theme import Theme

UNSEEN = 250
"""Milliseconds after which something is taken for seen that may be behind other windows."""


class BlankStack(QWidget):
    """Looks as the :class:`~rnnviz.plots.stack.PlotStack` will that takes its place, and imports neither it nor NumPy.

    Args:
        theme: The colours.
        hidden: The names of plots that are not to be seen.
        parent: The owner.

    Signals:
        seen: It has been on the screen; told once, however often it is painted.
    """

    seen = Signal()

    def __init__(self, theme: Theme, hidden: tuple[str, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._tell)
        self._told = False
        column = Column({place: _BlankPlot(place, theme, self) for place in PLACES}, self)
        for name in hidden:
            column.want(name, False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(column, 1)
        layout.addSpacing(int(AXIS))

    def _wait(self, milliseconds: int) -> None:
        if not self._told:
            self._soon.start(milliseconds)

    @Slot()
    def _tell(self) -> None:
        self._told = True
        self.seen.emit()

    # Overrides of Qt, whose names are its own

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._wait(UNSEEN)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._soon.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._wait(0)  # by then it is on the screen


class _BlankPlot(QWidget):
    """A title above an empty frame."""

    def __init__(self, place: Place, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._place, self._theme = place, theme
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)

    # Overrides of Qt, whose names are its own

    def minimumSizeHint(self) -> QSize:
        return self._place.least_size

    def sizeHint(self) -> QSize:
        return self._place.usual_size

    def paintEvent(self, event: QPaintEvent) -> None:
        box = inside(QRectF(self.rect()))
        painter = QPainter(self)
        line = QRectF(box.left(), 0.0, box.width(), HEADER)
        draw_title(painter, line, self._place.title, self._theme, line.width())
        painter.fillRect(box, ink(self._theme.plot))
        draw_frame(painter, box, self._theme)
        painter.end()
