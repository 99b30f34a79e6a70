"""How many frames a second the plots may cost, so that the training keeps its share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

FASTEST, SLOWEST = 33, 100
"""Milliseconds from one frame to the next, at least and at most."""

SHARE = 0.15
"""Of a processor's time, what drawing may take before frames come more seldom."""

_WEIGHT = 0.2
"""Of the newest frame in the mean, so that a single slow one changes little."""


class FramePace:
    """Adapts the time between frames to what they cost.

    Args:
        clock: Seconds of work that the calling thread has done.

    Example:
        >>> pace = FramePace()
        >>> with pace.drawing():
        ...     pass
        >>> pace.finish()
        >>> pace.interval
        33
    """

    def __init__(self, clock: Callable[[], float] = time.thread_time) -> None:
        self._clock = clock
        self._now = 0.0
        self._mean = 0.0

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """What is done inside belongs to the frame at hand."""
        began = self._clock()
        try:
            yield
        finally:
            self._now += self._clock() - began

    def finish(self) -> None:
        """The frame at hand is done, and the next one begins."""
        if self._now:
            self._mean += _WEIGHT * (self._now - self._mean)
        self._now = 0.0

    @property
    def interval(self) -> int:
        """Milliseconds from one frame to the next."""
        return round(min(max(FASTEST, 1000.0 * self._mean / SHARE), SLOWEST))
