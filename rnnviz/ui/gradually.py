"""Long work of the screen's thread in short parts, between which the window answers."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from rnnviz.live.aside import Aside, Work

Parts = Iterator[Work | None]
"""Work that pauses after each part; what a part yields, if anything, is done before the next."""


def at_once(parts: Parts) -> None:
    """Do all parts in one go, and what they yield as well."""
    for work in parts:
        if work is not None:
            work()


class Gradually(QObject):
    """Does one part after another, each when the window has nothing else to do.

    What a part yields is done aside. A part that fails is the last one.

    Args:
        parent: The owner.

    Signals:
        done: After the last part, unless it was closed before.
    """

    done = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts: Parts | None = None
        self._aside = Aside(self)
        self._aside.answered.connect(self._take)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._go_on)

    def begin(self, parts: Parts) -> None:
        """Do these from now on."""
        self._parts = parts
        self._idle.start()

    def close(self) -> None:
        """Do no more of them, and wait for what is being done aside."""
        self._parts = None
        self._idle.stop()
        self._aside.close()

    @Slot()
    def _go_on(self) -> None:
        if self._parts is None:
            return
        try:
            work = next(self._parts)
        except StopIteration:
            self._parts = None
            self.done.emit()
            return
        if work is None:
            self._idle.start()
        else:
            self._aside.ask(work)

    @Slot(object)
    def _take(self, answer: object) -> None:
        if isinstance(answer, Exception):
            raise answer
        self._go_on()
