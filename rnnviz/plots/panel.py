"""What all plots have in common: a title, a frame, an axis, and the lines of the chunks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from itertools import pairwise
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from rnnviz.analysis.reach import Reach
from rnnviz.plots.fonts import font
from rnnviz.plots.frame import Frame
from rnnviz.plots.ink import ink, tint
from rnnviz.plots.marks import QUIET, Marks
from rnnviz.plots.outline import ABOVE, LEFT, RIGHT, TITLE, Place, draw_frame, draw_title, inside, spread
from rnnviz.plots.reach import FOOT_BARS, draw_foot_bars
from rnnviz.plots.theme import Theme
from rnnviz.plots.view import View

SMALL = 11
SMALLEST = 8
NAME_GAP = 6.0

PADDING = 0.75
"""How dense the veil over padding is."""

Labels = list[tuple[float, str]]
"""What stands beside a frame: at which share of its height from the top, and what."""


class Panel(ABC):
    """One plot. It reads a view of a recording and draws it on any painter, screen or paper.

    Attributes:
        place: Its name, and its place among the others.
        view: What it has read last.
        corner: Pixels at the right of its header in which a widget stands on the screen, and says what the legend
            would; 0 on paper.
    """

    place: ClassVar[Place]

    def __init__(self) -> None:
        self.view: View | None = None
        self.marks: Marks | None = None
        self.corner = 0.0

    @property
    def name(self) -> str:
        """How menus and files call it."""
        return self.place.name

    @property
    def title(self) -> str:
        """What is plotted."""
        return self.place.title

    @property
    def subtitle(self) -> str:
        """Of which layer, in which unit."""
        return ""

    def read(self, view: View, marks: Marks | None, rows: int) -> None:
        """Get what a view of so many pixel `rows` needs. Drawing reads nothing.

        What is not there yet, because the view's answers come later, stays as it is.
        """
        self.view, self.marks = view, marks or self.marks
        self._read(view, rows)

    def look(self, view: View) -> None:
        """Show another stretch of time with what was read before."""
        if self.view is not None:
            self.view = view

    def forget(self) -> None:
        """Show nothing."""
        self.view = self.marks = None

    @abstractmethod
    def readout(self, step: int, height: float) -> str:
        """What is seen at a recorded timestep and a share of the height from the top."""

    @abstractmethod
    def summary(self) -> str:
        """What is seen, in a sentence for those who do not see it."""

    def draw(self, painter: QPainter, rect: QRectF, theme: Theme) -> None:
        """Draw what was read last into `rect`."""
        self.draw_surroundings(painter, rect, theme)
        self.draw_plot(painter, rect, theme)

    def draw_plot(self, painter: QPainter, rect: QRectF, theme: Theme, part: QRectF | None = None) -> None:
        """Draw what is inside of the frame, or only what of it is in `part`."""
        box = inside(rect)
        if box.width() < 1 or box.height() < 1:
            return
        _draw_sharp(painter)
        if self.view is None or not self.view.batches:
            painter.fillRect(box, ink(theme.plot))
            return
        painter.save()
        painter.setClipRect(box if part is None else box & part)
        frame = Frame(box, self.view.start, self.view.stop).on_pixels()
        self._draw_ground(painter, frame, theme)
        self._draw_plot(painter, frame, theme)
        painter.restore()

    def draw_surroundings(self, painter: QPainter, rect: QRectF, theme: Theme) -> None:
        """Draw the title, the frame, and the numbers beside it."""
        box = inside(rect)
        if box.width() < 1 or box.height() < 1:
            return
        _draw_sharp(painter)
        self._draw_header(painter, QRectF(box.left(), rect.top(), box.width(), box.top() - rect.top()), theme)
        if self.view is not None and self.view.batches:
            self._draw_beside(painter, box, theme)
        _draw_sharp(painter)
        draw_frame(painter, box, theme)

    def surroundings(self) -> tuple[object, ...]:
        """All that the surroundings depend on, to know when they are to be drawn anew."""
        return (self.title, self.subtitle, self.corner, *self._labels(), *self._names(), *self._legend())

    def reach_box(self, rect: QRectF) -> QRectF:
        """Where :meth:`draw_reach` draws."""
        box = inside(rect)
        return QRectF(box.left(), box.bottom() - FOOT_BARS, box.width(), FOOT_BARS)

    def draw_reach(self, painter: QPainter, rect: QRectF, theme: Theme, reach: Reach) -> None:
        """Draw how far back a timestep reaches."""
        if self.view is not None:
            draw_foot_bars(painter, Frame(inside(rect), self.view.start, self.view.stop).on_pixels(), theme, reach)

    def beside_time(self) -> tuple[object, ...] | None:
        """All that what is inside of the frame depends on but the time.

        While it stays the same, a later frame is an earlier one moved along the axis, with what is
        new behind it. None where that does not hold.
        """
        return None

    @abstractmethod
    def _read(self, view: View, rows: int) -> None: ...

    @abstractmethod
    def _draw_plot(self, painter: QPainter, frame: Frame, theme: Theme) -> None: ...

    def _draw_ground(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        painter.fillRect(frame.box, ink(theme.plot))

    def _draw_legend(self, painter: QPainter, left: float, right: float, baseline: float, theme: Theme) -> float:
        """Draw what stands between the title, which ends at `left`, and `right`; gives its left edge."""
        return right

    def _labels(self) -> Labels:
        return []

    def _names(self) -> Labels:
        """What stands at the right of the frame, in letters as small as it takes."""
        return []

    def _legend(self) -> tuple[object, ...]:
        """What the legend depends on."""
        return ()

    def _draw_header(self, painter: QPainter, line: QRectF, theme: Theme) -> None:
        baseline = line.bottom() - ABOVE
        wider = spread(painter)
        left = line.left() + QFontMetricsF(font(TITLE, bold=True)).horizontalAdvance(self.title) * wider + 12.0
        legend = line.right() - self.corner
        if not self.corner:
            legend = self._draw_legend(painter, left, legend, baseline, theme)
        draw_title(painter, line, self.title, theme, legend - line.left() - 8.0)
        room = (legend - left - 16.0) / wider
        if self.view is None or room <= 24.0:
            return
        painter.setFont(font(SMALL))
        painter.setPen(ink(theme.muted))
        shown = QFontMetricsF(font(SMALL)).elidedText(self.subtitle, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(left, baseline), shown)

    def _draw_beside(self, painter: QPainter, box: QRectF, theme: Theme) -> None:
        painter.setFont(font(SMALL))
        painter.setPen(ink(theme.muted))
        for share, text in self._labels():
            y = box.top() + share * box.height()
            painter.drawText(
                QRectF(box.left() - LEFT, y - 8.0, LEFT - 8.0, 16.0),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                text,
            )
        names = self._names()
        apart = min((below[0] - above[0] for above, below in pairwise(names)), default=1.0) * box.height()
        size = min(SMALL, int(apart))
        if size < SMALLEST:
            return
        painter.setFont(font(size))
        for share, text in names:
            y = box.top() + share * box.height()
            painter.drawText(
                QRectF(box.right() + NAME_GAP, y - 8.0, RIGHT - NAME_GAP, 16.0),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                text,
            )

    def _draw_padding(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        """Veil the timesteps that are not there."""
        for start, stop in self.marks.padding if self.marks is not None else ():
            left, right = frame.xs(np.array([start, stop])).tolist()
            if right > frame.box.left() and left < frame.box.right():
                veil = QRectF(left, frame.box.top(), right - left, frame.box.height())
                painter.fillRect(veil, ink(theme.plot, PADDING))

    def _draw_lines(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        """Draw a line where each chunk begins: faint where the state was kept, coloured where it was not."""
        if self.marks is None:
            return
        opacity = min(max(self.marks.spacing / 40.0, 0.3), 0.75)
        for kind, at in self.marks.lines:
            colour = ink(theme.faint) if kind in QUIET else tint(theme.transitions[kind], opacity, theme.plot)
            frame.draw_verticals(painter, at, colour)


def _draw_sharp(painter: QPainter) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
