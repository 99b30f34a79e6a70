"""What is pointed at, in a plot: a timestep, or the timesteps that a cell of the chunk map reads.

A heatmap is as light as the words of the dark theme and as dark as those of the light one, so each line lies in
a seam of the ground that the theme has for plots: one of the two is seen on any colour.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from rnnviz.plots.frame import Frame
from rnnviz.plots.ink import ink, pen
from rnnviz.plots.theme import Theme

LEAST = 3.0
"""Pixels that are framed at least, however few timesteps are."""

SEAM = 0.7
"""How much of the plot's own colours a seam covers."""


def draw_lit(painter: QPainter, frame: Frame, start: int, stop: int, theme: Theme) -> None:
    """Frame the timesteps from `start` to behind the last, as far as they are in view."""
    left, right = frame.xs(np.array([start, stop])).tolist()
    box = QRectF(left, frame.box.top(), max(LEAST, right - left), frame.box.height()).intersected(frame.box)
    if box.width() > 0.0:
        painter.fillRect(box, ink(theme.text, 0.14))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for drawn, inset in ((pen(theme.plot, SEAM), -0.5), (pen(theme.plot, SEAM), 1.5), (pen(theme.text), 0.5)):
            painter.setPen(drawn)
            painter.drawRect(box.adjusted(inset, inset, -inset, -inset))


def draw_upright(painter: QPainter, frame: Frame, timestep: float, drawn: QPen, theme: Theme) -> None:
    """Draw a line of one pixel where a timestep begins."""
    line = frame.vertical(timestep)
    painter.setPen(pen(theme.plot, SEAM))
    painter.drawLines([line.translated(-1.0, 0.0), line.translated(1.0, 0.0)])
    painter.setPen(drawn)
    painter.drawLine(line)
