"""How many frames a second the screen may cost, so that the training keeps its share."""

from __future__ import annotations

import time
from collections.abc import Callable

FASTEST, SLOWEST = 33, 100
"""Milliseconds from one frame to the next, at least and at most."""

SHARE = 0.12
"""Of a processor's time, what the screen's thread may take before frames come more seldom."""

_WEIGHT = 0.2
"""Of the newest frame in the mean, so that a single slow one changes little."""

_DEAREST = SLOWEST / 1000.0 * SHARE
"""Seconds beyond which it does not matter how dear a frame was."""


class FramePace:
    """Adapts the time between frames to what they cost.

    Args:
        clock: Seconds of work that the calling thread has done. It is read once in a frame: where others want
            the processor, being asked may be when the system gives it to them.

    Example:
        >>> pace = FramePace()
        >>> pace.begin()
        >>> pace.interval
        33
    """

    def __init__(self, clock: Callable[[], float] = time.thread_time) -> None:
        self._clock = clock
        self._began: float | None = None
        self._mean = 0.0

    def begin(self) -> None:
        """A frame begins: all that was done since the last one began is what that one has cost."""
        now = self._clock()
        if self._began is not None:
            self._mean += _WEIGHT * (min(now - self._began, _DEAREST) - self._mean)
        self._began = now

    @property
    def interval(self) -> int:
        """Milliseconds from one frame to the next."""
        return round(max(FASTEST, 1000.0 * self._mean / SHARE))
