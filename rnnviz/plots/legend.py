"""What the lines and marks of a plot are, at the right of its title."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from rnnviz.plots.fonts import font, text_width
from rnnviz.plots.ink import ink, pen
from rnnviz.plots.panel import SMALL
from rnnviz.plots.shapes import LEGEND_ORDER, LETTERS, draw_mark, word
from rnnviz.plots.theme import Theme
from rnnviz.recording.transition import Transition

MARK_ROOM = 16.0
"""Pixels for a mark, up to its name."""

BETWEEN = 16.0
"""Pixels from a name to the next mark."""


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


def mark_names(seen: Collection[Transition], lettered: bool, room: float) -> dict[Transition, str]:
    """The marks to explain in `room` pixels, each with its name.

    Those that everybody meets are always explained. Where the room is too small, those that are not in view
    are left out, then the letters; a mark that is in view is never left out.

    Args:
        seen: Which marks are in view.
        lettered: Whether they have letters beside them.
        room: Pixels from the title to the right edge.
    """
    common = [kind for kind in LEGEND_ORDER if kind in seen or kind is not Transition.SET]
    here = [kind for kind in LEGEND_ORDER if kind in seen]
    choices = [(common, lettered), (here, lettered), (here, False)]
    named = [{kind: _name(kind, letters) for kind in kinds} for kinds, letters in choices]
    return next((names for names in named if _width(names.values()) <= room), named[-1])


def draw_mark_legend(
    painter: QPainter, names: dict[Transition, str], right: float, baseline: float, theme: Theme
) -> float:
    """Draw each mark with its name, from the left to `right`; gives the left edge."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font(SMALL))
    left = x = right - _width(names.values())
    for kind, name in names.items():
        draw_mark(painter, kind, x + 6.0, baseline - 4.0, 8.5, theme.transitions[kind])
        painter.setPen(ink(theme.muted))
        painter.drawText(QPointF(x + MARK_ROOM, baseline), name)
        x += MARK_ROOM + text_width(name, SMALL) + BETWEEN
    return left


def _name(kind: Transition, lettered: bool) -> str:
    return f"{LETTERS[kind]} {word(kind)}" if lettered else word(kind)


def _width(names: Collection[str]) -> float:
    return sum(MARK_ROOM + text_width(name, SMALL) for name in names) + BETWEEN * max(0, len(names) - 1)
