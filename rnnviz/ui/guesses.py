"""A question with a few answers to guess among."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from rnnviz.clinic.case import Case
from rnnviz.recording.transition import Transition
from rnnviz.ui.lesson_bar import MARKS

MOST = 4


class Guesses(QWidget):
    """The question of a case, and a button for each answer; 1 to 4 choose by keyboard.

    Signals:
        guessed: The number of the answer that the user takes for true.
    """

    guessed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question = QLabel(self)
        self._question.setProperty("tone", "heading")
        self._question.setWordWrap(True)
        self._said = QLabel(self)
        self._said.setProperty("tone", "muted")
        self._group = QButtonGroup(self)
        self.buttons = [self._button(number) for number in range(MOST)]
        head = QHBoxLayout()
        head.addWidget(self._question, 1)
        head.addWidget(self._said, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addLayout(head)
        for button in self.buttons:
            column.addWidget(button)
        self._group.idClicked.connect(self.guessed)

    @property
    def said(self) -> str:
        """Whether the guess was right, once that is known."""
        return self._said.text()

    def show_case(self, case: Case, guess: int | None, told: bool) -> None:
        """Show the answers of a case.

        Args:
            case: The case.
            guess: The number of the user's answer, if there is one.
            told: Whether the true answer is to be seen.
        """
        self._question.setText(case.question)
        self._group.setExclusive(False)
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(case.guesses))
            button.setChecked(number == guess)
            button.setEnabled(not told)
            if number < len(case.guesses):
                self._write(button, case, number, guess, told)
        self._group.setExclusive(True)
        self._said.setText(_said(case, guess, told))

    def _button(self, number: int) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("guess", "open")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._group.addButton(button, number)
        shortcut = QShortcut(QKeySequence(str(number + 1)), self)
        shortcut.activated.connect(button.click)
        return button

    def _write(self, button: QPushButton, case: Case, number: int, guess: int | None, told: bool) -> None:
        state, sign = "open", f"{number + 1}"
        if told and number == case.answer:
            state, sign = "true", MARKS[Transition.KEPT]
        elif told and number == guess:
            state, sign = "false", MARKS[Transition.LOST]
        button.setText(f"{sign}\N{EN SPACE}{case.guesses[number]}".replace("&", "&&"))
        if button.property("guess") != state:
            button.setProperty("guess", state)
            button.style().unpolish(button)
            button.style().polish(button)


def _said(case: Case, guess: int | None, told: bool) -> str:
    if not told:
        return "" if guess is None else "Now see."
    if guess is None:
        return ""
    return "You were right." if guess == case.answer else "It is otherwise."
