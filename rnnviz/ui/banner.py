"""A strip across the window that says something until it is sent away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)


class Banner(QFrame):
    """A sentence, buttons to act on it, and details to unfold.

    Args:
        alarm: Whether it tells of something that went wrong.
        parent: The owner.
    """

    def __init__(self, alarm: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setProperty("alarm", alarm)
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._unfold = self._button("Show details", self._toggle_details)
        self._copy = self._button("Copy details", self._copy_details)
        self._dismiss = self._button("✕", self.hide)
        self._dismiss.setAccessibleName("Dismiss")
        self._dismiss.setToolTip("Send this away")
        self._dismiss.setProperty("flat", True)
        self._details = QPlainTextEdit(self)
        self._details.setReadOnly(True)
        self._details.setAccessibleName("Details")
        self._details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._details.setMaximumHeight(220)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addWidget(self._text, 1)
        for button in (self._unfold, self._copy, self._dismiss):
            self._row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 7, 12, 7)
        column.addLayout(self._row)
        column.addWidget(self._details)
        self._show_details(False)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    @property
    def details(self) -> str:
        """What can be unfolded."""
        return self._details.toPlainText()

    def offer(self, text: str, act: Callable[[], object]) -> QPushButton:
        """Add a button that does something about it."""
        button = self._button(text, act)
        self._row.insertWidget(self._row.count() - 3, button)
        return button

    def say(self, text: str, details: str = "", dismissable: bool = True) -> None:
        """Show `text`, with `details` to unfold if there are any."""
        self._text.setText(text)
        self._details.setPlainText(details)
        self._unfold.setVisible(bool(details))
        self._dismiss.setVisible(dismissable)
        self._show_details(False)
        self.show()

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: act())
        return button

    def _toggle_details(self) -> None:
        self._show_details(not self._details.isVisible())

    def _show_details(self, shown: bool) -> None:
        self._details.setVisible(shown)
        self._copy.setVisible(shown)
        self._unfold.setText("Hide details" if shown else "Show details")

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.text}\n\n{self.details}")
