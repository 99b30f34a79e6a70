"""The field for the reset policy: a name, or every so many batches."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rnnviz.strategies import MOST_BATCHES, RESETS
from rnnviz.ui.combo import Combo
from rnnviz.ui.number_edit import NumberEdit
from rnnviz.ui.sizes import GAP

EVERY = "every"
"""Stands in the list for a number of batches."""


class ResetEdit(QWidget):
    """When a carried state is zeroed on purpose.

    Signals:
        changed: The user has changed it.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.policy = Combo({**{name: name for name in RESETS}, "every n batches": EVERY})
        self.policy.setAccessibleName("Reset policy")
        self.batches = NumberEdit(True, 1, MOST_BATCHES, "batches")
        self.batches.setAccessibleName("Batches between two resets")
        self.batches.set_value(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.policy)
        column.addWidget(self.batches)
        self.setFocusProxy(self.policy)
        self.policy.changed.connect(self._choose)
        self.batches.changed.connect(self.changed)
        self._show_number()

    def value(self) -> object:
        """The policy's name, or the number of batches."""
        return self.batches.value() if self.policy.value() == EVERY else self.policy.value()

    def set_value(self, value: object) -> None:
        """Show `value` without telling of a change."""
        if isinstance(value, int):
            self.batches.set_value(value)
            self.policy.set_value(EVERY)
        else:
            self.policy.set_value(value)
        self._show_number()

    def _choose(self) -> None:
        self._show_number()
        self.changed.emit()

    def _show_number(self) -> None:
        self.batches.setVisible(self.policy.value() == EVERY)
