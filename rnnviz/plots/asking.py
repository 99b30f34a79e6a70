"""How plots get at the windows of a recording: at once, or later, when a thread of their own has read them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from rnnviz.recording.window import Window

LOOK = 2
"""Milliseconds between two looks at whether what is being read is there."""

Read = Callable[..., Window]
Question = tuple[Read, tuple[Any, ...]]
"""A method of a recording, and what it is called with."""


class Ask(Protocol):
    """Calls a method of a recording, or not; None when there is no answer yet."""

    def __call__(self, read: Read, /, *args: Any) -> Window | None:
        """The window that ``read(*args)`` gives."""


def at_once(read: Read, /, *args: Any) -> Window:
    """The window, however long it takes."""
    return read(*args)


class Questions:
    """An ask that answers nothing and remembers what it was asked for.

    Attributes:
        asked: All of it, each once.
    """

    def __init__(self) -> None:
        self.asked: dict[Question, None] = {}

    def __call__(self, read: Read, /, *args: Any) -> None:
        self.asked[read, args] = None


@dataclass
class Answers:
    """An ask that knows what was read beforehand.

    Attributes:
        known: Windows by question.
        failure: What went wrong while they were read.
        missed: Whether it was asked for something else.
    """

    known: dict[Question, Window] = field(default_factory=dict)
    failure: Exception | None = None
    missed: bool = False

    def __call__(self, read: Read, /, *args: Any) -> Window | None:
        found = self.known.get((read, args))
        self.missed |= found is None
        return found


class Reader(QObject):
    """Reads windows off the screen's thread, one set of questions at a time.

    The thread that reads knows nothing of Qt: the plots may be gone before it is done.

    Signals:
        answered: Answers to what was asked.
    """

    answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answers: SimpleQueue[Answers] = SimpleQueue()
        self._look = QTimer(self)
        self._look.setTimerType(Qt.TimerType.PreciseTimer)
        self._look.setInterval(LOOK)
        self._look.timeout.connect(self._hand_over)

    def ask(self, questions: Questions) -> None:
        """Read what was asked for; `answered` follows."""
        # A daemon: a read that hangs, over a network say, does not keep the program from ending.
        Thread(target=_read, args=(tuple(questions.asked), self._answers), name="reading", daemon=True).start()
        self._look.start()

    @Slot()
    def _hand_over(self) -> None:
        with contextlib.suppress(Empty):
            answers = self._answers.get_nowait()
            self._look.stop()
            self.answered.emit(answers)


def _read(asked: tuple[Question, ...], answered: SimpleQueue[Answers]) -> None:
    answers = Answers()
    try:
        for read, args in asked:
            answers.known[read, args] = read(*args)
    except Exception as error:
        answers.failure = error
    answered.put(answers)
