"""The two sides of a case: the code, the button that runs it, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rnnviz.clinic.case import Case, Side
from rnnviz.clinic.listing import Listing, script
from rnnviz.clinic.running import Outcome
from rnnviz.plots.theme import Theme
from rnnviz.recording.transition import Transition
from rnnviz.ui.code_view import CodeView
from rnnviz.ui.outcome_view import OutcomeView

_RUN_TIP = "Run these lines with the Keras that is installed, while a run in the main window waits"


class CaseCard(QFrame):
    """A framed side of a case.

    Args:
        side: Which one.
        heading: What stands above it.
        do: What the button says.
        sign: Marks lines that the other side does not have.
        change: Lends its colour to them.
        parent: The owner.

    Attributes:
        run: The button that runs the code.
        code: The code.
        outcome: What came of it.
    """

    def __init__(
        self, side: Side, heading: str, do: str, sign: str, change: Transition, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._side: Side = side
        self._do = do
        self._case: Case | None = None
        self.setObjectName("card")
        self._heading = QLabel(heading, self)
        self._heading.setProperty("tone", "heading")
        self._caption = QLabel(self)
        self._caption.setProperty("tone", "muted")
        self._caption.setWordWrap(True)
        self.code = CodeView(sign, change, self)
        self.code.setAccessibleName(f"{heading}: code")
        self._copy = QPushButton("Copy the code", self)
        self._copy.setProperty("flat", True)
        self._copy.setAutoDefault(False)
        self._copy.setToolTip("Copy it as a script that runs by itself, with the lines that only measure")
        self._copy.clicked.connect(self._copy_code)
        self.run = QPushButton(do, self)
        self.run.setToolTip(_RUN_TIP)
        self.run.setAutoDefault(False)
        self.outcome = OutcomeView(side, self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 14)
        self._column.setSpacing(9)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._copy)
        self._column.addLayout(head)
        self._column.addWidget(self._caption)
        self._column.addWidget(self.code)
        self._column.addWidget(self.run, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.outcome)

    def show_case(self, case: Case, listing: Listing) -> None:
        """Show the code of another case."""
        self._case = case
        self._caption.setText(listing.caption)
        self.code.show_listing(listing)

    def show_outcome(self, case: Case, outcome: Outcome | None, level: float, *, running: str = "") -> None:
        """Show what has come of it so far; `running` is said while it runs."""
        self.run.setText(running or (self._do if outcome is None else "Run it again"))
        self.outcome.show_outcome(case, outcome, level)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.code.set_theme(theme)
        self.outcome.set_theme(theme)

    def _make_primary(self, primary: bool) -> None:
        if bool(self.run.property("primary")) != primary:
            self.run.setProperty("primary", primary)
            self.run.style().unpolish(self.run)
            self.run.style().polish(self.run)

    def _copy_code(self) -> None:
        if self._case is not None:
            QGuiApplication.clipboard().setText(script(self._case.code(self._side)))


class WrongCard(CaseCard):
    """The side that goes wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("wrong", "What people write", "&Let it fail", "−", Transition.LOST, parent)

    def show_outcome(self, case: Case, outcome: Outcome | None, level: float, *, running: str = "") -> None:
        super().show_outcome(case, outcome, level, running=running)
        self._make_primary(outcome is None and not running)


class FixCard(CaseCard):
    """The side that works: closed until the other one was seen to fail."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("right", "What works", "Apply the &fix", "+", Transition.KEPT, parent)
        self._closed = QLabel("First let it fail: then why it does, and the fix, stand here.", self)
        self._closed.setProperty("tone", "muted")
        self._closed.setWordWrap(True)
        self._why = QLabel(self)
        self._why.setWordWrap(True)
        self._why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.insertWidget(1, self._closed)
        self._column.insertWidget(2, self._why)

    @property
    def why(self) -> str:
        """The reason that is given; empty while it is closed."""
        return "" if self._why.isHidden() else self._why.text()

    def show_case(self, case: Case, listing: Listing) -> None:
        super().show_case(case, listing)
        self._why.setText(case.why)

    def show_fix(self, case: Case, outcome: Outcome | None, level: float, *, running: str, failed: bool) -> None:
        """Show the reason once it `failed`, and the code once the fix is applied."""
        self.show_outcome(case, outcome, level, running=running)
        applied = outcome is not None or bool(running)
        self._closed.setVisible(not failed)
        self._heading.setText("What works" if applied or not failed else "Why")
        shown: dict[QWidget, bool] = {
            self._why: failed,
            self.run: failed,
            self._caption: applied,
            self.code: applied,
            self._copy: applied,
        }
        for part, visible in shown.items():
            part.setVisible(visible)
        self._make_primary(failed and not applied)
