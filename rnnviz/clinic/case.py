"""What a case of the clinic is: plain data, and two functions of a few lines of Keras."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from rnnviz.experiment import Experiment

Topic = Literal[
    "Carrying the state",
    "Resetting it",
    "Which row comes next",
    "Batches and shapes",
    "What else touches it",
    "What memory is worth",
]
Side = Literal["wrong", "right"]

Measured = Mapping[str, Any]
"""Numbers and arrays by name. ``"states"``, if there, is ``(time, units)`` or ``(time, slots, units)``."""

ANYTHING = "…"
"""Stands for shapes, paths and names in the text of an error."""


@dataclass(frozen=True)
class Raises:
    """A side that ends in an error.

    Attributes:
        kind: Name of the exception's class.
        text: Its message word for word, with :data:`ANYTHING` for what differs from machine to machine.

    Example:
        >>> Raises("ValueError", "expected …, got …").matches("ValueError", "expected 4, got 1")
        True
    """

    kind: str
    text: str

    def matches(self, kind: str, text: str) -> bool:
        """Whether an exception of that class and message is the one meant."""
        pattern = ".*".join(map(re.escape, self.text.split(ANYTHING)))
        return kind == self.kind and re.fullmatch(pattern, text, re.DOTALL) is not None

    @property
    def words(self) -> tuple[str, ...]:
        """The parts of the message that are always the same."""
        return tuple(part.strip() for part in self.text.split(ANYTHING) if part.strip())


@dataclass(frozen=True)
class Shows:
    """A side that runs through.

    Attributes:
        sentence: What was measured, with a field as ``{error:.2f}`` for each number.
        holds: Whether the numbers are as the case describes them.
    """

    sentence: str
    holds: Callable[[Measured], bool]


@dataclass(frozen=True)
class Case:
    """One confusion.

    Attributes:
        name: How the command line calls it.
        title: How the window calls it: what happens, in a few words.
        topic: What it is about.
        setting: What somebody wants to do, in a sentence or two.
        question: What to expect.
        guesses: Two to four answers.
        answer: The number of the one that is true.
        wrong: The code that goes wrong; its docstring is what stands above it. It gives nothing where it raises.
            What it gives, and what only measures (see :data:`rnnviz.clinic.listing.MEASURES`), is not shown.
        right: The code that does not.
        goes_wrong: An error, or what is measured where Keras says nothing.
        goes_right: What is measured when all is well.
        why: The reason, in plain words.
        threads: Where people met it: ``"keras#1234"``, ``"tensorflow#1234"``.
        article: Whether the three examples of the article that rnnviz began with do it too.
        column: What a column of the heatmap is.
        pictured: What the heatmap shows.
        chunk: Columns between two lines in it; 0: no lines.
        experiment: The same mistake as an experiment for the main window, or None.
    """

    name: str
    title: str
    topic: Topic
    setting: str
    question: str
    guesses: tuple[str, ...]
    answer: int
    wrong: Callable[[], Measured | None]
    right: Callable[[], Measured]
    goes_wrong: Raises | Shows
    goes_right: Shows
    why: str
    threads: tuple[str, ...] = ()
    article: bool = False
    column: str = "timestep"
    pictured: str = "hidden state"
    chunk: int = 0
    experiment: Experiment | None = None

    @property
    def silent(self) -> bool:
        """Whether Keras says nothing when it goes wrong."""
        return isinstance(self.goes_wrong, Shows)

    def code(self, side: Side) -> Callable[[], Measured | None]:
        """The function of a side."""
        return self.wrong if side == "wrong" else self.right

    def expected(self, side: Side) -> Raises | Shows:
        """What a side comes to."""
        return self.goes_wrong if side == "wrong" else self.goes_right


def thread_url(thread: str) -> str:
    """Where a thread is read.

    Example:
        >>> thread_url("keras#20327")
        'https://github.com/keras-team/keras/issues/20327'
    """
    project, _, number = thread.partition("#")
    owner = {"keras": "keras-team/keras", "tensorflow": "tensorflow/tensorflow"}[project]
    return f"https://github.com/{owner}/issues/{number}"
