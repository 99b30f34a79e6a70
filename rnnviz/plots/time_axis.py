"""The numbers of the time axis that all plots share: timesteps, and the batches below them."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from rnnviz.plots.detail_lane import Detail, draw_detail, lane_height
from rnnviz.plots.fonts import number_width, text_width
from rnnviz.plots.frame import Frame
from rnnviz.plots.ink import ink, pen
from rnnviz.plots.outline import AXIS, LEFT, RIGHT
from rnnviz.plots.panel import SMALL
from rnnviz.plots.theme import Theme
from rnnviz.plots.wording import counted, time_step
from rnnviz.plots.writing import Writing

NAMES = ("timestep", "batch")
NAME = 4.0
BASELINE, ROW = 15.0, 16.0
"""Where the first row of numbers stands, and from one row to the next, in pixels."""

NEAREST = 74.0
"""Pixels between two numbers, at least."""

HANDLE = 5.0
"""Half of the width of the playhead's handle."""

NAMED_BATCH = 64.0
"""Pixels of a batch from which on each one is named over its own timesteps."""


def draw_playhead(painter: QPainter, top: QPointF, theme: Theme) -> None:
    """Draw the end of a replay's playhead below the plots: what the mouse takes hold of."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink(theme.accent))
    side = QPointF(HANDLE, 0.0)
    down = QPointF(0.0, HANDLE + 1.0)
    painter.drawPolygon([top - side + down, top, top + side + down])


def draw_time_axis(
    painter: QPainter,
    rect: QRectF,
    theme: Theme,
    start: float,
    stop: float,
    length: int,
    detail: Detail = (),
    writing: Writing | None = None,
) -> None:
    """Draw the axis of timesteps `start` to `stop` in chunks of `length`, below frames in the same `rect`.

    Where not every timestep is left, the `detail` that is has a lane below the numbers. `writing` knows
    the numbers of the last frame, if there was one.
    """
    frame = Frame(rect.adjusted(LEFT, 0.0, -RIGHT, 0.0), start, stop).on_pixels()
    if frame.box.width() < 1:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    top = rect.top()
    if lane_height(detail):
        draw_detail(painter, rect.adjusted(0.0, AXIS, 0.0, 0.0), theme, start, stop, detail)
    step = time_step(stop - start, int(frame.box.width() / NEAREST), length)
    first = math.ceil(start / step)
    ticks = [number * step for number in range(first, math.floor(stop / step + 1e-9) + 1)]
    at = frame.xs(np.array(ticks)).tolist()
    painter.setPen(pen(theme.border))
    painter.drawLines([QLineF(x, top, x, top + 4.0) for x in at])
    written = writing or Writing(SMALL)
    written.begin(painter)
    taken = rect.left() + NAME + 6.0 + max(text_width(name, SMALL) for name in NAMES)
    for row, name in enumerate(NAMES):
        written.write(painter, rect.left() + NAME, top + BASELINE + ROW * row, name, theme.muted)

    def number(x: float, row: int, text: str, width: float) -> None:
        half = width / 2.0 + 1.0
        # The first number gives way to the axis's name; further off its tick it would mislead.
        moved = max(x, taken + half)
        if moved - x <= half:
            written.write(painter, moved - half + 1.0, top + BASELINE + ROW * row, text, theme.muted)

    def tick_numbers(row: int, numbers: list[int], xs: list[float]) -> None:
        for value, x in zip(numbers, xs, strict=True):
            text = counted(value)
            number(x, row, text, number_width(text, SMALL))

    tick_numbers(0, ticks, at)
    if length * frame.pixels_per_step >= NAMED_BATCH:
        batches = range(int(start // length), math.ceil(stop / length))
        edges = frame.xs(np.clip(length * np.arange(batches.start, batches.stop + 1), start, stop)).tolist()
        for batch, (left, right) in zip(batches, pairwise(edges), strict=True):
            text = counted(batch)
            width = number_width(text, SMALL)
            if right - left >= width + 6.0:
                number((left + right) / 2.0, 1, text, width)
    else:
        whole = [(tick // length, x) for tick, x in zip(ticks, at, strict=True) if tick % length == 0]
        tick_numbers(1, [batch for batch, _ in whole], [x for _, x in whole])
