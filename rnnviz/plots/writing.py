"""Short texts that stand in frame after frame: laid out by Qt at first, copied from then on."""

from __future__ import annotations

import math
from functools import cache

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from rnnviz.plots.fonts import font, number_width
from rnnviz.plots.ink import device_pixels, ink

EDGE = 2.0
"""Pixels around a text for what of its letters reaches out of them."""


OFTEN = 10
"""Frames that a text is drawn in before its picture is made, which takes as long as that saves in about as many."""


class Writing:
    """Draws texts, and keeps a picture of each that is in one frame after the other.

    A copy takes a quarter of the time that Qt needs to lay out a number, and to make the picture takes
    several times as long. So in a run so fast that every frame has other numbers, none is made.

    Args:
        pixels: The height of the letters.
    """

    def __init__(self, pixels: int) -> None:
        self._pixels = pixels
        self._density: float | None = None
        self._colour = ""
        self._written: dict[tuple[str, str], int | QImage] = {}
        self._before: dict[tuple[str, str], int | QImage] = {}

    def begin(self, painter: QPainter) -> None:
        """Begin a frame."""
        painter.setFont(font(self._pixels))
        density = device_pixels(painter)
        self._before = self._written if density == self._density else {}
        self._density, self._written, self._colour = density, {}, ""

    def write(self, painter: QPainter, x: float, y: float, text: str, colour: str) -> None:
        """Draw a text from `x` on, above `y`."""
        density, this = self._density, (text, colour)
        if density is not None:
            # On whole pixels, so that a text and its copy are in the same place.
            left, base = round((x - EDGE) * density), round(y * density)
            x, y = left / density + EDGE, base / density
            kept = self._before.get(this, 0)
            if kept == OFTEN:
                kept = _picture(text, self._pixels, colour, density)
            if not isinstance(kept, int):
                self._written[this] = kept
                painter.drawImage(QPointF(left / density, (base - _above(self._pixels, density)) / density), kept)
                return
            self._written[this] = kept + 1
        if colour != self._colour:
            self._colour = colour
            painter.setPen(ink(colour))
        painter.drawText(QPointF(x, y), text)


@cache
def _above(pixels: int, density: float) -> int:
    """Pixels of the screen from the top of a picture to the line that its letters stand on."""
    return math.ceil((pixels + EDGE) * density)


@cache
def _below(pixels: int, density: float) -> int:
    """Pixels of the screen from that line to the bottom."""
    return math.ceil((QFontMetricsF(font(pixels)).descent() + EDGE) * density)


def _picture(text: str, pixels: int, colour: str, density: float) -> QImage:
    above = _above(pixels, density)
    width = math.ceil((number_width(text, pixels) + 2.0 * EDGE) * density)
    image = QImage(width, above + _below(pixels, density), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(density)
    image.fill(0)
    painter = QPainter(image)
    painter.setFont(font(pixels))
    painter.setPen(ink(colour))
    painter.drawText(QPointF(EDGE, above / density), text)
    painter.end()
    return image
