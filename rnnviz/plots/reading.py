"""Which frames are read at once, and which off the screen's thread while the plots show what they have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Slot

from rnnviz.live.aside import Aside
from rnnviz.plots.asking import Answers, Ask, Questions, answers_to, not_yet
from rnnviz.plots.canvas import PanelCanvas
from rnnviz.plots.marks import read_marks
from rnnviz.plots.view import View

AT_HAND = 65_536
"""Timesteps behind which a recording is read later. What comes after them is in memory, or was a moment ago."""


PATIENCE = 10
"""Milliseconds until a view that is not read yet is shown with what there is: most are read before, and drawn once."""


class Stack(Protocol):
    """Who shows what was read. A :class:`~rnnviz.plots.stack.PlotStack`."""

    def redraw(self, canvases: Iterable[PanelCanvas]) -> None:
        """Paint what the plots have read."""


@dataclass(frozen=True, eq=False)
class Frame:
    """A view, and the plots that are to show it."""

    view: View
    canvases: tuple[PanelCanvas, ...]

    def read(self, ask: Ask) -> None:
        """Have the plots read it."""
        view = replace(self.view, ask=ask)
        marks = read_marks(view)
        for canvas in self.canvases:
            canvas.panel.read(view, marks, canvas.rows)

    def look(self) -> None:
        """Have the plots show its stretch of time with what they have."""
        view = replace(self.view, ask=not_yet)
        for canvas in self.canvases:
            canvas.panel.look(view)


class Reading(QObject):
    """Fills the plots of a stack.

    A long recording is read off the screen's thread, for a disk or a network may take its
    time. What is read is shown even if the view has moved on since, and only the newest frame
    is asked for after it; an answer to another recording, or from before a frame that was read
    at once, is dropped.
    """

    def __init__(self, stack: QObject) -> None:
        super().__init__(stack)
        self._stack: Stack = stack  # type: ignore[assignment]
        self._asked: tuple[Frame, Questions] | None = None
        self._newest: Frame | None = None
        self._next: Frame | None = None
        self._impatience = QTimer(self)
        self._impatience.setSingleShot(True)
        self._impatience.setInterval(PATIENCE)
        self._impatience.timeout.connect(self._move)
        self._aside = Aside(self)
        self._aside.answered.connect(self._take)

    def forget(self) -> None:
        """Whatever is being read is not wanted any more."""
        self._aside.forget()
        self._asked = self._next = self._newest = None
        self._impatience.stop()

    def show(self, view: View, canvases: tuple[PanelCanvas, ...], *, moved: bool) -> None:
        """Fill the plots, now or as soon as may be.

        Args:
            view: What is to be seen.
            canvases: Which plots are to show it.
            moved: Whether the plots shall show it with what they have when it is not read at once.
        """
        frame = Frame(view, canvases)
        if view.timesteps - view.start <= AT_HAND:
            self.forget()
            frame.read(view.ask)
            self._stack.redraw(canvases)
            return
        self._newest = self._next = frame
        if moved and not self._impatience.isActive():
            self._impatience.start()
        if self._asked is None:
            self._ask_for(frame)

    @Slot()
    def _move(self) -> None:
        if self._newest is not None:
            self._newest.look()
            self._stack.redraw(self._newest.canvases)

    def _ask_for(self, frame: Frame, before: Questions | None = None) -> None:
        self._next = None
        questions = Questions()
        frame.read(questions)
        if questions.asked and (before is None or questions.asked != before.asked):
            self._asked = frame, questions
            self._aside.ask(partial(answers_to, questions))
        if self._newest is not None:
            self._newest.look()

    @Slot(object)
    def _take(self, answers: Answers | Exception) -> None:
        assert self._asked is not None
        (frame, questions), self._asked = self._asked, None
        if isinstance(answers, Exception):
            self._next = None
            raise answers
        frame.read(answers)
        self._impatience.stop()
        self._move()
        if self._next is not None:
            self._ask_for(self._next)
        elif answers.missed:
            # Some of it turned out to be needed otherwise: a wider range of colours, say.
            self._ask_for(frame, questions)
