"""The icons, drawn as SVG in one colour that follows the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from rnnviz import resources

SIZES = (16, 24, 32, 48)
"""Side lengths in pixels that an icon holds, so that it is crisp on any screen."""


@lru_cache(maxsize=128)
def icon(name: str, colour: str) -> QIcon:
    """The icon `name` of ``assets/icons`` in `colour` (``#rrggbb``); its own colours where it has them."""
    text = resources.icon(f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    made = QIcon()
    renderer = QSvgRenderer(QByteArray(text.encode()))
    for size in SIZES if name != "rnnviz" else (*SIZES, 64, 128, 256):
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        made.addPixmap(pixmap)
    return made
