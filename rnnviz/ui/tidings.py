"""Good news, for a few seconds."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from rnnviz.ui.banner import Banner

STAYS = 6_000
"""Milliseconds for which it stays."""


class Tidings(Banner):
    """A banner that goes by itself.

    Args:
        parent: The owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.setInterval(STAYS)
        self._over.timeout.connect(self.hide)

    def tell(self, text: str) -> None:
        """Say that something went well."""
        self.say(text)
        self._over.start()
