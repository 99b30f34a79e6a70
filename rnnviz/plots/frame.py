"""How time becomes pixels in the frame of a plot."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPolygonF

_ROUNDING = 1e-6
"""Of a pixel: what may be lost in counting them."""


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

    def on_pixels(self) -> Frame:
        """The same, moved by up to half a pixel, so that whatever is drawn moves by whole ones with time."""
        start = round(self.start * self.pixels_per_step) / self.pixels_per_step
        return Frame(self.box, start, start + (self.stop - self.start))

    def x(self, timestep: float) -> float:
        """Where a timestep begins."""
        return self.box.left() + (timestep - self.start) * self.pixels_per_step

    def xs(self, timesteps: NDArray[Any]) -> NDArray[np.float64]:
        """Where each of many timesteps begins."""
        return self.box.left() + (timesteps.astype(np.float64) - self.start) * self.pixels_per_step

    def timestep(self, x: float) -> float:
        """The timestep at a pixel; a fraction of it is how far that is on."""
        return self.start + (x - self.box.left()) / max(1e-9, self.pixels_per_step)

    def pixel(self, timestep: float) -> float:
        """The pixel in which a timestep begins, of a frame that is :meth:`on_pixels`.

        Counted from timestep 0, so that it moves by as many pixels as the frame, whatever the rounding.
        """
        scale = self.pixels_per_step
        return self.box.left() + math.floor(timestep * scale + _ROUNDING) - round(self.start * scale)

    def pixels(self, timesteps: NDArray[Any]) -> NDArray[np.float64]:
        """The pixel in which each of many timesteps begins."""
        scale = self.pixels_per_step
        return np.floor(timesteps * scale + _ROUNDING) + (self.box.left() - round(self.start * scale))

    def seen(self, edges: NDArray[np.float64]) -> tuple[int, int]:
        """Which of the columns between `edges`, in pixels, lie in the frame: the first, and behind the last."""
        first = int(np.searchsorted(edges, self.box.left(), side="right")) - 1
        last = int(np.searchsorted(edges, self.box.right(), side="left"))
        return max(0, first), max(0, min(last, len(edges) - 1))

    def draw_verticals(self, painter: QPainter, timesteps: NDArray[Any], colour: QColor, width: float = 1.0) -> None:
        """Draw lines from the top to the bottom, on whole pixels.

        As rectangles: a pen that is wide or lets the ground through is several times slower.
        """
        top, height = self.box.top(), self.box.height()
        seen = painter.clipBoundingRect() if painter.hasClipping() else self.box
        around = width / self.pixels_per_step
        ends = self.timestep(seen.left()) - around, self.timestep(seen.right()) + around
        first, last = np.searchsorted(timesteps, ends)
        for pixel in self.pixels(timesteps[first:last]).tolist():
            painter.fillRect(QRectF(pixel + 0.5 - width / 2.0, top, width, height), colour)

    def vertical(self, timestep: float) -> QLineF:
        """A line from the top to the bottom, where a timestep begins."""
        at = self.pixel(timestep) + 0.5
        return QLineF(at, self.box.top(), at, self.box.bottom())


def polygon(x: NDArray[np.float64], y: NDArray[np.float64]) -> QPolygonF:
    """Points for Qt without a Python object for each."""
    made = QPolygonF()
    made.resize(len(x))
    if len(x):
        # The stubs know neither of VoidPtr's size nor that it is a buffer.
        memory: Any = shiboken6.VoidPtr(made.data(), 16 * len(x), True)  # type: ignore[call-arg, arg-type]
        points = np.frombuffer(memory, np.float64).reshape(-1, 2)
        points[:, 0] = x
        points[:, 1] = y
    return made
