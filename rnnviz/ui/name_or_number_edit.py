"""A field for one of a few names or a number: reset at each ``epoch``, every so many batches, or by chance."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rnnviz.choices import OneOfOrNumber
from rnnviz.ui.combo import Combo
from rnnviz.ui.number_edit import NumberEdit
from rnnviz.ui.sizes import GAP

EVERY, CHANCE = "every", "chance"
"""Stand in the list for the numbers."""


class NameOrNumberEdit(QWidget):
    """A list of names whose last entries bring up a number: of the unit, or a probability.

    Args:
        choice: The names, and which numbers there can be of what.
        parent: The owner.

    Signals:
        changed: The user has changed it.
    """

    changed = Signal()

    def __init__(self, choice: OneOfOrNumber, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names = Combo(
            {**{name: name for name in choice.options}, f"every n {choice.unit}": EVERY, "at random": CHANCE}
        )
        self.names.setAccessibleName(choice.label)
        self.number = NumberEdit(True, choice.low, choice.high, choice.unit)
        self.number.setAccessibleName(f"{choice.label} every so many {choice.unit}")
        self.number.set_value(10)
        self.chance = NumberEdit(False, 0.001, 0.999, "probability")
        self.chance.setAccessibleName(f"{choice.label} with this probability")
        self.chance.set_value(0.05)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.names)
        column.addWidget(self.number)
        column.addWidget(self.chance)
        self.setFocusProxy(self.names)
        self.names.changed.connect(self._choose)
        self.number.changed.connect(self.changed)
        self.chance.changed.connect(self.changed)
        self._show_number()

    def value(self) -> object:
        """The name, or the number."""
        name = self.names.value()
        return {EVERY: self.number, CHANCE: self.chance}[str(name)].value() if name in (EVERY, CHANCE) else name

    def set_value(self, value: object) -> None:
        """Show `value` without telling of a change."""
        if isinstance(value, int | float):
            editor, name = (self.chance, CHANCE) if isinstance(value, float) else (self.number, EVERY)
            editor.set_value(value)
            self.names.set_value(name)
        else:
            self.names.set_value(value)
        self._show_number()

    def _choose(self) -> None:
        self._show_number()
        self.changed.emit()

    def _show_number(self) -> None:
        self.number.setVisible(self.names.value() == EVERY)
        self.chance.setVisible(self.names.value() == CHANCE)
