"""One case of the clinic: what is asked, what to expect, the failure, why, and the fix."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from rnnviz.clinic.case import Case, Side, thread_url
from rnnviz.clinic.listing import listings
from rnnviz.clinic.running import Outcome
from rnnviz.plots.state_picture import common_level
from rnnviz.plots.theme import Theme
from rnnviz.ui.case_card import FixCard, WrongCard
from rnnviz.ui.guesses import Guesses

BESIDE = 1080
"""Pixels of width from which the two sides stand beside each other."""


@dataclass
class Seen:
    """What the user has done with a case so far.

    Attributes:
        guess: The number of the answer that was guessed.
        outcomes: What came of the sides that ran.
        running: The side that runs, or will as soon as it can.
        waits: What comes first, while it cannot.
    """

    guess: int | None = None
    outcomes: dict[Side, Outcome] = field(default_factory=dict)
    running: Side | None = None
    waits: str = ""


class CasePage(QWidget):
    """Shows a case, and asks for its sides to be run.

    Signals:
        wanted: A side that the user wants to run.
        guessed: The number of the answer that the user takes for true.
        opened: The experiment that the main window is to be set up with.
    """

    wanted = Signal(str)
    guessed = Signal(int)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: Case | None = None
        self._theme: Theme | None = None
        self.title = QLabel(self)
        self.title.setProperty("tone", "title")
        self.title.setWordWrap(True)
        self._kind = QLabel(self)
        self._kind.setProperty("tone", "caption")
        self._kind.setTextFormat(Qt.TextFormat.RichText)
        self._kind.setOpenExternalLinks(True)
        self.open = QPushButton("&Open in the window", self)
        self.open.setToolTip("Set the main window up with the same mistake, to watch what it does to a whole run")
        self.open.setAutoDefault(False)
        self.open.clicked.connect(self._open)
        self._setting = QLabel(self)
        self._setting.setWordWrap(True)
        self.guesses = Guesses(self)
        self.wrong, self.fix = WrongCard(self), FixCard(self)
        self._lay_out()
        self.guesses.guessed.connect(self.guessed)
        self.wrong.run.clicked.connect(lambda: self.wanted.emit("wrong"))
        self.fix.run.clicked.connect(lambda: self.wanted.emit("right"))

    @property
    def case(self) -> Case | None:
        """The case that is shown."""
        return self._case

    def show_case(self, case: Case, seen: Seen) -> None:
        """Show another case, as far as it is known."""
        self._case = case
        self.title.setText(case.title)
        self._setting.setText(case.setting)
        self.open.setVisible(case.experiment is not None)
        wrong, right = listings(case.wrong, case.right)
        self.wrong.show_case(case, wrong)
        self.fix.show_case(case, right)
        self._write_kind()
        self.show_seen(seen)
        self._scroll.verticalScrollBar().setValue(0)

    def show_seen(self, seen: Seen) -> None:
        """Show what has been found out about the case by now."""
        if self._case is None:
            return
        failed, fixed = seen.outcomes.get("wrong"), seen.outcomes.get("right")
        said = f"{seen.waits}, then it runs…" if seen.waits else "Running…"
        level = common_level(*(outcome.states for outcome in seen.outcomes.values()))
        self.guesses.show_case(self._case, seen.guess, told=failed is not None)
        self.wrong.show_outcome(self._case, failed, level, running=said if seen.running == "wrong" else "")
        running = said if seen.running == "right" else ""
        self.fix.show_fix(self._case, fixed, level, running=running, failed=failed is not None)
        self.wrong.run.setEnabled(seen.running is None)
        self.fix.run.setEnabled(seen.running is None)

    def reveal(self, side: Side) -> None:
        """Bring what has just come of a side into view."""
        card = self.wrong if side == "wrong" else self.fix
        # Once it has its place: new labels have no size before the event loop comes round.
        QTimer.singleShot(0, card, lambda: self._scroll.ensureWidgetVisible(card.outcome, 0, 40))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.wrong.set_theme(theme)
        self.fix.set_theme(theme)
        self._write_kind()

    # Overrides of Qt, whose names are its own.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= BESIDE
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._cards.setDirection(direction)

    def minimumSizeHint(self) -> QSize:
        return QSize(420, 300)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self.title)
        words.addWidget(self._kind)
        head.addLayout(words, 1)
        head.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)
        self._cards = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._cards.setSpacing(14)
        for card in (self.wrong, self.fix):
            self._cards.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        content = QWidget(self)
        content.setObjectName("case-content")
        self._column = column = QVBoxLayout(content)
        column.setSpacing(14)
        column.addWidget(self._setting)
        column.addWidget(self.guesses)
        column.addLayout(self._cards)
        column.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(self._make_room)
        self._make_room(0, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        head.setContentsMargins(22, 16, 18, 10)
        whole.addLayout(head)
        whole.addWidget(self._scroll, 1)

    def _make_room(self, first: int, last: int) -> None:
        """Nothing moves aside when a scroll bar comes: it takes the room of the margin."""
        width = self._scroll.verticalScrollBar().sizeHint().width() if last > first else 0
        self._column.setContentsMargins(22, 4, 18 - width, 20)

    def _write_kind(self) -> None:
        if self._case is None or self._theme is None:
            return
        said = ["Nothing is said" if self._case.silent else "An error"]
        if self._case.article:
            said.append("in the article, too")
        link = f'<a style="color:{self._theme.accent}; text-decoration:none" href="{{}}">{{}}</a>'
        said += [link.format(thread_url(thread), thread.replace("#", " #")) for thread in self._case.threads]
        self._kind.setText("&nbsp; · &nbsp;".join([self._case.topic, *said]))

    def _open(self) -> None:
        if self._case is not None and self._case.experiment is not None:
            self.opened.emit(self._case.experiment)
