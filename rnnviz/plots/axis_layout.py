"""Where the ticks and numbers of the time axis stand, and which of them are new when it has moved on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QRect

from rnnviz.plots.fonts import number_width, text_width
from rnnviz.plots.frame import Frame
from rnnviz.plots.outline import LEFT
from rnnviz.plots.panel import SMALL
from rnnviz.plots.wording import counted, time_step

NAMES = ("timestep", "batch")
NAME = 4
"""Pixels from the left edge of the axis to the names of its rows."""

TICK = 4
"""Pixels from the top to the end of a tick."""

BASELINE, ROW = 15, 16
"""Where the first row of numbers stands, and from one row to the next, in pixels."""

NEAREST = 74.0
"""Pixels between two numbers, at least."""

HANDLE = 5.0
"""Half of the width of the playhead's handle."""

NAMED_BATCH = 64.0
"""Pixels of a batch from which on each one is named over its own timesteps."""


class Number(NamedTuple):
    """A number of the axis: from which pixel on, in which row, what it says, and how many pixels it takes."""

    left: int
    row: int
    text: str
    width: int

    @property
    def right(self) -> int:
        """The pixel behind its last one."""
        return self.left + self.width


@dataclass(frozen=True)
class AxisLayout:
    """What stands on the axis, on whole pixels.

    They are counted from timestep 0, so that whatever stands over its timesteps is the same in every frame.

    Attributes:
        origin: The pixel at the left edge of the axis.
        names_end: Pixels from the left edge to the end of the rows' names; nothing else stands before it.
        ticks: Where there is a tick.
        numbers: What is said below them.
        playhead: Where the playhead of a replay is, or None.
    """

    origin: int
    names_end: int
    ticks: frozenset[int] = frozenset()
    numbers: frozenset[Number] = frozenset()
    playhead: int | None = None

    def changed(self, before: AxisLayout) -> Iterator[QRect]:
        """What is to be painted, from the axis's left edge and top, where the one `before` was moved to its place."""
        for tick in self.ticks ^ before.ticks:
            yield QRect(tick - self.origin, 0, 1, TICK)
        for number in self.numbers ^ before.numbers:
            top = BASELINE - 11 + ROW * number.row
            yield QRect(number.left - 2 - self.origin, top, number.width + 4, ROW)
        for playhead in {self.playhead} ^ {before.playhead}:
            if playhead is not None:
                around = int(HANDLE) + 2
                yield QRect(playhead - around - self.origin, 0, 2 * around + 1, int(HANDLE) + 3)


def lay_out(frame: Frame, length: int, playhead: float | None = None) -> AxisLayout:
    """Where everything stands below a `frame` that begins :data:`LEFT` pixels from the axis's own left edge.

    Args:
        frame: Its box and timesteps, :meth:`Frame.on_pixels`.
        length: Timesteps of a chunk.
        playhead: The timestep of a replay's playhead, if it is in view.
    """
    origin = frame.first_pixel - int(LEFT)
    names_end = NAME + 6 + math.ceil(max(text_width(name, SMALL) for name in NAMES))
    if frame.box.width() < 1:
        return AxisLayout(origin, names_end)
    step = time_step(frame.stop - frame.start, int(frame.box.width() / NEAREST), length)
    # A frame was moved by up to half a pixel, and what stood on its edge still does.
    edge = 0.499 / frame.pixels_per_step
    first, last = math.ceil((frame.start - edge) / step), math.floor((frame.stop + edge) / step)
    ticks = range(first * step, last * step + 1, step)
    at = [frame.pixel(tick) for tick in ticks]
    numbers = [_number(0, tick, pixel) for tick, pixel in zip(ticks, at, strict=True)]
    if length * frame.pixels_per_step >= NAMED_BATCH:
        numbers += _named_batches(frame, length)
    else:
        whole = [(tick // length, pixel) for tick, pixel in zip(ticks, at, strict=True) if tick % length == 0]
        numbers += [_number(1, batch, pixel) for batch, pixel in whole]
    # The first number gives way to the name of its row; further off its tick it would mislead.
    free = origin + names_end + 2
    placed = (
        number if number.left >= free else number._replace(left=free) for number in numbers if _fits(number, free)
    )
    pointed = None if playhead is None else frame.pixel(playhead)
    return AxisLayout(origin, names_end, frozenset(at), frozenset(placed), pointed)


def _fits(number: Number, free: int) -> bool:
    return free - number.left <= number.width // 2


def _named_batches(frame: Frame, length: int) -> Iterator[Number]:
    """Batches so wide that each has its number in the middle of what is in view of it."""
    batches = range(int(frame.start // length), math.ceil(frame.stop / length))
    edges = (min(max(length * batch, frame.start), frame.stop) for batch in (*batches, batches.stop))
    for batch, (begin, end) in zip(batches, pairwise(frame.pixel(edge) for edge in edges), strict=True):
        number = _number(1, batch, (begin + end) // 2)
        if end - begin >= number.width + 6:
            yield number


@lru_cache(maxsize=512)
def _number(row: int, value: int, middle: int) -> Number:
    text = counted(value)
    width = math.ceil(number_width(text, SMALL))
    return Number(middle - width // 2, row, text, width)
