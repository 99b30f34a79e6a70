"""Batches per second, over the last second."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

WINDOW = 1.0
"""Seconds that the rate looks back."""


class Meter:
    """Turns a growing count into a rate.

    Example:
        >>> now = iter([0.0, 0.5, 1.0])
        >>> meter = Meter(clock=lambda: next(now))
        >>> [meter.read(count) for count in (0, 50, 100)]
        [0.0, 100.0, 100.0]
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()

    def restart(self) -> None:
        """Forget what was counted."""
        self._seen.clear()

    def read(self, count: int) -> float:
        """Take note that `count` batches have run by now, and say how many that is per second."""
        now = self._clock()
        self._seen.append((now, count))
        while len(self._seen) > 2 and self._seen[1][0] <= now - WINDOW:
            self._seen.popleft()
        then, before = self._seen[0]
        return (count - before) / (now - then) if now > then else 0.0
