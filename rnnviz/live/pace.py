"""How many batches to run in one call, and how long to wait before the next one."""

from __future__ import annotations

import time
from collections.abc import Callable

FRAME = 0.025
"""Seconds that one call should last: less than a frame of the screen, so that there is something new for each,
and enough for the cost of a call to be spread over many batches. Pause and reset wait for its end, and have to
answer within 50 ms: on a busy machine one call in a hundred takes twice as long as the one before."""

MOST = 4096
"""Batches in one call at most, however fast they are."""


class Pace:
    """Adapts the batches of a call to how fast they turn out to be, or to a chosen speed.

    Example:
        >>> pace = Pace()
        >>> pace.batches()
        1
        >>> pace.ran(1, seconds=0.001)
        >>> pace.batches()
        2
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._speed: float | None = None
        self._free = 1
        self._due = 0.0

    @property
    def speed(self) -> float | None:
        """Batches per second to keep to, or None for as fast as it goes."""
        return self._speed

    def set_speed(self, speed: float | None) -> None:
        """Keep to `speed` batches per second from now on; None goes as fast as it can."""
        self._speed = speed
        self.begin()

    def begin(self) -> None:
        """The first batch is due now, whatever was missed before."""
        self._due = self._clock()

    def batches(self) -> int:
        """How many to run in the coming call."""
        if self._speed is None:
            return self._free
        behind = 1 + int((self._clock() - self._due) * self._speed)
        return max(1, min(self._free, behind))

    def ran(self, batches: int, seconds: float) -> None:
        """Take note that a call of `batches` took `seconds`."""
        fitting = int(batches * FRAME / seconds) if seconds > 0 else MOST
        # Doubling at most: one lucky call must not make the next one freeze the controls.
        self._free = max(1, min(fitting, 2 * max(batches, self._free), MOST))
        if self._speed is not None:
            # What cannot be caught up within a frame is let go, or a slow spell would be
            # followed by a burst faster than the speed that was chosen.
            self._due = max(self._due + batches / self._speed, self._clock() - FRAME)

    def wait(self) -> float:
        """Seconds until the next call is due."""
        if self._speed is None:
            return 0.0
        return max(0.0, self._due - self._clock())
