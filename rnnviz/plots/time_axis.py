"""The numbers of the time axis that all plots share: timesteps, and the batches below them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QRegion

from rnnviz.plots.detail_lane import Detail, draw_detail, lane_height
from rnnviz.plots.fonts import font, number_width, text_width
from rnnviz.plots.frame import Frame
from rnnviz.plots.ink import ink
from rnnviz.plots.outline import AXIS, LEFT, RIGHT
from rnnviz.plots.panel import SMALL
from rnnviz.plots.theme import Theme
from rnnviz.plots.wording import counted, time_step

NAMES = ("timestep", "batch")
NAME = 4
TICK = 4
"""Pixels from the top to the end of a tick."""

BASELINE, ROW = 15, 16
"""Where the first row of numbers stands, and from one row to the next, in pixels."""

NEAREST = 74.0
"""Pixels between two numbers, at least."""

HANDLE = 5.0
"""Half of the width of the playhead's handle."""

NAMED_BATCH = 64.0
"""Pixels of a batch from which on each one is named over its own timesteps."""


class Number(NamedTuple):
    """A number of the axis: from which pixel on, in which row, and what it says."""

    left: int
    row: int
    text: str

    @property
    def box(self) -> QRect:
        """What it takes, from the left edge and the top of the axis."""
        return QRect(self.left - 2, BASELINE - 11 + ROW * self.row, 2 * _half(self.text) + 6, ROW)


@dataclass(frozen=True)
class AxisLayout:
    """What stands on the axis between two timesteps, on whole pixels from the left edge and the top of the axis.

    Attributes:
        names_end: Where the names of the rows end; nothing else stands before it.
        ticks: Where there is a tick.
        numbers: What is said below them.
        playhead: Where the playhead of a replay is, or None.
    """

    names_end: int
    ticks: frozenset[int] = frozenset()
    numbers: frozenset[Number] = frozenset()
    playhead: int | None = None

    def changed(self, before: AxisLayout, away: int) -> list[QRect]:
        """What is to be painted after what was there `before` has been moved to the left by `away` pixels."""
        ticks = self.ticks ^ {tick - away for tick in before.ticks}
        numbers = self.numbers ^ {Number(left - away, row, text) for left, row, text in before.numbers}
        handles = {self.playhead} ^ {None if before.playhead is None else before.playhead - away}
        return [
            *(_tick_box(tick) for tick in ticks),
            *(number.box for number in numbers),
            *(_handle_box(at) for at in handles if at is not None),
        ]


def lay_out(frame: Frame, length: int) -> AxisLayout:
    """Where ticks and numbers stand below a `frame` that begins :data:`LEFT` pixels from the axis's own left edge.

    Args:
        frame: Its box and timesteps, :meth:`Frame.on_pixels`.
        length: Timesteps of a chunk.
    """
    left = frame.box.left() - LEFT
    names_end = NAME + 6 + math.ceil(max(text_width(name, SMALL) for name in NAMES))
    if frame.box.width() < 1:
        return AxisLayout(names_end)
    step = time_step(frame.stop - frame.start, int(frame.box.width() / NEAREST), length)
    first = math.ceil(frame.start / step - 1e-9)
    ticks = [number * step for number in range(first, math.floor(frame.stop / step + 1e-9) + 1)]
    at = [int(frame.pixel(tick) - left) for tick in ticks]
    numbers: list[Number] = []

    def number(middle: int, row: int, text: str) -> None:
        half = _half(text)
        # The first number gives way to the axis's name; further off its tick it would mislead.
        begin = max(middle - half, names_end + 2)
        if begin - middle <= 1:
            numbers.append(Number(begin, row, text))

    for tick, x in zip(ticks, at, strict=True):
        number(x, 0, counted(tick))
    if length * frame.pixels_per_step >= NAMED_BATCH:
        batches = range(int(frame.start // length), math.ceil(frame.stop / length))
        edges = np.clip(length * np.arange(batches.start, batches.stop + 1), frame.start, frame.stop).tolist()
        places = [int(frame.pixel(edge) - left) for edge in edges]
        for batch, (begin, end) in zip(batches, pairwise(places), strict=True):
            text = counted(batch)
            if end - begin >= 2 * _half(text) + 6:
                number((begin + end) // 2, 1, text)
    else:
        for tick, x in zip(ticks, at, strict=True):
            if tick % length == 0:
                number(x, 1, counted(tick // length))
    return AxisLayout(names_end, frozenset(at), frozenset(numbers))


@lru_cache(maxsize=512)
def _half(text: str) -> int:
    """Half of the pixels that a number takes, but for the one in its middle."""
    return int(number_width(text, SMALL) / 2.0)


def _tick_box(at: int) -> QRect:
    return QRect(at, 0, 1, TICK)


def _handle_box(at: int) -> QRect:
    width = int(HANDLE) + 2
    return QRect(at - width, 0, 2 * width + 1, int(HANDLE) + 3)


def _draw_handle(painter: QPainter, at: int, theme: Theme) -> None:
    """Draw the end of a replay's playhead below the plots: what the mouse takes hold of."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink(theme.accent))
    top = QPointF(at + 0.5, 0.0)
    side = QPointF(HANDLE, 0.0)
    down = QPointF(0.0, HANDLE + 1.0)
    painter.drawPolygon([top - side + down, top, top + side + down])


def draw_layout(painter: QPainter, layout: AxisLayout, theme: Theme, part: QRegion) -> None:
    """Draw what of the axis is in `part`, with its left edge and top where the painter's are."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for tick in layout.ticks:
        if part.intersects(_tick_box(tick)):
            painter.fillRect(_tick_box(tick), ink(theme.border))
    painter.setFont(font(SMALL))
    painter.setPen(ink(theme.muted))
    if part.intersects(QRect(0, 0, layout.names_end, int(AXIS))):
        for row, name in enumerate(NAMES):
            painter.drawText(QPointF(NAME, BASELINE + ROW * row), name)
    for number in layout.numbers:
        if part.intersects(number.box):
            painter.drawText(QPointF(number.left, BASELINE + ROW * number.row), number.text)
    if layout.playhead is not None and part.intersects(_handle_box(layout.playhead)):
        _draw_handle(painter, layout.playhead, theme)


def draw_time_axis(
    painter: QPainter, rect: QRectF, theme: Theme, start: float, stop: float, length: int, detail: Detail = ()
) -> None:
    """Draw the axis of timesteps `start` to `stop` in chunks of `length`, below frames in the same `rect`.

    Where not every timestep is left, the `detail` that is has a lane below the numbers.
    """
    box = rect.adjusted(LEFT, 0.0, -RIGHT, 0.0)
    if box.width() < 1:
        return
    painter.save()
    painter.translate(rect.topLeft())
    layout = lay_out(Frame(box, start, stop).on_pixels(), length)
    draw_layout(painter, layout, theme, QRegion(QRectF(QPointF(0.0, 0.0), rect.size()).toAlignedRect()))
    painter.restore()
    if lane_height(detail):
        draw_detail(painter, rect.adjusted(0.0, AXIS, 0.0, 0.0), theme, start, stop, detail)
