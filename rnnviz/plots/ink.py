"""Colours and pens made of a theme's ``#rrggbb``, once each, and what they are drawn on."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen, QPolygonF


@lru_cache(maxsize=256)
def ink(colour: str, opacity: float = 1.0) -> QColor:
    """`colour` as Qt takes it. Shared: never change it in place."""
    made = QColor(colour)
    made.setAlphaF(opacity)
    return made


@lru_cache(maxsize=256)
def tint(colour: str, opacity: float, ground: str) -> QColor:
    """What `colour` of an opacity looks like on a plain ground: drawing it solid is several times faster."""
    over, under = QColor(colour), QColor(ground)
    mixed = (
        round(opacity * a + (1.0 - opacity) * b)
        for a, b in zip(over.getRgb()[:3], under.getRgb()[:3], strict=True)  # type: ignore[index]
    )
    return QColor(*mixed)


@lru_cache(maxsize=256)
def pen(colour: str, opacity: float = 1.0, *, width: float = 1.0, dashed: bool = False) -> QPen:
    """A pen of `width` pixels. Shared: never change it in place."""
    made = QPen(ink(colour, opacity), width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    made.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if dashed:
        made.setDashPattern([5.0 / max(1.0, width), 4.0 / max(1.0, width)])
    return made


def device_pixels(painter: QPainter) -> float | None:
    """Pixels for each logical one where pixels are painted; None where shapes are kept, as in SVG and PDF."""
    if painter.paintEngine().type() == QPaintEngine.Type.Raster:
        return painter.deviceTransform().m11()
    return None


def draw_curve(painter: QPainter, points: QPolygonF, colour: str, width: float) -> None:
    """Draw a smooth line through many points.

    Qt draws a smooth line of one pixel twenty times as fast as a wider one, so on the screen
    a wider one is several of one pixel, hardly apart.
    """
    density = device_pixels(painter)
    if density is None:
        painter.setPen(pen(colour, width=width))
        painter.drawPolyline(points)
        return
    painter.setPen(pen(colour, width=1.0 / density))
    apart = (width - 1.0 / density) / 2.0
    count = 2 * math.ceil(density) if apart > 0.0 else 1
    for number in range(count):
        turn = math.pi * (0.25 + 2.0 * number / count)
        painter.drawPolyline(points.translated(apart * math.cos(turn), apart * math.sin(turn)))
