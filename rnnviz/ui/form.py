"""The fields of one part of an experiment, made from the choices that it declares."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rnnviz.choices import choices
from rnnviz.ui.field import Field
from rnnviz.ui.sizes import GAP


class Form(QWidget):
    """One field for every choice of a frozen dataclass.

    Args:
        kind: The dataclass.
        editors: Editors that know more than a choice can say, by the name of the field.
        parent: The owner.

    Signals:
        changed: The user has changed a field.
    """

    changed = Signal()

    def __init__(self, kind: type, editors: Mapping[str, QWidget] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.fields: dict[str, Field] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for name, choice in choices(kind).items():
            own = (editors or {}).get(name)
            field = Field(choice.label, choice.help, own, choice) if own else Field.of(choice)
            field.changed.connect(self.changed)
            column.addWidget(field)
            self.fields[name] = field

    def values(self) -> dict[str, object]:
        """What is entered, by the name of the choice."""
        return {name: field.value() for name, field in self.fields.items()}

    def show_values(self, instance: object) -> None:
        """Show the choices of `instance`, without telling of a change."""
        for name, field in self.fields.items():
            field.set_value(getattr(instance, name))
            field.refuse("")

    def check(self) -> bool:
        """Whether every value can be by itself; those that cannot are refused beside their fields."""
        fine = [field.check() for field in self.fields.values()]  # each of them, to refuse all at once
        return all(fine)
