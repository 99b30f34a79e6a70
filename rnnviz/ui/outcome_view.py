"""What came of running one side of a case: an error word for word, or a sentence and a heatmap."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from rnnviz.clinic.case import Case, Side
from rnnviz.clinic.running import Outcome
from rnnviz.plots.state_picture import StatePicture
from rnnviz.plots.theme import Theme
from rnnviz.recording.transition import Transition
from rnnviz.ui.code_view import code_font
from rnnviz.ui.lesson_bar import MARKS

ERROR_HEIGHT = 210
"""Pixels that an error has at most; longer ones are scrolled."""


class OutcomeView(QWidget):
    """Shows an outcome.

    Args:
        side: Which side it is of.
        parent: The owner.
    """

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side: Side = side
        self._theme: Theme | None = None
        self._outcome: Outcome | None = None
        self.verdict = QLabel(self)
        self.verdict.setProperty("tone", "heading")
        self._keras = QLabel(self)
        self._keras.setProperty("tone", "caption")
        self._copy = QPushButton("Copy the error", self)
        self._copy.clicked.connect(self._copy_error)
        self._error = QPlainTextEdit(self)
        self._error.setReadOnly(True)
        self._error.setTabChangesFocus(True)
        self._error.setFont(code_font(self))
        self._error.setAccessibleName("Error")
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._picture = StatePicture(self)
        head = QHBoxLayout()
        head.addWidget(self.verdict)
        head.addStretch(1)
        head.addWidget(self._keras)
        head.addWidget(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._error)
        column.addWidget(self.sentence)
        column.addWidget(self._picture)

    @property
    def error(self) -> str:
        """The error that is shown."""
        return self._error.toPlainText() if self._outcome is not None and self._outcome.error else ""

    def show_outcome(self, case: Case, outcome: Outcome | None, level: float) -> None:
        """Show what came of a case; None where it has not run.

        Args:
            case: What ran.
            outcome: What came of it.
            level: The number that gets the heatmap's strongest colour.
        """
        self._outcome = outcome
        self.setVisible(outcome is not None)
        if outcome is None:
            return
        self._keras.setText(f"Keras {outcome.keras}")
        self._error.setVisible(bool(outcome.error))
        self._copy.setVisible(bool(outcome.error))
        self._error.setPlainText(outcome.error)
        self.sentence.setText("\n".join([outcome.sentence, *(f"Warning: {text}" for text in outcome.warnings)]).strip())
        self.sentence.setVisible(bool(self.sentence.text()))
        self._picture.setVisible(outcome.states is not None)
        if outcome.states is not None:
            self._picture.show_states(
                outcome.states, level=level, title=case.pictured, column=case.column, chunk=case.chunk
            )
        self._draw()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self._picture.set_theme(theme)
        self._draw()

    def _draw(self) -> None:
        theme, outcome = self._theme, self._outcome
        if theme is None or outcome is None:
            return
        mark, words = self._verdict(outcome)
        self.verdict.setText(f"{MARKS[mark]}\N{NO-BREAK SPACE} {words}")
        self.verdict.setStyleSheet(f"color: {theme.transitions[mark]};")
        if outcome.error:
            self._mark_words(theme, outcome)

    def _verdict(self, outcome: Outcome) -> tuple[Transition, str]:
        if not outcome.as_described:
            return Transition.SET, "Not as it was described"
        if self._side == "right":
            return Transition.KEPT, "It works"
        if outcome.error:
            return Transition.LOST, "It fails"
        return Transition.LOST, "It goes wrong, and nothing is said"

    def _mark_words(self, theme: Theme, outcome: Outcome) -> None:
        """Let the words that matter stand out of pages of file names, and bring them into view."""
        strong = QTextCharFormat()
        strong.setForeground(QColor(theme.transitions[Transition.LOST]))
        strong.setFontWeight(QFont.Weight.Bold)
        plain = QTextCharFormat()
        plain.setForeground(QColor(theme.text))
        cursor = QTextCursor(self._error.document())
        cursor.select(cursor.SelectionType.Document)
        cursor.setCharFormat(plain)
        last = 0
        for words in outcome.words:
            start = outcome.error.find(words, last)
            last = start + len(words)
            cursor.setPosition(start)
            cursor.setPosition(last, cursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(strong)
        lines = self._error.document().blockCount()
        width = max(1, self._error.viewport().width())
        wrapped = sum(
            1 + self._error.fontMetrics().horizontalAdvance(line) // width for line in outcome.error.split("\n")
        )
        height = max(lines, wrapped) * self._error.fontMetrics().lineSpacing() + 16
        self._error.setFixedHeight(min(ERROR_HEIGHT, height))
        cursor.setPosition(last)
        self._error.setTextCursor(cursor)
        self._error.ensureCursorVisible()

    def _copy_error(self) -> None:
        QGuiApplication.clipboard().setText(self.error)
