"""How long a method takes in all, whoever calls it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

BEAT = 16
"""Milliseconds between two beats that show whether a thread is held up: one frame of most screens."""


class Stopwatch:
    """Adds up the time spent in methods, in every thread.

    Args:
        clock: Seconds, of the day or of the calling thread's work.

    Attributes:
        seconds: So far. A method that is called by another one that is measured counts once.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.seconds = 0.0
        self._clock = clock
        self._lock = threading.Lock()
        self._at_hand = threading.local()

    @contextmanager
    def on(self, owner: type, name: str) -> Iterator[None]:
        """Measure the method of that name while this lasts."""
        method = getattr(owner, name)

        @wraps(method)
        def measured(*args: Any, **options: Any) -> Any:
            if getattr(self._at_hand, "running", False):
                return method(*args, **options)
            self._at_hand.running = True
            began = self._clock()
            try:
                return method(*args, **options)
            finally:
                spent = self._clock() - began
                self._at_hand.running = False
                with self._lock:
                    self.seconds += spent

        setattr(owner, name, measured)
        try:
            yield
        finally:
            setattr(owner, name, method)
