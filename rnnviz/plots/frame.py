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

    @property
    def first_pixel(self) -> int:
        """The pixel at the left edge, of a frame that is :meth:`on_pixels`; see :meth:`pixel`."""
        return round(self.start * self.pixels_per_step)

    def pixel(self, timestep: float) -> int:
        """The pixel in which a timestep begins, counted from timestep 0: the same in every frame of this scale."""
        return math.floor(timestep * self.pixels_per_step + _ROUNDING)

    def seen(self, edges: NDArray[np.float64]) -> tuple[int, int]:
        """Which of the columns between `edges`, in pixels, lie in the frame: the first, and behind the last."""
        first = int(np.searchsorted(edges, self.box.left(), side="right")) - 1
        last = int(np.searchsorted(edges, self.box.right(), side="left"))
        return max(0, first), max(0, min(last, len(edges) - 1))

    def draw_verticals(self, painter: QPainter, timesteps: NDArray[Any], colour: QColor, width: float = 1.0) -> None:
        """Draw lines from the top to the bottom, on whole pixels.

        As rectangles: a pen that is wide or lets the ground through is several times slower.
        """
        top, height, scale = self.box.top(), self.box.height(), self.pixels_per_step
        seen = painter.clipBoundingRect() if painter.hasClipping() else self.box
        around = width / scale
        ends = self.timestep(seen.left()) - around, self.timestep(seen.right()) + around
        first, last = timesteps.searchsorted(ends[0]), timesteps.searchsorted(ends[1])
        shift = self.box.left() - self.first_pixel + 0.5 - width / 2.0
        for timestep in timesteps[first:last].tolist():
            painter.fillRect(QRectF(math.floor(timestep * scale + _ROUNDING) + shift, top, width, height), colour)

    def vertical(self, timestep: float) -> QLineF:
        """A line from the top to the bottom, where a timestep begins."""
        at = self.box.left() + self.pixel(timestep) - self.first_pixel + 0.5
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
