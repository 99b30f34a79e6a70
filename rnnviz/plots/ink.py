"""Colours and pens made of a theme's ``#rrggbb``, once each, and what they are drawn on."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen, QPolygonF

FEW, FEW_SMOOTH = 160, 40
"""Points of a line up to which Qt's own wide lines are fast enough."""


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


def draw_curve(painter: QPainter, points: QPolygonF, colour: str, width: float, *, smooth: bool = False) -> None:
    """Draw a line through many points.

    Qt's time for a line wider than a pixel grows with the square of its points: tenths of a
    second for a thousand, where one of a pixel takes one thousandth. So a wide line through
    many points is several thin ones, beside and above each other.
    """
    density = device_pixels(painter)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
    thick = width * (density or 1.0)
    if density is None or thick <= 1.0 or points.size() < (FEW_SMOOTH if smooth else FEW):
        painter.setPen(pen(colour, width=width))
        painter.drawPolyline(points)
        return
    painter.setPen(pen(colour, width=1.0 / density))
    count = max(2, round(thick))
    for number in range(count):
        away = (number / (count - 1) - 0.5) * (thick - 1.0) / density
        painter.drawPolyline(points.translated(away, 0.0))
        painter.drawPolyline(points.translated(0.0, away))
