"""Where a plot's frame stands in its rectangle, and how time becomes pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import overload

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPolygonF

HEADER = 25.0
"""Pixels above a frame for its title."""

LEFT = 66.0
"""Pixels left of every frame, for the numbers of its axis: one width, so that frames line up."""

RIGHT = 46.0
"""Pixels right of every frame, for the colour bar."""

FOOT = 7.0
"""Pixels below a frame, so that a number at its bottom is not cut."""


@dataclass(frozen=True)
class Frame:
    """The frame of a plot.

    Attributes:
        box: Its inside, in pixels.
        start: The timestep at its left edge.
        stop: The timestep at its right edge.
    """

    box: QRectF
    start: float
    stop: float

    @property
    def pixels_per_step(self) -> float:
        """How wide a timestep is."""
        return self.box.width() / (self.stop - self.start)

    @overload
    def x(self, timestep: float) -> float: ...
    @overload
    def x(self, timestep: NDArray[np.int64]) -> NDArray[np.float64]: ...
    def x(self, timestep: float | NDArray[np.int64]) -> float | NDArray[np.float64]:
        """Where a timestep begins."""
        return self.box.left() + (timestep - self.start) * self.pixels_per_step

    def verticals(self, x: NDArray[np.float64]) -> list[QLineF]:
        """Lines from the top to the bottom, on whole pixels."""
        top, bottom = self.box.top(), self.box.bottom()
        return [QLineF(at, top, at, bottom) for at in (np.floor(x) + 0.5).tolist()]

    def vertical(self, timestep: float) -> QLineF:
        """A line from the top to the bottom, where a timestep begins."""
        at = float(np.floor(self.x(timestep))) + 0.5
        return QLineF(at, self.box.top(), at, self.box.bottom())


def inside(rect: QRectF) -> QRectF:
    """The part of a panel's rectangle that its frame takes."""
    return rect.adjusted(LEFT, HEADER, -RIGHT, -FOOT)


def polygon(x: NDArray[np.float64], y: NDArray[np.float64]) -> QPolygonF:
    """Points for Qt without a Python object for each."""
    made = QPolygonF()
    made.resize(len(x))
    if len(x):
        memory = shiboken6.VoidPtr(made.data(), 16 * len(x), True)
        points = np.frombuffer(memory, np.float64).reshape(-1, 2)
        points[:, 0] = x
        points[:, 1] = y
    return made
