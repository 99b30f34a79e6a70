"""Where each plot stands, its title and its frame: what there is of it before there is anything to plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEngine, QPainter

from rnnviz.plots.fonts import font
from rnnviz.plots.ink import ink, pen
from rnnviz.plots.theme import Theme
from rnnviz.plots.wording import kind_title

HEADER = 25.0
"""Pixels above a frame for its title."""

LEFT = 66.0
"""Pixels left of every frame, for the numbers of its axis: one width, so that frames line up."""

RIGHT = 46.0
"""Pixels right of every frame, for the colour bar."""

FOOT = 7.0
"""Pixels below a frame, so that a number at its bottom is not cut."""

AXIS = 40.0
"""Pixels below all plots for the numbers of the time."""

TITLE = 12
"""Size of a title's letters in pixels."""

OTHER_LETTERS = 1.25
"""How much wider than ours other letters may run: those of DejaVu do by a fifth."""

ABOVE = 8.0
"""Pixels from a frame up to the baseline of its title."""


@dataclass(frozen=True)
class Place:
    """One plot among those above each other.

    Attributes:
        name: How menus and files call it.
        title: What it says of itself before anything is plotted.
        stretch: Its share of the height.
        smallest: The least height, in pixels, at which it can be read.
    """

    name: str
    title: str
    stretch: int
    smallest: int

    @property
    def least_size(self) -> QSize:
        """What it needs on the screen."""
        return QSize(int(LEFT + RIGHT) + 160, self.smallest)

    @property
    def usual_size(self) -> QSize:
        """What it takes on the screen where nothing else is said."""
        return QSize(800, self.smallest + 12 * self.stretch)


TRANSITIONS = Place("transitions", "State entering each batch", stretch=0, smallest=68)
HIDDEN_STATE = Place("hidden state", kind_title("h"), stretch=10, smallest=120)
SEQUENCE = Place("sequence", "Input, target, prediction", stretch=3, smallest=86)
LOSS = Place("loss", "Loss", stretch=5, smallest=88)

PLACES = (TRANSITIONS, HIDDEN_STATE, SEQUENCE, LOSS)
"""Every plot, from the top down."""

PANEL_NAMES = tuple(place.name for place in PLACES)


def inside(rect: QRectF) -> QRectF:
    """The part of a plot's rectangle that its frame takes."""
    return rect.adjusted(LEFT, HEADER, -RIGHT, -FOOT)


def shares(height: float, places: Sequence[Place]) -> list[int]:
    """Heights of plots above each other: each its least, and of what is left its share."""
    left = max(0.0, height - sum(place.smallest for place in places))
    whole = sum(place.stretch for place in places) or 1
    return [int(place.smallest + left * place.stretch / whole) for place in places]


def spread(painter: QPainter) -> float:
    """How much wider than measured texts may turn out: an SVG is read with other letters where ours are missing."""
    return OTHER_LETTERS if painter.paintEngine().type() is QPaintEngine.Type.SVG else 1.0


def draw_title(painter: QPainter, line: QRectF, title: str, theme: Theme, room: float) -> None:
    """Draw a title at the left of the line above a frame, as much of it as has room."""
    letters = font(TITLE, bold=True)
    painter.setFont(letters)
    painter.setPen(ink(theme.text))
    shown = QFontMetricsF(letters).elidedText(title, Qt.TextElideMode.ElideRight, room)
    painter.drawText(QPointF(line.left(), line.bottom() - ABOVE), shown)


def draw_frame(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Draw the frame around the inside of a plot."""
    painter.setPen(pen(theme.border))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
