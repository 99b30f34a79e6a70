"""Colours and pens made of a theme's ``#rrggbb``, once each, and what they are drawn on."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen


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
