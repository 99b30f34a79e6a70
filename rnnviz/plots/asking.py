"""How plots get at the windows of a recording: at once, or later, when a thread of their own has read them."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from rnnviz.recording.window import Window

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

    Signals:
        answered: Answers, in the order in which was asked.
    """

    answered = Signal(object)

    def ask(self, questions: Questions) -> None:
        """Read what was asked for; `answered` follows."""
        # A daemon: a read that hangs, over a network say, does not keep the program from ending.
        threading.Thread(target=self._read, args=(tuple(questions.asked),), name="reading", daemon=True).start()

    def _read(self, asked: tuple[Question, ...]) -> None:
        answers = Answers()
        try:
            for read, args in asked:
                answers.known[read, args] = read(*args)
        except Exception as error:
            answers.failure = error
        with contextlib.suppress(RuntimeError):  # the plots are gone, and nobody listens
            self.answered.emit(answers)
