"""What stands where the plots will be, while there is nothing to plot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

from rnnviz.plots.fonts import font
from rnnviz.plots.theme import Theme

WORDS = "Press Space to run, → to step one batch."


class Hint(QLabel):
    """Says what to press."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WORDS, parent)
        self.setObjectName("plots-empty")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFont(font(13))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.muted)
        self.setPalette(palette)
