"""The thread of memory through the marks, and below it how far the gradient reaches in each chunk.

The thread runs on into a chunk whose state was kept, and stops before one whose was not. The gradient has a
bracket of its own in each chunk: it never reaches into the one before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QPainter

from rnnviz.plots.frame import Frame
from rnnviz.plots.ink import device_pixels, ink, tint
from rnnviz.plots.marks import Marks
from rnnviz.plots.theme import Theme
from rnnviz.recording.transition import Transition
from rnnviz.recording.window import Window

LANE = 12.0
"""Pixels at the foot of the strip in which brackets stand."""

BRACKET, BELOW = 6.0, 4.0
"""How high a bracket is, and how far above the foot."""

NARROWEST, CLEAR = 10.0, 24.0
"""Pixels of a chunk from which on it has a bracket, and from which on that is not pale."""

PALEST = 0.35
"""How strong the narrowest brackets are."""

APART = 5.0
"""Pixels between the thread and a mark or a word."""

Pixels = NDArray[np.float64]
Widths = Callable[[Transition], tuple[float, float]]

Stretches = tuple[Pixels, Pixels]
"""Left and right ends, in pixels."""


@dataclass(frozen=True)
class ReachLanes:
    """Both, for the chunks in view.

    Attributes:
        marks: The chunks.
        validates: Whether batches are only validated, as in ``Recording.validates_window``; None where none is.
        timesteps: How many are recorded.
    """

    marks: Marks
    validates: Window | None
    timesteps: int

    @property
    def bracketed(self) -> bool:
        """Whether there is room for brackets."""
        return self.marks.each == 1 and self.marks.spacing >= NARROWEST

    def middle(self, frame: Frame) -> float:
        """Where the marks and the thread are."""
        return frame.box.top() + float(np.floor((frame.box.height() - LANE * self.bracketed) / 2.0)) + 0.5

    def draw(self, painter: QPainter, frame: Frame, theme: Theme, at: Pixels, widths: Widths) -> None:
        """Draw what is under the marks.

        Args:
            painter: Where to.
            frame: The strip's.
            theme: The colours.
            at: Where each mark is to be drawn.
            widths: Pixels from the middle of a mark to its right edge, and to the end of what is written beside it.
        """
        y = self.middle(frame)
        _draw_stretches(painter, self._threads(frame, at, widths), (y - 0.5, 1.0), ink(theme.muted))
        if self.bracketed:
            clear = PALEST + (1.0 - PALEST) * min(1.0, (self.marks.spacing - NARROWEST) / (CLEAR - NARROWEST))
            colour = tint(theme.accent, round(clear, 1), theme.plot)
            top = frame.box.bottom() - BELOW - BRACKET
            _draw_stretches(painter, self._gradients(frame), (top, BRACKET), colour, ended=True)

    def _threads(self, frame: Frame, at: Pixels, widths: Widths) -> Stretches:
        """Where a state is known to go on: in each chunk, and into the next where it was kept."""
        marks, kinds = self.marks, self.marks.transition
        begins = frame.xs(marks.at)
        ends = np.minimum(frame.xs(marks.at + marks.each * marks.length), frame.x(float(self.timesteps)))
        beside = np.zeros(len(begins))
        for kind in set(kinds.tolist()):
            edge, text = widths(Transition(kind))
            # A thread runs through the bead of what was kept, and keeps off everything else.
            beside[kinds == kind] = 0.0 if kind == Transition.KEPT and text == edge else text + APART
        hidden = begins < frame.box.left() - 0.5
        left = np.where(hidden, frame.box.left(), at + beside)
        goes_on = np.append(kinds[1:] == Transition.KEPT, True)
        right = np.where(goes_on, ends, ends - widths(Transition.LOST)[0] - APART)
        # Where a mark stands for several chunks and the worst of them, only what was kept throughout is certain.
        there = (kinds == Transition.KEPT) if marks.each > 1 else (kinds != Transition.IDLE)
        there &= right - left >= 1.0
        return np.floor(left[there]), np.floor(right[there])

    def _gradients(self, frame: Frame) -> Stretches:
        """The timesteps of each chunk that is trained on, but for padding."""
        marks = self.marks
        steps = np.full(len(marks.batch), marks.length) if marks.steps is None else marks.steps
        learns = (steps > 0) & (marks.transition != Transition.IDLE)
        if self.validates is not None and len(self.validates.values):
            column = (marks.batch - self.validates.start) // self.validates.step
            learns &= self.validates.values[np.clip(column, 0, len(self.validates.values) - 1)] == 0
        left, right = frame.xs(marks.at[learns]), frame.xs((marks.at + steps)[learns])
        left, right = np.floor(left) + 2.0, np.floor(right) - 1.0
        wide = right - left >= 1.0
        return left[wide], right[wide]


def _draw_stretches(
    painter: QPainter, stretches: Stretches, lane: tuple[float, float], colour: QColor, *, ended: bool = False
) -> None:
    """Draw lines at the foot of a lane, given by its top and its height; `ended` with an end as high as the lane."""
    density = device_pixels(painter) or 1.0
    line, high, foot = max(1, round(density)), round(lane[1] * density), round(sum(lane) * density)
    # Rectangles of whole pixels of the screen: all lines are as wide, also where a logical pixel is one and a half,
    # and Qt takes half the time that it takes for others.
    painter.save()
    painter.scale(1.0 / density, 1.0 / density)
    for left, right in zip(*(np.rint(ends * density).astype(int).tolist() for ends in stretches), strict=True):
        painter.fillRect(left, foot - line, right - left, line, colour)
        if ended:
            painter.fillRect(left, foot - high, line, high, colour)
            painter.fillRect(right - line, foot - high, line, high, colour)
    painter.restore()
