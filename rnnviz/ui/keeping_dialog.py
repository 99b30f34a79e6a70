"""Asks what of the runs to come is to be kept."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from rnnviz.choices import ChoiceError
from rnnviz.recording.keeping import FIRST, Keeping, parse_slots
from rnnviz.ui.form import Form


class KeepingDialog(QDialog):
    """The watched slots, what is kept of them, and the disk budget.

    Args:
        keeping: What holds now.
        batch_size: Slots that there are to be watched.
        parent: The window.

    Attributes:
        form: Its fields.
        keeping: What was chosen, once it is accepted.
    """

    def __init__(self, keeping: Keeping, batch_size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keeping = keeping
        self._batch_size = batch_size
        self.setObjectName("keeping-dialog")
        self.setWindowTitle("What is recorded")
        about = QLabel("This holds for the next run, and changes nothing of what is learned.", self)
        about.setProperty("tone", "caption")
        about.setWordWrap(True)
        self.form = Form(Keeping)
        self.form.show_values(keeping)
        usual = self.form.fields["watch"].widget
        assert isinstance(usual, QLineEdit)
        usual.setPlaceholderText(f"the first {FIRST}")
        save, cancel = QDialogButtonBox.StandardButton.Save, QDialogButtonBox.StandardButton.Cancel
        buttons = QDialogButtonBox(save | cancel, self)
        for button in buttons.buttons():
            button.setIcon(QIcon())
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        column.addWidget(about)
        column.addWidget(self.form)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(420)

    def accept(self) -> None:
        """Close when everything can be; else say beside the field what would do."""
        if not self.form.check():
            return
        try:
            keeping = Keeping(**self.form.values())  # type: ignore[arg-type]
            if keeping.watch.strip() and parse_slots(keeping.watch)[-1] >= self._batch_size:
                raise ChoiceError("watch", keeping.watch, f"choose slots from 0 to {self._batch_size - 1}")
        except ChoiceError as wrong:
            self.form.fields["watch"].refuse(wrong.remedy)
            return
        self.keeping = keeping
        super().accept()
