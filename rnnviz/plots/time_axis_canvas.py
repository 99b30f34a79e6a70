"""The widget of the time axis below the plots, where the playhead of a replay is dragged."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QRegion, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from rnnviz.plots.axis_layout import AxisLayout, lay_out
from rnnviz.plots.canvas import Canvas, Steering
from rnnviz.plots.detail_lane import Detail, detail_words, draw_detail, lane_height
from rnnviz.plots.ink import ink
from rnnviz.plots.outline import AXIS
from rnnviz.plots.sliding import Contents, moved
from rnnviz.plots.time_axis import draw_layout

REACH = 9.0
"""Pixels from the playhead at which the mouse takes hold of it."""


class TimeAxisCanvas(Canvas):
    """The labelled axis below the plots."""

    def __init__(self, steering: Steering, parent: QWidget | None = None) -> None:
        super().__init__(steering, parent)
        self.length = 1
        self._detail: Detail = ()
        self._held = False
        self._shown: tuple[Contents, AxisLayout] | None = None
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

    def redraw(self) -> None:
        """Show the time that is in view by now: most frames are the last one moved on, with a number or two more."""
        before, self._shown = self._shown, self._lay_out()
        if before is None or not self._slide(*before, *self._shown):
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shown = self._lay_out()

    def _lay_out(self) -> tuple[Contents, AxisLayout]:
        frame, playhead = self.frame.on_pixels(), self._steering.viewport.playhead
        seen = playhead is not None and frame.start <= playhead <= frame.stop
        return Contents((self.length,), frame, 0), lay_out(frame, self.length, playhead if seen else None)

    def _slide(self, before: Contents, was: AxisLayout, now: Contents, layout: AxisLayout) -> bool:
        """Move what is there, and paint what is new beside it; whether that will do."""
        away, numbers = moved(before, now), QRect(0, 0, self.width(), int(AXIS))
        if away is None or not self._scroll(away, numbers.adjusted(layout.names_end, 0, 0, 0)):
            return False
        for changed in layout.changed(was):
            self.update(changed)
        if lane_height(self._detail):
            self.update(self.rect().adjusted(0, int(AXIS), 0, 0))
        return True

    def _paint(self, painter: QPainter, part: QRegion) -> None:
        theme, viewport = self._steering.theme, self._steering.viewport
        painter.fillRect(part.boundingRect(), ink(theme.window))
        _, layout = self._shown or self._lay_out()
        draw_layout(painter, layout, theme, part)
        lane = self.rect().adjusted(0, int(AXIS), 0, 0)
        if lane_height(self._detail) and part.intersects(lane):
            draw_detail(painter, QRectF(lane), theme, viewport.start, viewport.stop, self._detail)

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
