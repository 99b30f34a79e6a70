"""The mark of each transition: told apart by shape and letter, never by colour alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from rnnviz.plots.ink import ink
from rnnviz.recording.transition import Transition

LETTERS: dict[Transition, str] = {
    Transition.KEPT: "K",
    Transition.FRESH: "F",
    Transition.LOST: "L",
    Transition.LEAKED: "E",  # L is taken by "lost"
    Transition.SET: "S",
}

MEANINGS: dict[Transition, str] = {
    Transition.KEPT: "went on with the state that it left",
    Transition.FRESH: "a sequence started from zero",
    Transition.LOST: "the state was zero in mid-sequence",
    Transition.LEAKED: "the state of something else came in",
    Transition.SET: "the state was set by hand, learned or injected",
}

LEGEND_ORDER = (Transition.KEPT, Transition.FRESH, Transition.LOST, Transition.LEAKED, Transition.SET)


def word(transition: Transition) -> str:
    """What a transition is called: ``"kept"``."""
    return transition.name.lower()


def draw_mark(painter: QPainter, transition: Transition, x: float, y: float, size: float, colour: str) -> None:
    """Draw a mark of about `size` pixels around (`x`, `y`)."""
    half = size / 2
    line = QPen(ink(colour), max(1.2, size / 5.5))
    line.setCapStyle(Qt.PenCapStyle.RoundCap)
    hollow = transition in (Transition.FRESH, Transition.LOST)
    painter.setPen(line if hollow else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else ink(colour))
    if transition is Transition.KEPT:
        painter.drawEllipse(QPointF(x, y), half, half)
    elif transition is Transition.FRESH:
        painter.drawEllipse(QPointF(x, y), half * 0.85, half * 0.85)
    elif transition is Transition.LOST:
        arm = half * 0.8
        painter.drawLine(QPointF(x - arm, y - arm), QPointF(x + arm, y + arm))
        painter.drawLine(QPointF(x - arm, y + arm), QPointF(x + arm, y - arm))
    elif transition is Transition.LEAKED:
        tip, foot = y - half * 1.05, y + half * 0.8
        painter.drawPolygon(QPolygonF([QPointF(x, tip), QPointF(x + half * 1.1, foot), QPointF(x - half * 1.1, foot)]))
    else:
        side = size * 0.84
        painter.drawRect(QRectF(x - side / 2, y - side / 2, side, side))
