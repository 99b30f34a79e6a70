"""Work that must not hold up the screen, of which only the newest answer counts."""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

Work = Callable[[], object]

LOOK = 2
"""Milliseconds between two looks at whether an answer is there."""

PATIENCE = 2.0
"""Seconds that closing waits for an answer that nobody will hear: reading over a network may hang."""


class Aside(QObject):
    """Asks one thing after another in a thread of its own, and drops answers that come too late.

    There is one piece of work at a time, and only the newest is done after it, so nothing queues
    up. The thread knows nothing of Qt: whoever asked may be gone before it is done.

    Signals:
        answered: What the newest work returned, or the exception that it raised.
    """

    answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = False
        self._next: Work | None = None
        self._thread: Thread | None = None
        self._answers: SimpleQueue[object] = SimpleQueue()
        self._look = QTimer(self)
        self._look.setTimerType(Qt.TimerType.PreciseTimer)
        self._look.setInterval(LOOK)
        self._look.timeout.connect(self._take)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._wanted

    def ask(self, work: Work) -> None:
        """Do `work` in the thread; whatever was asked before does not matter any more."""
        self._wanted, self._next = True, work
        if self._thread is None:
            self._begin()

    def forget(self) -> None:
        """Whatever was asked does not matter any more."""
        self._wanted, self._next = False, None

    def close(self, seconds: float | None = PATIENCE) -> None:
        """Forget what was asked, and wait for what cannot be interrupted; without end where `seconds` is None."""
        self.forget()
        self._look.stop()
        if self._thread is not None:
            self._thread.join(seconds)
            self._thread = None

    def _begin(self) -> None:
        work, self._next = self._next, None
        # A daemon: work that hangs, over a network say, does not keep the program from ending.
        self._thread = Thread(target=_do, args=(work, self._answers), name="aside", daemon=True)
        self._thread.start()
        self._look.start()

    @Slot()
    def _take(self) -> None:
        try:
            answer = self._answers.get_nowait()
        except Empty:
            return
        self._look.stop()
        self._thread = None
        if self._next is not None:
            self._begin()
        elif self._wanted:
            self._wanted = False
            self.answered.emit(answer)


def _do(work: Work, answers: SimpleQueue[object]) -> None:
    try:
        answers.put(work())
    except Exception as error:
        answers.put(error)
