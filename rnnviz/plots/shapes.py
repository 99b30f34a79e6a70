"""The mark of each transition: told apart by shape and letter, never by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPolygonF

from rnnviz.plots.fonts import font, text_width
from rnnviz.plots.ink import device_pixels, ink
from rnnviz.recording.transition import Transition

LETTERS: dict[Transition, str] = {
    Transition.KEPT: "K",
    Transition.FRESH: "F",
    Transition.LOST: "L",
    Transition.LEAKED: "E",  # L is taken by "lost"
    Transition.SET: "S",
    Transition.IDLE: "",
}

MEANINGS: dict[Transition, str] = {
    Transition.KEPT: "went on with the state that it left",
    Transition.FRESH: "a sequence started from zero",
    Transition.LOST: "the state was zero in mid-sequence",
    Transition.LEAKED: "the state of something else came in",
    Transition.SET: "the state was set: random, learned or injected",
    Transition.IDLE: "the slot read nothing",
}

PLACES = 4

BESIDE = 4.0
"""Pixels from a mark to the text beside it."""

LEGEND_ORDER = (Transition.KEPT, Transition.FRESH, Transition.LOST, Transition.LEAKED, Transition.SET)


def word(transition: Transition) -> str:
    """What a transition is called: ``"kept"``."""
    return transition.name.lower()


def draw_mark(painter: QPainter, transition: Transition, x: float, y: float, size: float, colour: str) -> None:
    """Draw a mark of about `size` pixels around (`x`, `y`)."""
    half = size / 2
    line = QPen(ink(colour), max(1.2, size / 5.5))
    line.setCapStyle(Qt.PenCapStyle.RoundCap)
    hollow = transition in (Transition.FRESH, Transition.LOST, Transition.IDLE)
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
    elif transition is Transition.IDLE:
        painter.drawLine(QPointF(x - half * 0.4, y), QPointF(x + half * 0.4, y))
    elif transition is Transition.LEAKED:
        tip, foot = y - half * 1.05, y + half * 0.8
        painter.drawPolygon(QPolygonF([QPointF(x, tip), QPointF(x + half * 1.1, foot), QPointF(x - half * 1.1, foot)]))
    else:
        side = size * 0.84
        painter.drawRect(QRectF(x - side / 2, y - side / 2, side, side))


@dataclass(frozen=True)
class Stamp:
    """A mark with a word or a letter beside it, to be drawn in many places.

    Attributes:
        transition: Which mark.
        size: Of the mark, in pixels.
        colour: Of the mark.
        text: What stands beside it; may be empty.
        ink: Colour of the text.
        font: Its height in pixels.
    """

    transition: Transition
    size: float
    colour: str
    text: str
    ink: str
    font: int

    def draw(self, painter: QPainter, xs: Sequence[float], y: float) -> None:
        """Draw it wherever a mark is to be around (x, `y`)."""
        density = device_pixels(painter)
        if density is None:
            for x in xs:
                self.draw_one(painter, x, y)
            return
        # On the screen it is drawn once, for each of a few places between two pixels, and then copied.
        down, y_between = divmod(round(y * density * PLACES), PLACES)
        pictures = [_picture(self, density, place / PLACES, y_between / PLACES) for place in range(PLACES)]
        for x in xs:
            right, x_between = divmod(round(x * density * PLACES), PLACES)
            image, middle = pictures[x_between]
            painter.drawImage(QPointF((right - middle) / density, (down - middle) / density), image)

    def draw_one(self, painter: QPainter, x: float, y: float) -> None:
        """Draw it as shapes, with the mark around (`x`, `y`)."""
        draw_mark(painter, self.transition, x, y, self.size, self.colour)
        if self.text:
            painter.setFont(font(self.font))
            painter.setPen(ink(self.ink))
            painter.drawText(QPointF(x + self.size * 0.5 + BESIDE, y + 4.0), self.text)


@lru_cache(maxsize=64)
def _picture(stamp: Stamp, density: float, right: float, down: float) -> tuple[QImage, int]:
    """A stamp as an image, moved by a part of a pixel, and how many pixels in the middle of its mark is."""
    middle = int((stamp.size / 2.0 + 4.0) * density)
    width = 2.0 * middle + (text_width(stamp.text, stamp.font) + 4.0) * density
    height = 2 * max(middle, int(stamp.font * density))
    image = QImage(int(width) + 1, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(density)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    stamp.draw_one(painter, (middle + right) / density, (middle + down) / density)
    painter.end()
    return image, middle
