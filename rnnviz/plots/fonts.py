"""The letters of plots and pictures: the same on every machine."""

from __future__ import annotations

import contextlib
from functools import cache, lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from rnnviz import resources

FAMILY = "Inter"


@cache
def load_fonts() -> str:
    """Make the bundled font known to Qt, once.

    Returns:
        The family to ask for: ``"Inter"``, or the system's own where the files are missing.
    """
    with contextlib.suppress(FileNotFoundError):
        files = sorted(resources.folder("fonts").glob("Inter-*.otf"))
        loaded = [QFontDatabase.addApplicationFont(str(file)) for file in files]
        if any(number >= 0 for number in loaded):
            return FAMILY
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


@cache
def font(pixels: int, bold: bool = False) -> QFont:
    """The plots' font at a height in pixels.

    Without OpenType features: Qt's PDF writer forgets which letters such glyphs stand for. And in
    grey, as in the pictures that are kept of texts: coloured edges would come and go with these.
    """
    made = QFont(load_fonts())
    made.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made


@lru_cache(maxsize=512)
def text_width(text: str, pixels: int, bold: bool = False) -> float:
    """How wide a line of text is that is drawn again and again."""
    return QFontMetricsF(font(pixels, bold)).horizontalAdvance(text)


class _SignWidths(dict[str, float]):
    """How wide signs are, each measured once."""

    def __init__(self, pixels: int) -> None:
        self._pixels = pixels

    def __missing__(self, sign: str) -> float:
        self[sign] = text_width(sign, self._pixels)
        return self[sign]


_sign_widths = cache(_SignWidths)


def number_width(number: str, pixels: int) -> float:
    """How wide the digits and signs of `number` are, side by side. Numbers change too often to measure each."""
    return sum(map(_sign_widths(pixels).__getitem__, number))
