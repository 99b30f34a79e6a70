"""A small heatmap of a few states by itself: units × columns, with a colour bar."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from rnnviz.plots.colormap import colour_states, diverging
from rnnviz.plots.fonts import font, text_width
from rnnviz.plots.ink import ink
from rnnviz.plots.theme import LIGHT, Theme
from rnnviz.plots.wording import counted, measured, round_up

SMALL = 11
TITLE, AXIS, BAR = 20.0, 20.0, 9.0
LEFT, RIGHT = 34.0, 60.0
TICKS = 46.0
"""Pixels between two numbers of the axis, at least."""


def common_level(*states: NDArray[np.float32] | None) -> float:
    """The round number that gets the strongest colour, so that several pictures can be compared.

    Example:
        >>> common_level(np.array([[0.2, -0.6]], np.float32), None)
        0.75
    """
    greatest = [np.abs(array[np.isfinite(array)]).max(initial=0.0) for array in states if array is not None]
    return round_up(float(max(greatest, default=1.0)))


class StatePicture(QWidget):
    """Draws numbers ``(columns, units)`` from −level in blue to level in red; what is not a number is yellow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._states = np.zeros((0, 0), np.float32)
        self._image: QImage | None = None
        self._level = 1.0
        self._title, self._column, self._chunk = "", "", 0
        self.setObjectName("state-picture")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_states(
        self, states: NDArray[np.float32], *, level: float, title: str, column: str = "timestep", chunk: int = 0
    ) -> None:
        """Show other numbers.

        Args:
            states: ``(columns, units)``.
            level: The number that gets the strongest colour.
            title: What they are.
            column: What a column is, in one word.
            chunk: Columns between two lines; 0: no lines.
        """
        self._states, self._level, self._title, self._column, self._chunk = states, level, title, column, chunk
        columns, units = states.shape
        pixels = np.empty((units, columns), np.uint32)
        colour_states(states, level, pixels)
        self._image = QImage(pixels.data, columns, units, 4 * columns, QImage.Format.Format_RGB32).copy()
        self.setAccessibleName(f"{title[:1].upper()}{title[1:]}")
        finite = states[np.isfinite(states)]
        broken = states.size - finite.size
        self.setAccessibleDescription(
            f"{counted(units)} units by {counted(columns)} {column}s, from {measured(float(finite.min(initial=0.0)))} "
            f"to {measured(float(finite.max(initial=0.0)))}" + (f", {counted(broken)} not a number." if broken else ".")
        )
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def tip_at(self, position: QPointF) -> str:
        """The number at a position of the widget, in words; empty outside."""
        box = self._box()
        if self._image is None or not box.contains(position):
            return ""
        columns, units = self._states.shape
        column = min(int((position.x() - box.left()) / box.width() * columns), columns - 1)
        unit = min(int((position.y() - box.top()) / box.height() * units), units - 1)
        value = measured(float(self._states[column, unit]))
        return f"{self._column} {counted(column)} · unit {counted(unit)} · {value}"

    # Overrides of Qt, whose names are its own.

    def sizeHint(self) -> QSize:
        units = self._states.shape[1]
        return QSize(320, round(TITLE + AXIS + float(np.clip(12 * units, 36, 120))))

    def minimumSizeHint(self) -> QSize:
        return QSize(180, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = QPainter(self)
        box, theme = self._box(), self._theme
        painter.setFont(font(SMALL))
        painter.setPen(ink(theme.muted))
        painter.drawText(QPointF(LEFT, TITLE - 8.0), self._title)
        painter.drawImage(box, self._image)
        self._draw_lines(painter, box)
        self._draw_axis(painter, box)
        self._draw_units(painter, box)
        self._draw_bar(painter, box)
        painter.end()

    def _box(self) -> QRectF:
        return QRectF(LEFT, TITLE, max(1.0, self.width() - LEFT - RIGHT), max(1.0, self.height() - TITLE - AXIS))

    def _starts(self) -> list[int]:
        return list(range(0, len(self._states), self._chunk or len(self._states)))

    def _draw_lines(self, painter: QPainter, box: QRectF) -> None:
        """Part the chunks by a gap, as the large heatmap does."""
        for start in self._starts()[1:]:
            x = round(box.left() + start / len(self._states) * box.width())
            painter.fillRect(QRectF(x - 1.0, box.top(), 2.0, box.height()), ink(self._theme.surface))

    def _draw_axis(self, painter: QPainter, box: QRectF) -> None:
        columns = len(self._states)
        baseline, last = box.bottom() + 14.0, -TICKS
        word = text_width(self._column, SMALL)
        for start in self._starts():
            x = box.left() + start / columns * box.width()
            if x - last >= TICKS and x < box.right() - word - 24.0:
                painter.drawText(QPointF(x, baseline), counted(start))
                last = x
        painter.drawText(QPointF(box.right() - word, baseline), self._column)

    def _draw_units(self, painter: QPainter, box: QRectF) -> None:
        units = self._states.shape[1]
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for unit in sorted({0, units - 1}) if units > 1 else []:
            y = box.top() + (unit + 0.5) / units * box.height()
            painter.drawText(QRectF(0.0, y - 8.0, LEFT - 7.0, 16.0), right, counted(unit))
        if units > 1:
            painter.drawText(QRectF(0.0, box.top() - 20.0, LEFT - 7.0, 16.0), right, "unit")

    def _draw_bar(self, painter: QPainter, box: QRectF) -> None:
        bar = QRectF(box.right() + 10.0, box.top(), BAR, box.height())
        colours = np.ascontiguousarray(diverging()[::-1])
        painter.drawImage(bar, QImage(colours.data, 1, len(colours), 4, QImage.Format.Format_RGB32))
        for y, number in ((bar.top() + 8.0, self._level), (bar.bottom(), -self._level)):
            painter.drawText(QPointF(bar.right() + 4.0, y), measured(number))
