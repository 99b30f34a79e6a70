"""A field for the path of a file, with a button to look for it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from rnnviz.ui.file_dialog import ask_to_open
from rnnviz.ui.path_line import PathLine
from rnnviz.ui.sizes import row_height


class FileEdit(QWidget):
    """The path of a file with one of some endings.

    Args:
        suffixes: The endings, as ``(".csv", ".npy")``.
        parent: The owner.

    Signals:
        changed: The user has typed or chosen.
    """

    changed = Signal()

    def __init__(self, suffixes: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suffixes = suffixes
        self.line = PathLine(self)
        self.line.setAcceptDrops(False)  # a file that is dropped anywhere is for the window
        self.line.setPlaceholderText("drop one here, or")
        self.line.textEdited.connect(self.changed)
        self.line.returnPressed.connect(self.line.clearFocus)
        self.browse = QPushButton("Browse…", self)
        self.browse.clicked.connect(self._look)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for part in (self.line, self.browse):
            part.setFixedHeight(row_height(self))
        row.addWidget(self.line, 1)
        row.addWidget(self.browse)
        self.setFocusProxy(self.line)

    def value(self) -> object:
        """The path, as it was typed."""
        return self.line.text().strip()

    def set_value(self, value: object) -> None:
        """Show `value` without telling of a change."""
        self.line.setText(str(value))

    def _look(self) -> None:
        endings = " ".join(f"*{suffix}" for suffix in self._suffixes)
        folder = str(Path(str(self.value())).parent) if self.value() else ""
        chosen = ask_to_open(self, "Choose a file", folder, f"Data ({endings});;All files (*)")
        if chosen:
            self.set_value(chosen)
            self.changed.emit()
