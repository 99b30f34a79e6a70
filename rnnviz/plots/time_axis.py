"""The numbers of the time axis that all plots share: timesteps, and the batches below them."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from rnnviz.plots.fonts import font
from rnnviz.plots.frame import LEFT, RIGHT, Frame
from rnnviz.plots.ink import ink, pen
from rnnviz.plots.panel import SMALL
from rnnviz.plots.theme import Theme
from rnnviz.plots.wording import counted, time_step

HEIGHT = 40.0
NEAREST = 74.0
"""Pixels between two numbers, at least."""

NAMED_BATCH = 64.0
"""Pixels of a batch from which on each one is named over its own timesteps."""


def draw_time_axis(painter: QPainter, rect: QRectF, theme: Theme, start: float, stop: float, length: int) -> None:
    """Draw the axis of timesteps `start` to `stop` in chunks of `length`, below frames in the same `rect`."""
    frame = Frame(rect.adjusted(LEFT, 0.0, -RIGHT, 0.0), start, stop)
    if frame.box.width() < 1:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setFont(font(SMALL))
    top = rect.top()
    painter.setPen(ink(theme.muted))
    for row, name in enumerate(("timestep", "batch")):
        painter.drawText(
            QRectF(rect.left(), top + 4.0 + 16.0 * row, LEFT - 30.0 + 2.0, 16.0), Qt.AlignmentFlag.AlignRight, name
        )
    step = time_step(stop - start, int(frame.box.width() / NEAREST), length)
    first = math.ceil(start / step)
    ticks = [number * step for number in range(first, math.floor(stop / step + 1e-9) + 1)]
    painter.setPen(pen(theme.border))
    painter.drawLines([QLineF(frame.x(float(tick)), top, frame.x(float(tick)), top + 4.0) for tick in ticks])
    painter.setPen(ink(theme.muted))
    for tick in ticks:
        _centred(painter, frame.x(float(tick)), top + 4.0, counted(tick))
    if length * frame.pixels_per_step >= NAMED_BATCH:
        for batch in range(int(start // length), math.ceil(stop / length)):
            left, right = (frame.x(float(max(start, min(stop, edge * length)))) for edge in (batch, batch + 1))
            if right - left >= QFontMetricsF(font(SMALL)).horizontalAdvance(counted(batch)) + 6.0:
                _centred(painter, (left + right) / 2.0, top + 20.0, counted(batch))
    else:
        for tick in ticks:
            if tick % length == 0:
                _centred(painter, frame.x(float(tick)), top + 20.0, counted(tick // length))


def _centred(painter: QPainter, x: float, y: float, text: str) -> None:
    painter.drawText(QRectF(x - 60.0, y, 120.0, 16.0), Qt.AlignmentFlag.AlignHCenter, text)
