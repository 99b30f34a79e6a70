"""Short work that must not hold up the screen, of which only the newest answer counts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot


class _Work(QRunnable):
    """One question on its way through a thread of the pool."""

    def __init__(self, number: int, work: Callable[[], object], tell: Callable[[int, object], None]) -> None:
        super().__init__()
        self._number, self._work, self._tell = number, work, tell

    def run(self) -> None:
        try:
            answer = self._work()
        except Exception as error:
            answer = error
        self._tell(self._number, answer)


class Aside(QObject):
    """Asks one thing after another in a thread of its own, and drops answers that come too late.

    Signals:
        answered: What the newest work returned, or the exception that it raised.
    """

    answered = Signal(object)
    _arrived = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked = 0
        self._newest = 0  # 0: nobody waits
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._arrived.connect(self._take)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._newest > 0

    def ask(self, work: Callable[[], object]) -> None:
        """Do `work` in the thread; whatever was asked before does not matter any more."""
        self._asked += 1
        self._newest = self._asked
        self._pool.clear()
        self._pool.start(_Work(self._newest, work, self._arrived.emit))

    def forget(self) -> None:
        """Whatever was asked does not matter any more."""
        self._newest = 0

    def close(self) -> None:
        """Forget what was asked, and wait for what cannot be interrupted."""
        self.forget()
        self._pool.clear()
        self._pool.waitForDone()

    @Slot(int, object)
    def _take(self, number: int, answer: object) -> None:
        if number == self._newest:
            self._newest = 0
            self.answered.emit(answer)
