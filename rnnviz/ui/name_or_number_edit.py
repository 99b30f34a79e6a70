"""A field for one of a few names, or a number: the reset policy is ``epoch``, or every so many batches."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rnnviz.choices import OneOfOrWhole
from rnnviz.ui.combo import Combo
from rnnviz.ui.number_edit import NumberEdit
from rnnviz.ui.sizes import GAP

EVERY = "every"
"""Stands in the list for a number."""


class NameOrNumberEdit(QWidget):
    """A list of names whose last entry brings up a number.

    Args:
        choice: The names, and which numbers there can be of what.
        parent: The owner.

    Signals:
        changed: The user has changed it.
    """

    changed = Signal()

    def __init__(self, choice: OneOfOrWhole, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names = Combo({**{name: name for name in choice.options}, f"every n {choice.unit}": EVERY})
        self.names.setAccessibleName(choice.label)
        self.number = NumberEdit(True, choice.low, choice.high, choice.unit)
        self.number.setAccessibleName(f"{choice.label} every so many {choice.unit}")
        self.number.set_value(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.names)
        column.addWidget(self.number)
        self.setFocusProxy(self.names)
        self.names.changed.connect(self._choose)
        self.number.changed.connect(self.changed)
        self._show_number()

    def value(self) -> object:
        """The name, or the number."""
        return self.number.value() if self.names.value() == EVERY else self.names.value()

    def set_value(self, value: object) -> None:
        """Show `value` without telling of a change."""
        if isinstance(value, int):
            self.number.set_value(value)
            self.names.set_value(EVERY)
        else:
            self.names.set_value(value)
        self._show_number()

    def _choose(self) -> None:
        self._show_number()
        self.changed.emit()

    def _show_number(self) -> None:
        self.number.setVisible(self.names.value() == EVERY)
