"""How finely a recording is left, on the time axis: what the disk budget has cost, and since when nothing."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from rnnviz.plots.fonts import font, text_width
from rnnviz.plots.frame import Frame
from rnnviz.plots.ink import ink, pen
from rnnviz.plots.outline import LEFT, RIGHT
from rnnviz.plots.panel import SMALL
from rnnviz.plots.theme import Theme
from rnnviz.plots.wording import counted

NAME = "detail"
LANE = 18.0
"""Pixels of the lane with what is around it."""

BAND = 14.0
HATCH = 7.0
"""Pixels between two lines of the hatching."""

Detail = tuple[tuple[int, int], ...]
"""See :attr:`rnnviz.recording.Recording.detail`."""


def lane_height(detail: Detail) -> float:
    """What the lane takes, in pixels: nothing while every timestep is there."""
    return LANE if len(detail) > 1 else 0.0


def draw_detail(painter: QPainter, rect: QRectF, theme: Theme, start: float, stop: float, detail: Detail) -> None:
    """Draw the lane into `rect` for timesteps `start` to `stop`, below frames of the same width."""
    frame = Frame(rect.adjusted(LEFT, 0.0, -RIGHT, 0.0), start, stop)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setFont(font(SMALL))
    painter.setPen(ink(theme.muted))
    painter.drawText(QPointF(rect.left() + 4.0, rect.top() + BAND - 3.0), NAME)
    for (begin, each), (end, _) in zip(detail, (*detail[1:], (int(stop) + 1, 1)), strict=True):
        left, right = max(frame.x(begin), frame.box.left()), min(frame.x(end), frame.box.right())
        if right - left >= 1.0:
            _draw_stretch(painter, QRectF(left, rect.top(), right - left, BAND), theme, each)


def _draw_stretch(painter: QPainter, band: QRectF, theme: Theme, each: int) -> None:
    painter.save()
    painter.setClipRect(band)
    painter.fillRect(band, ink(theme.plot))
    painter.setPen(pen(theme.muted, 0.45))
    if each > 1:
        lefts = np.arange(band.left() - BAND, band.right(), HATCH).tolist()
        painter.drawLines([QLineF(left, band.bottom(), left + BAND, band.top()) for left in lefts])
        painter.drawLine(QLineF(band.right() - 1.0, band.top(), band.right() - 1.0, band.bottom()))
    said = f"means of {counted(each)}" if each > 1 else "every timestep"
    label = QRectF(0.0, 0.0, text_width(said, SMALL) + 10.0, BAND)
    if label.width() <= band.width():
        label.moveCenter(band.center())
        painter.fillRect(label, ink(theme.plot))
        painter.setPen(ink(theme.muted))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, said)
    painter.restore()


def detail_words(detail: Detail, timestep: float) -> str:
    """What is left at a timestep, in a sentence or two; empty where that is everything.

    Example:
        >>> detail_words(((0, 16), (4096, 1)), 100.0).partition(" are left")[0]
        'Timesteps 0 to 4,095: only means of 16 timesteps'
    """
    for (begin, each), (end, _) in pairwise(detail):
        if begin <= timestep < end:
            return (
                f"Timesteps {counted(begin)} to {counted(end - 1)}: only means of {counted(each)} timesteps are left "
                "of states, inputs, targets and predictions. The rest was dropped to keep the disk budget."
            )
    return ""
