"""How plots get at the windows of a recording: at once, or later, when another thread has read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

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


def not_yet(_: Read, /, *__: Any) -> None:
    """No window: what is wanted is being read by another thread."""


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
        missed: Whether it was asked for something else.
    """

    known: dict[Question, Window] = field(default_factory=dict)
    missed: bool = False

    def __call__(self, read: Read, /, *args: Any) -> Window | None:
        found = self.known.get((read, args))
        self.missed |= found is None
        return found


def answers_to(questions: Questions) -> Answers:
    """Read all that was asked for. Knows nothing of Qt, so any thread may do it."""
    return Answers({(read, args): read(*args) for read, args in questions.asked})
