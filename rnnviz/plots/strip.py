"""An image that slides along the time axis: a column that was coloured once stays coloured."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPaintEngine, QPainter

from rnnviz.plots.frame import Frame
from rnnviz.recording.window import Window

Read = Callable[[int, int, int], Window | None]
"""Reads from a timestep to a timestep at no more than so many columns; None while it is not there."""

Paint = Callable[[NDArray[np.float32], NDArray[np.uint32]], None]
"""Colours values ``(columns, …)`` into pixels ``(rows, columns)`` as ``0xffRRGGBB``."""


class Strip:
    """A persistent image over a NumPy buffer twice as wide as a view, so that sliding rarely moves anything.

    Columns are numbered from timestep 0 of the recording.

    Attributes:
        step: Timesteps of a column.
        columns: First column held, and behind the last one.
        edition: How often all of it was coloured anew.
    """

    def __init__(self, rows: int, read: Read, paint: Paint) -> None:
        self.step = 1
        self.columns = (0, 0)
        self.edition = 0
        self._read, self._paint = read, paint
        self._wanted = 0
        self._whole = 0
        self._base = 0
        self._buffer = np.zeros((rows, 0), np.uint32)
        self._image = QImage()

    @property
    def rows(self) -> int:
        """How many there are."""
        return len(self._buffer)

    def refresh(self) -> None:
        """Colour everything anew at the next show; until then it stays as it is."""
        self._wanted = 0

    def holds(self, start: int, stop: int) -> bool:
        """Whether timesteps `start` to `stop` can be drawn."""
        return self.columns[0] * self.step <= start and stop <= self.columns[1] * self.step

    def show(self, start: int, stop: int, step: int) -> None:
        """Hold timesteps `start` to `stop`, reading and colouring only what is new.

        Args:
            start: First timestep.
            stop: Behind the last timestep recorded or in view.
            step: Timesteps that a column shall have at least; the reader may give more.
        """
        first, last = start // self.step, -(-stop // self.step)
        done = self.columns[0], min(self.columns[1], self._whole)
        if step != self._wanted or first > done[1] or last < done[0] or last - first > self._buffer.shape[1]:
            self._begin(start, stop, step)
            return
        self._make_room(first, last, done)
        before, behind = self._fill(first, self.columns[0]), self._fill(self.columns[1], last)
        if None in (before, behind):
            self._begin(start, stop, step)
            return
        new = last if behind and last > self.columns[1] else None
        self.columns = min(first, self.columns[0]) if before else self.columns[0], new or self.columns[1]
        # The newest column may still get timesteps, so it does not count as done.
        self._whole = min(new, stop // self.step) if new else self.columns[1]

    def _begin(self, start: int, stop: int, step: int) -> None:
        first, last = start // step, max(start // step + 1, -(-stop // step))
        found = self._read(first * step, last * step, last - first)
        if found is None:
            return
        rows, count = len(self._buffer), len(found.values)
        if self._buffer.shape[1] < 2 * count:
            self._buffer = np.zeros((rows, 2 * count + 64), np.uint32)
            width = self._buffer.shape[1]
            self._image = QImage(self._buffer.data, width, rows, 4 * width, QImage.Format.Format_RGB32)
        self.edition += 1
        self._wanted, self.step = step, found.step
        self._base = found.start // found.step
        self._colour(found.values, self._base)
        self.columns = self._base, self._base + count
        self._whole = min(self.columns[1], stop // self.step)

    def _make_room(self, first: int, last: int, done: tuple[int, int]) -> None:
        """Keep of what is done as much as fits into the buffer together with columns `first` to `last`."""
        room = self._buffer.shape[1]
        base = self._base
        if first < base or last > base + room:
            # Room is left on the side to which the view goes on moving.
            base = first if last > base + room else last - room
        kept = max(done[0], base), min(done[1], base + room)
        if base != self._base:
            old, new, count = kept[0] - self._base, kept[0] - base, kept[1] - kept[0]
            self._buffer[:, new : new + count] = self._buffer[:, old : old + count].copy()
            self._base = base
        self.columns = kept

    def _fill(self, first: int, last: int) -> bool | None:
        """Read and colour some columns.

        Returns:
            Whether they are there now; None when they come in other columns than those that are held.
        """
        if first >= last:
            return True
        # A lone column that is not whole yet might come in finer ones: read it with the one before.
        begin = max(first - 1, 0) if last - first == 1 else first
        found = self._read(begin * self.step, last * self.step, last - begin)
        if found is None:
            return False
        if (found.step, found.start, found.stop) != (self.step, begin * self.step, last * self.step):
            return None
        self._colour(found.values[first - begin :], first)
        return True

    def _colour(self, values: NDArray[np.float32], first: int) -> None:
        at = first - self._base
        self._paint(values, self._buffer[:, at : at + len(values)])

    def draw(self, painter: QPainter, frame: Frame, box: QRectF) -> None:
        """Draw the columns at their times, as high as `box`."""
        first, last = self.columns
        if first >= last:
            return
        left, right = frame.x(float(first * self.step)), frame.x(float(last * self.step))
        target = QRectF(left, box.top(), right - left, box.height())
        source = QRect(first - self._base, 0, last - first, len(self._buffer))
        if painter.paintEngine().type() == QPaintEngine.Type.Raster:
            painter.drawImage(target, self._image, QRectF(source))
        else:
            # Qt's SVG takes the whole image whatever part it is told to draw.
            painter.drawImage(target, self._image.copy(source))
