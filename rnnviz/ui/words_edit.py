"""A field for free text."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from rnnviz.ui.sizes import row_height


class WordsEdit(QLineEdit):
    """Free text.

    Signals:
        changed: The user has typed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(row_height(self))
        self.setAcceptDrops(False)  # a file that is dropped anywhere is for the window
        self.textEdited.connect(self.changed)
        self.returnPressed.connect(self.clearFocus)

    def value(self) -> object:
        """The text."""
        return self.text()

    def set_value(self, value: object) -> None:
        """Show `value` without telling of a change."""
        self.setText(str(value))
