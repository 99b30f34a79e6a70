"""Colours and pens made of a theme's ``#rrggbb``, once each."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen


@lru_cache(maxsize=256)
def ink(colour: str, opacity: float = 1.0) -> QColor:
    """`colour` as Qt takes it. Shared: never change it in place."""
    made = QColor(colour)
    made.setAlphaF(opacity)
    return made


@lru_cache(maxsize=256)
def pen(colour: str, opacity: float = 1.0, *, width: float = 1.0, dashed: bool = False) -> QPen:
    """A pen of `width` pixels. Shared: never change it in place."""
    made = QPen(ink(colour, opacity), width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    made.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if dashed:
        made.setDashPattern([5.0 / max(1.0, width), 4.0 / max(1.0, width)])
    return made
