"""The widget of the time axis below the plots, where the playhead of a replay is dragged."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QToolTip, QWidget

from rnnviz.plots.canvas import Canvas, Steering
from rnnviz.plots.detail_lane import Detail, detail_words, lane_height
from rnnviz.plots.ink import ink
from rnnviz.plots.outline import AXIS
from rnnviz.plots.panel import SMALL
from rnnviz.plots.time_axis import draw_playhead, draw_time_axis
from rnnviz.plots.writing import Writing

REACH = 9.0
"""Pixels from the playhead at which the mouse takes hold of it."""


class TimeAxisCanvas(Canvas):
    """The labelled axis below the plots."""

    def __init__(self, steering: Steering, parent: QWidget | None = None) -> None:
        super().__init__(steering, parent)
        self.length = 1
        self._detail: Detail = ()
        self._held = False
        self._writing = Writing(SMALL)
        self.setObjectName("time-axis")
        self.setAccessibleName("Time axis, in timesteps")
        self.show_detail(())

    def show_detail(self, detail: Detail) -> None:
        """Say how finely the recording is left."""
        if detail != self._detail or not detail:
            self._detail = detail
            self.setFixedHeight(int(AXIS + lane_height(detail)))
            self.update()

    def tip_at(self, position: QPointF) -> str:
        """What there is to know about the detail at a position of the widget."""
        return detail_words(self._detail, self._timestep(position.x()))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _paint(self, painter: QPainter, rect: QRect) -> None:
        theme, viewport = self._steering.theme, self._steering.viewport
        painter.fillRect(rect, ink(theme.window))
        view = viewport.start, viewport.stop, self.length, self._detail
        draw_time_axis(painter, QRectF(self.rect()), theme, *view, self._writing)
        handle = self._handle()
        if handle is not None:
            draw_playhead(painter, handle, theme)

    def _handle(self) -> QPointF | None:
        """Where the playhead can be taken hold of."""
        playhead, frame = self._steering.viewport.playhead, self.frame.on_pixels()
        if playhead is None or not frame.start <= playhead <= frame.stop:
            return None
        return QPointF(frame.vertical(playhead).x1(), 0.0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        handle = self._handle()
        self._held = handle is not None and abs(event.position().x() - handle.x()) <= REACH
        if not self._held:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self._steering.seek(self._timestep(event.position().x()))
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = False
        super().mouseReleaseEvent(event)

    def _over(self, position: QPointF) -> None:
        handle = self._handle()
        near = handle is not None and abs(position.x() - handle.x()) <= REACH
        if self._dragged is None:
            self.setCursor(Qt.CursorShape.SizeHorCursor if near else Qt.CursorShape.ArrowCursor)
        super()._over(position)
