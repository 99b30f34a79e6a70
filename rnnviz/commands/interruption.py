"""Ctrl+C and the request to terminate: heard at once, obeyed where nothing is lost by it."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType
from typing import Self

from rich.console import Console

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """Hears the signals that end a run while it is entered.

    A thread of its own answers them, because the main one may be deep inside an import or a
    compilation, where Python's handlers have to wait for seconds.

    Args:
        console: Where the answer is written.

    Attributes:
        number: The signal that was heard, or 0.

    Example:
        >>> with Interruption(Console(stderr=True)) as interruption:  # doctest: +SKIP
        ...     prepare()  # ends the process when interrupted
        ...     interruption.let_finish()
        ...     while not interruption.number:
        ...         work()
    """

    def __init__(self, console: Console) -> None:
        self.number = 0
        self._console = console
        self._finishing = False
        self._ear = threading.Thread(target=self._listen, name="interruption", daemon=True)

    def let_finish(self) -> None:
        """From now on the first signal is only noted in `number`, for there is something to be kept."""
        self._finishing = True

    def __enter__(self) -> Self:
        self._heard, self._mouth = os.pipe()
        os.set_blocking(self._mouth, False)
        self._before = [signal.signal(number, _leave_to_the_thread) for number in SIGNALS]
        self._mouth_before = signal.set_wakeup_fd(self._mouth)
        self._ear.start()
        return self

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(self._mouth_before)
        for number, handler in zip(SIGNALS, self._before, strict=True):
            signal.signal(number, handler)
        os.close(self._mouth)  # which ends the thread
        self._ear.join()
        os.close(self._heard)

    def _listen(self) -> None:
        while heard := os.read(self._heard, 1):
            if heard[0] not in SIGNALS:
                continue
            if self._finishing and not self.number:
                self.number = heard[0]
                self._console.print("Stopping …")
                continue
            self._console.show_cursor()  # a moving sign on a terminal hides it
            if not self._finishing:
                self._console.print("Interrupted: nothing has run yet.")
            os._exit(128 + heard[0])


def _leave_to_the_thread(number: int, frame: FrameType | None) -> None:
    """Python's own answers would be an exception anywhere in the work, or an end without a word."""
