"""The field for a channel of a data file: a list of those that the file has."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rnnviz.live.aside import Aside
from rnnviz.tasks import channels
from rnnviz.ui.combo import Combo


class ChannelEdit(QWidget):
    """One of the channels of a file, which is read aside.

    Signals:
        changed: The user has chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = ""
        self._file = ""
        self.names = Combo({})
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.names)
        self.setFocusProxy(self.names)
        self._aside = Aside(self)
        self._aside.answered.connect(self._offer)
        self.names.changed.connect(self._choose)

    def read(self, file: str) -> None:
        """Offer the channels of `file`."""
        if file != self._file:
            self._file = file
            self._aside.ask(lambda: channels(file))

    def value(self) -> object:
        """The name of the channel; empty for the one that is taken by itself."""
        return self._wanted

    def set_value(self, value: object) -> None:
        """Show `value` without telling of a change."""
        self._wanted = str(value)
        self.names.set_value(self._wanted)

    def close_reading(self) -> None:
        """Wait for a file that is still being read."""
        self._aside.close()

    @Slot(object)
    def _offer(self, answer: object) -> None:
        # A file that cannot be read is told of by the field for the file.
        found = [str(name) for name in answer] if isinstance(answer, list) else []
        self.names.set_options({name: name if number else "" for number, name in enumerate(found)})
        missed = self._wanted and self._wanted not in found and not self._wanted.isdecimal()
        self.set_value(self._wanted if self._wanted in found[1:] else "")
        if missed and found:  # it was of the last file, and may have been refused by now
            self.changed.emit()

    def _choose(self) -> None:
        self._wanted = str(self.names.value() or "")
        self.changed.emit()
