"""The clinic: a gallery of what goes wrong with recurrent layers, each case to be run and mended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QSettings, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QSplitter, QVBoxLayout, QWidget

from rnnviz.clinic.case import Case, Side
from rnnviz.clinic.gallery import CASES
from rnnviz.clinic.running import Outcome, examine
from rnnviz.live.runner import Runner
from rnnviz.live.status import Failure, State
from rnnviz.plots.theme import Theme
from rnnviz.ui.case_list import CaseList
from rnnviz.ui.case_page import CasePage, Seen
from rnnviz.ui.memory import kept_state, place

_FIRST_SIZE = QSize(1420, 840)

Examine = Callable[[Case, Side], Outcome]


class ClinicWindow(QDialog):
    """Stays open beside the main window.

    Args:
        runner: Has the code run in its worker.
        settings: Where the size is remembered.
        cases: What there is to see.
        examine: Runs one side of a case, in the worker.
        parent: The main window.

    Attributes:
        list, page: Its two halves.

    Signals:
        opened: An experiment that the main window is to be set up with.
        failed: A :class:`~rnnviz.live.status.Failure` that is no case's own: Keras cannot be loaded.
    """

    opened = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        runner: Runner,
        settings: QSettings,
        cases: Mapping[str, Case] = CASES,
        examine: Examine = examine,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner, self._settings, self._cases, self._examine = runner, settings, cases, examine
        self._seen = {name: Seen() for name in cases}
        self._asked: dict[int, tuple[str, Side]] = {}
        self.setObjectName("clinic")
        self.setWindowTitle("Clinic – rnnviz")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.list = CaseList(cases, self)
        self.page = CasePage(self)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(4)
        self._splitter.addWidget(self.list)
        self._splitter.addWidget(self.page)
        self._splitter.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._splitter)
        self.setMinimumSize(820, 560)
        place(self, _FIRST_SIZE, kept_state(settings, "clinic/geometry"))
        titles = self.list.wanted_width
        self._splitter.setSizes([titles, self.width() - titles])
        QShortcut(QKeySequence.StandardKey.Find, self, self.list.search.setFocus)
        self.list.chosen.connect(self._show)
        self.page.wanted.connect(self.run)
        self.page.guessed.connect(self._guess)
        self.page.opened.connect(self.opened)
        runner.answered.connect(self._take)
        self.list.choose(next(iter(cases)))
        self.list.list.setFocus()

    def choose(self, name: str) -> None:
        """Show the case of that name."""
        self.list.choose(name)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.list.set_theme(theme)
        self.page.set_theme(theme)

    @Slot(str)
    def run(self, side: Side) -> None:
        """Run a side of the case that is shown, unless one of its sides runs already."""
        case = self.page.case
        if case is None or self._seen[case.name].running is not None:
            return
        seen = self._seen[case.name]
        seen.running = side
        seen.waits = self._comes_first()
        self.page.show_seen(seen)
        self._asked[self._runner.ask(partial(self._examine, case, side))] = case.name, side

    @Slot(str)
    def _show(self, name: str) -> None:
        self.page.show_case(self._cases[name], self._seen[name])

    @Slot(int)
    def _guess(self, number: int) -> None:
        if self.page.case is not None:
            seen = self._seen[self.page.case.name]
            seen.guess = number
            self.page.show_seen(seen)

    @Slot(int, object)
    def _take(self, number: int, answer: object) -> None:
        if number not in self._asked:
            return
        name, side = self._asked.pop(number)
        seen = self._seen[name]
        seen.running = None
        for other, _ in list(self._asked.values())[:1]:  # the worker takes one after the other, as they were asked
            self._seen[other].waits = ""
        if isinstance(answer, Outcome):
            seen.outcomes[side] = answer
            if side == "right" and answer.as_described:
                self.list.tick(name)
        elif isinstance(answer, Exception):
            self.failed.emit(Failure.of(answer))
        shown = self.page.case
        if shown is not None:
            self.page.show_seen(self._seen[shown.name])
        if shown is self._cases[name] and side in seen.outcomes:
            self.page.reveal(side)

    def _comes_first(self) -> str:
        """What a case that is run now has to wait for, in words, or nothing."""
        if self._asked:
            name, _ = next(reversed(self._asked.values()))
            return f"First “{self._cases[name].title}”"
        anything = any(seen.outcomes for seen in self._seen.values())
        loads = not anything and self._runner.status.state in (State.IDLE, State.PREPARING)
        return "Keras loads" if loads else ""

    # Overrides of Qt, whose names are its own.

    def done(self, result: int) -> None:
        self._settings.setValue("clinic/geometry", self.saveGeometry())
        super().done(result)
