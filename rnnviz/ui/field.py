"""One choice on screen: its label, its editor, and the reason when it is refused."""

from __future__ import annotations

from typing import Protocol, cast

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from rnnviz.choices import Choice, File, OneOf, OneOfOrNumber, Real, Whole
from rnnviz.ui.combo import Combo
from rnnviz.ui.file_edit import FileEdit
from rnnviz.ui.name_or_number_edit import NameOrNumberEdit
from rnnviz.ui.number_edit import NumberEdit
from rnnviz.ui.segments import Segments
from rnnviz.ui.sizes import row_height
from rnnviz.ui.words_edit import WordsEdit

SIDE_BY_SIDE = 20
"""Letters that the names of a choice may have together to stand side by side in a narrow panel."""

BESIDE_A_LABEL = 12
"""The same beside the name of the choice."""


class Editor(Protocol):
    """What a field asks of its editor, which is a QWidget as well."""

    changed: SignalInstance

    def value(self) -> object:
        """What the user has entered, whether it can be or not."""

    def set_value(self, value: object) -> None:
        """Show `value` without telling of a change."""


class Field(QWidget):
    """A label, an editor, and under them the reason why its value is refused.

    Args:
        label: Its name; also the one that screen readers say. Empty: the editor has the whole row.
        help: Shown when the pointer rests on it.
        editor: What is edited with.
        choice: Says what would do when a value cannot be; None: anything can.
        parent: The owner.

    Signals:
        changed: The user has changed it.
    """

    changed = Signal()

    def __init__(
        self, label: str, help: str, editor: QWidget, choice: Choice | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.widget = editor
        self._editor = cast("Editor", editor)
        self._choice = choice
        self._help = help
        self._label = QLabel(label, self)
        self._label.setProperty("tone", "muted")
        self._label.setBuddy(editor)
        self._reason = QLabel(self)
        self._reason.setProperty("tone", "refusal")
        self._reason.setWordWrap(True)
        self._reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._reason.hide()
        editor.setAccessibleName(label or (choice.label if choice else ""))
        editor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._label.setFixedHeight(row_height(self))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        self._label.setVisible(bool(label))
        if label and not isinstance(editor, FileEdit):
            grid.addWidget(self._label, 0, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(editor, 0, 1)
            self._label.setMinimumWidth(self._label.fontMetrics().horizontalAdvance("Sequence length") + 6)
        else:  # a path needs the whole row
            grid.addWidget(self._label, 0, 0, 1, 2)
            grid.addWidget(editor, 1, 0, 1, 2)
        grid.addWidget(self._reason, 2, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        self.set_help(help)
        self._editor.changed.connect(self._reconsider)
        self._editor.changed.connect(self.changed)

    @classmethod
    def of(cls, choice: Choice, parent: QWidget | None = None) -> Field:
        """The field that a choice calls for."""
        if isinstance(choice, Whole):
            return cls(
                choice.label, choice.help, NumberEdit(True, choice.low, choice.high, choice.unit), choice, parent
            )
        if isinstance(choice, Real):
            number = NumberEdit(False, choice.low, choice.high, choice.unit)
            return cls(choice.label, choice.help, number, choice, parent)
        if isinstance(choice, OneOf):
            letters = sum(map(len, choice.options))
            if len(choice.options) <= 3 and letters <= SIDE_BY_SIDE:
                label = choice.label if letters <= BESIDE_A_LABEL else ""  # then it needs the whole row
                return cls(label, choice.help, Segments(dict.fromkeys(choice.options, choice.help)), choice, parent)
            return cls(choice.label, choice.help, Combo({name: name for name in choice.options}), choice, parent)
        if isinstance(choice, OneOfOrNumber):
            return cls(choice.label, choice.help, NameOrNumberEdit(choice), choice, parent)
        if isinstance(choice, File):
            return cls(choice.label, choice.help, FileEdit(choice.suffixes), choice, parent)
        return cls(choice.label, choice.help, WordsEdit(), choice, parent)

    @property
    def reason(self) -> str:
        """Why the value is refused; empty when it is not."""
        return self._reason.text()

    def value(self) -> object:
        """What the user has entered, whether it can be or not."""
        return self._editor.value()

    def set_value(self, value: object) -> None:
        """Show `value` without telling of a change."""
        self._editor.set_value(value)

    def set_help(self, help: str) -> None:
        """Say this when the pointer rests on it."""
        for widget in (self._label, self.widget):
            widget.setToolTip(help)
        self.widget.setAccessibleDescription(help)

    def set_enabled(self, enabled: bool, why_not: str = "") -> None:
        """Grey it out, and say why when the pointer rests on it; or bring it back."""
        self.setEnabled(enabled)
        self.set_help(self._help if enabled else why_not)
        self.setToolTip("" if enabled else why_not)

    def check(self) -> bool:
        """Whether the value can be by itself; refuse it beside the editor when not."""
        remedy = self._choice.remedy(self.value()) if self._choice and self.isEnabled() else None
        self.refuse(remedy or "")
        return remedy is None

    def _reconsider(self) -> None:
        """A reason speaks of the value that was refused, and that is another one now."""
        if self.reason:
            self.check()

    def refuse(self, reason: str) -> None:
        """Outline the editor and say why under it; an empty reason takes that back."""
        self._reason.setText(reason[:1].upper() + reason[1:])
        self._reason.setVisible(bool(reason))
        if bool(self.widget.property("refused")) != bool(reason):
            for widget in (self.widget, *self.widget.findChildren(QWidget)):
                widget.setProperty("refused", bool(reason))
                widget.style().unpolish(widget)
                widget.style().polish(widget)
