"""The widgets that hold the plots, and the mouse on them: the wheel zooms, a drag moves, a double click follows."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QRegion, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnviz.analysis.reach import Reach
from rnnviz.plots.frame import Frame
from rnnviz.plots.ink import ink, pen
from rnnviz.plots.lit import draw_lit, draw_upright
from rnnviz.plots.outline import FOOT, HEADER, inside
from rnnviz.plots.panel import Panel
from rnnviz.plots.sliding import Contents, moved, new_from
from rnnviz.plots.theme import Theme
from rnnviz.plots.viewport import Viewport

NOTCH = 120.0
"""What Qt counts for one notch of a mouse wheel."""

ZOOM_PER_NOTCH = 0.8


class Steering(Protocol):
    """Who moves the time axis when the mouse does. A :class:`~rnnviz.plots.stack.PlotStack`."""

    theme: Theme
    viewport: Viewport
    pointer: float | None
    lit: tuple[int, int] | None
    reach: Reach | None

    def pan(self, timesteps: float) -> None:
        """Move the view later."""

    def zoom(self, around: float, factor: float) -> None:
        """Show more or less around a timestep."""

    def follow(self) -> None:
        """Go back to the newest timestep."""

    def point(self, panel: Panel | None, timestep: float, height: float) -> None:
        """The mouse is over a timestep, at a share of the height of a panel's frame."""

    def leave(self) -> None:
        """The mouse is nowhere."""

    def seek(self, timestep: float) -> None:
        """The playhead is dragged to a timestep."""

    def measure(self) -> None:
        """Sizes have changed."""


class Canvas(QWidget):
    """A widget whose width is the time axis."""

    def __init__(self, steering: Steering, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steering = steering
        self._dragged: float | None = None
        self._mouse: QPointF | None = None
        self._area = QRectF(self.rect())
        self._inside = inside(self._area)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def frame(self) -> Frame:
        """The part of the widget that shows the time."""
        viewport = self._steering.viewport
        return Frame(self._inside, viewport.start, viewport.stop)

    def pointer_strip(self, timestep: float) -> QRect:
        """What is to be painted again when the hairline comes or goes."""
        frame = self.frame
        return QRect(int(frame.x(timestep)) - 2, int(frame.box.top()), 5, int(frame.box.height()))

    def _timestep(self, x: float) -> float:
        return self.frame.timestep(x)

    def point_again(self) -> None:
        """Say what is under the mouse by now, if it is here."""
        if self._mouse is not None:
            self._over(self._mouse)

    def _over(self, position: QPointF) -> None:
        self._steering.leave()

    def _paint(self, painter: QPainter, part: QRegion) -> None:
        """Draw what is in a part of it."""
        raise NotImplementedError

    def _scroll(self, away: int, part: QRect) -> bool:
        """Move what is drawn in `part` to the left by `away` pixels; whether that can be done."""
        if self.devicePixelRatioF() % 1.0:
            return False
        if away:
            self.scroll(-away, 0, part)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint(painter, event.region())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._area = QRectF(self.rect())
        self._inside = inside(self._area)
        self._steering.measure()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        sideways = turn.x() if abs(turn.x()) > abs(turn.y()) else 0
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not sideways:
            sideways = turn.y()
        if sideways:
            self._steering.pan(-sideways / NOTCH * 0.1 * self._steering.viewport.span)
        elif turn.y():
            self._steering.zoom(self._timestep(event.position().x()), ZOOM_PER_NOTCH ** (turn.y() / NOTCH))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged = event.position().x()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            moved = event.position().x() - self._dragged
            if moved:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._dragged = event.position().x()
                self._steering.pan(-moved / self.frame.pixels_per_step)
        self._mouse = event.position()
        self._over(self._mouse)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._dragged = None
        self._steering.follow()

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = None
        self._steering.leave()


class PanelCanvas(Canvas):
    """One plot on the screen."""

    def __init__(self, panel: Panel, steering: Steering, parent: QWidget | None = None) -> None:
        super().__init__(steering, parent)
        self.panel = panel
        self._drawn: tuple[object, ...] = ()
        self._pixmap = QPixmap()
        self._contents: Contents | None = None
        self._corner: QWidget | None = None
        self.setObjectName(f"plot-{panel.name.replace(' ', '-')}")
        self.setAccessibleName(panel.title)
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)

    @property
    def shown(self) -> bool:
        """Whether any of it can be seen."""
        return self.isVisible() and self.height() > HEADER + FOOT

    @property
    def rows(self) -> int:
        """Pixels of the screen from the top to the bottom of the frame."""
        return max(1, int((self.height() - HEADER - FOOT) * self.devicePixelRatioF()))

    def minimumSizeHint(self) -> QSize:
        return self.panel.place.least_size

    def sizeHint(self) -> QSize:
        return self.panel.place.usual_size

    def set_corner(self, widget: QWidget) -> None:
        """Have a widget at the right of the title, above whatever is drawn there."""
        self._corner = widget
        widget.setParent(self)
        widget.installEventFilter(self)
        self._place_corner()

    def _place_corner(self) -> None:
        if self._corner is not None:
            right = int(self._inside.right())
            self._corner.move(right - self._corner.width(), int(HEADER) - self._corner.height() - 2)
            self.panel.corner = float(self._corner.width())
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place_corner()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_corner()

    def redraw(self) -> None:
        """Paint what the panel has read: most frames change nothing beside the frame."""
        before, self._contents = self._contents, self._sliding()
        if self._drawn != self._wanted(self._steering.theme):
            self.update()
        elif before is None or self._contents is None or not self._slide(before, self._contents):
            self.update(self._inside.toRect())

    def _sliding(self) -> Contents | None:
        """What is inside of the frame, if nothing stands still in it."""
        view, key = self.panel.view, self.panel.beside_time()
        if view is None or key is None or self._pointed:
            return None
        return Contents(key, Frame(self._inside, view.start, view.stop).on_pixels(), view.steps[1])

    def _slide(self, before: Contents, now: Contents) -> bool:
        """Move what is there, and paint what is new beside it; whether that will do."""
        away, box = moved(before, now), self._inside.toRect()
        if away is None or not self._scroll(away, box):
            return False
        self.update(box.adjusted(max(0, new_from(before, now)), 0, 0, 0))
        return True

    def _paint(self, painter: QPainter, part: QRegion) -> None:
        theme, rect = self._steering.theme, part.boundingRect()
        if part.rectCount() == 1 and rect.contains(self._inside.toRect()):
            self._contents = self._sliding()  # the panel may show another time than when it was told to redraw
        if not self._inside.toRect().contains(rect):
            painter.drawPixmap(0, 0, self._surroundings(theme))
        self.panel.draw_plot(painter, self._area, theme, QRectF(rect))
        self._paint_pointed(painter, theme)

    def _paint_pointed(self, painter: QPainter, theme: Theme) -> None:
        """Paint what comes and goes with the mouse: inside of the frame, for few paintings reach beyond it."""
        if not self._pointed:
            return
        painter.setClipRect(self._inside, Qt.ClipOperation.IntersectClip)
        pointer, playhead = self._steering.pointer, self._steering.viewport.playhead
        frame = self.frame.on_pixels()
        if self._steering.lit is not None:
            draw_lit(painter, frame, *self._steering.lit, theme)
        if self._steering.reach is not None:
            self.panel.draw_reach(painter, self._area, theme, self._steering.reach)
        if playhead is not None and frame.start <= playhead <= frame.stop:
            draw_upright(painter, frame, playhead, pen(theme.accent), theme)
        if pointer is not None and frame.start <= pointer <= frame.stop:
            draw_upright(painter, frame, pointer, pen(theme.text, 0.55), theme)

    @property
    def _pointed(self) -> bool:
        """Whether there is anything that comes and goes with the mouse, or the playhead."""
        steering = self._steering
        things = (steering.pointer, steering.lit, steering.reach, steering.viewport.playhead)
        return any(thing is not None for thing in things)

    def _wanted(self, theme: Theme) -> tuple[object, ...]:
        """All that title, frame and numbers depend on."""
        return (self.size(), self.devicePixelRatioF(), theme.name, *self.panel.surroundings())

    def _surroundings(self, theme: Theme) -> QPixmap:
        """Title, frame and numbers, drawn once until they change: text costs more than the plot."""
        wanted = self._wanted(theme)
        if wanted != self._drawn:
            self._drawn = wanted
            ratio = self.devicePixelRatioF()
            self._pixmap = QPixmap(self.size() * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(ink(theme.window))
            painter = QPainter(self._pixmap)
            self.panel.draw_surroundings(painter, self._area, theme)
            painter.end()
        return self._pixmap

    def _over(self, position: QPointF) -> None:
        box = self.frame.box
        if box.contains(position):
            height = (position.y() - box.top()) / box.height()
            self._steering.point(self.panel, self._timestep(position.x()), height)
        else:
            self._steering.leave()
