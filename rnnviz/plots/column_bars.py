"""One line of a sequence, a row of bars for each of its columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from rnnviz.plots.frame import Frame
from rnnviz.plots.panel import Labels
from rnnviz.plots.strengths import draw_strengths
from rnnviz.recording.window import Window

MOST_ROWS = 16
"""More columns than this are drawn without gaps between their rows."""

GAP = 1.0


class ColumnBars:
    """Bars as strong as the numbers are, between the least and the greatest that there were in their column.

    A column that was negative has its bars up and down from its middle.

    Attributes:
        window: What is drawn.
    """

    def __init__(self) -> None:
        self.window: Window | None = None
        self._low = self._high = np.zeros(0)

    @property
    def count(self) -> int:
        """How many columns there are; 1 until something is read."""
        return len(self._low) or 1

    @property
    def step(self) -> int:
        """How many timesteps a bar stands for."""
        return self.window.step if self.window else 1

    def show(self, window: Window) -> None:
        """Draw this from now on."""
        self.window = window
        count = window.values.shape[1]
        if len(self._low) != count:
            self._low, self._high = np.zeros(count), np.ones(count)
        if len(window.values):
            seen = window.values[..., 2]
            low, high = seen.min(axis=0), seen.max(axis=0)
            if not (np.isfinite(low).all() and np.isfinite(high).all()):
                # What is not a number is passed over.
                seen = np.where(np.isfinite(seen), seen, 0.0)
                low, high = seen.min(axis=0), seen.max(axis=0)
            self._low, self._high = np.minimum(self._low, low), np.maximum(self._high, high)

    def draw(self, painter: QPainter, frame: Frame, box: QRectF, colour: str) -> None:
        """Draw the bars of all columns, one below the other, into `box`."""
        if self.window is None or not len(self.window.values):
            return
        numbers = self.window.values[..., 2]
        if self.count > MOST_ROWS:
            strength = (numbers - self._low) / (self._high - self._low)
            draw_strengths(painter, frame, [box], self.window, _strengths(strength), colour)
            return
        height = box.height() / self.count
        gap = GAP if self.count > 1 and height > 4 * GAP else 0.0
        top = box.top() + gap / 2
        rows = [QRectF(box.left(), top + row * height, box.width(), height - gap) for row in range(self.count)]
        strength = numbers / np.maximum(self._high, -self._low)
        signed = (self._low < 0.0).tolist()
        for sign in set(signed):
            which = [column for column in range(self.count) if signed[column] == sign]
            some = strength if len(which) == self.count else strength[:, which]
            if sign:
                some = np.stack([some, -some], axis=2).reshape(len(some), -1)
            draw_strengths(painter, frame, [rows[row] for row in which], self.window, _strengths(some), colour)

    def labels(self, top: float, bottom: float, names: Sequence[str]) -> Labels:
        """The name beside each row when the rows stand between `top` and `bottom`, shares of the height."""
        return [(top + (row + 0.5) / len(names) * (bottom - top), name) for row, name in enumerate(names)]


def _strengths(numbers: NDArray[np.floating]) -> NDArray[np.floating]:
    # What is not a number becomes 0.
    strengths: NDArray[np.floating] = np.fmin(np.fmax(numbers, 0.0), 1.0)
    return strengths
