"""Timesteps that are pointed at elsewhere, framed in a plot."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from rnnviz.plots.frame import Frame
from rnnviz.plots.ink import ink, pen
from rnnviz.plots.theme import Theme

LEAST = 3.0
"""Pixels that are framed at least, however few timesteps are."""


def draw_lit(painter: QPainter, frame: Frame, start: int, stop: int, theme: Theme) -> None:
    """Frame the timesteps from `start` to behind the last, as far as they are in view."""
    left, right = frame.xs(np.array([start, stop])).tolist()
    box = QRectF(left, frame.box.top(), max(LEAST, right - left), frame.box.height()).intersected(frame.box)
    if box.width() > 0.0:
        painter.fillRect(box, ink(theme.text, 0.14))
        painter.setPen(pen(theme.text))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
