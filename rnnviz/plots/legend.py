"""What the lines of a plot are, at the right of its title."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from rnnviz.plots.fonts import font, text_width
from rnnviz.plots.ink import ink, pen
from rnnviz.plots.panel import SMALL
from rnnviz.plots.theme import Theme


def draw_line_legend(painter: QPainter, lines: dict[str, str], right: float, baseline: float, theme: Theme) -> float:
    """Draw a piece of each line with its name, from the left to `right`.

    Args:
        painter: Where to.
        lines: The colour of each line by its name.
        right: Where the last name ends.
        baseline: Of the names.
        theme: The colours.

    Returns:
        The left edge.
    """
    painter.setFont(font(SMALL))
    for name, colour in reversed(lines.items()):
        left = right - text_width(name, SMALL)
        painter.setPen(ink(theme.muted))
        painter.drawText(QPointF(left, baseline), name)
        painter.setPen(pen(colour, width=2.0))
        painter.drawLine(QPointF(left - 22.0, baseline - 4.0), QPointF(left - 6.0, baseline - 4.0))
        right = left - 38.0
    return right + 16.0
