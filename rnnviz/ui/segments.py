"""A row of a few names, one of them chosen, all of them in sight."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from rnnviz.ui.keys import keeps
from rnnviz.ui.sizes import row_height


class _Segment(QPushButton):
    """One name of the row."""

    def event(self, event: QEvent) -> bool:
        return keeps(event) or super().event(event)


class Segments(QFrame):
    """One of a few names.

    Args:
        options: For each name, what it means; shown when the pointer rests on it.
        parent: The owner.

    Signals:
        changed: The user has chosen.
    """

    changed = Signal()

    def __init__(self, options: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segments")
        self.setFixedHeight(row_height(self))
        self._group = QButtonGroup(self)
        self._group.buttonToggled.connect(self._reach)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(1)
        self._buttons: dict[str, QPushButton] = {}
        self.set_options(options)
        self._group.buttonClicked.connect(self._tell)

    def set_options(self, options: Mapping[str, str]) -> None:
        """Show other names, keeping the chosen one where it is still among them."""
        chosen = self.value() if self._buttons else None
        if list(options) == list(self._buttons):
            return
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = {name: self._segment(name, meaning) for name, meaning in options.items()}
        self.set_value(chosen)

    def _segment(self, name: str, meaning: str) -> QPushButton:
        button = _Segment(name, self)
        button.setCheckable(True)
        button.setToolTip(meaning)
        button.setAccessibleDescription(meaning)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setMinimumWidth(button.fontMetrics().horizontalAdvance(name) + 10)
        self._group.addButton(button)
        self._row.addWidget(button)
        return button

    def value(self) -> object:
        """The name chosen."""
        return next((name for name, button in self._buttons.items() if button.isChecked()), None)

    def set_value(self, value: object) -> None:
        """Show `value` without telling of a change; the first one when it is not there."""
        name = value if isinstance(value, str) and value in self._buttons else next(iter(self._buttons), None)
        if name is not None:
            self._buttons[name].setChecked(True)

    def _reach(self, button: QAbstractButton, chosen: bool) -> None:
        """Let Tab come to the chosen name, from which the arrows go on to the others."""
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus if chosen else Qt.FocusPolicy.NoFocus)
        if chosen and any(other.hasFocus() for other in self._buttons.values()):
            button.setFocus()  # a click moves no focus by itself, and would leave its frame on another name

    def _tell(self) -> None:
        self.changed.emit()
