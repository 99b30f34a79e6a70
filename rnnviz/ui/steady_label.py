"""A label whose words change many times a second."""

from __future__ import annotations

from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLabel, QWidget


class SteadyLabel(QLabel):
    """As wide as was reserved for it, or as its widest words so far.

    A plain label has its whole window laid out again with every text, whether its size changes or
    not. That takes a millisecond, and moves its neighbours by the difference of a 1 and a 0.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reserved = 0

    def reserve(self, words: str) -> None:
        """Keep room for `words`, whatever digits they will have."""
        metrics = QFontMetricsF(self.font())
        widest = max("0123456789", key=metrics.horizontalAdvance)
        widened = "".join(widest if sign.isdigit() else sign for sign in words)
        self._reserved = int(metrics.horizontalAdvance(widened)) + 1
        self._fit()

    def say(self, text: str) -> None:
        """Show `text`."""
        if text != self.text():
            self.setText(text)
            self._fit()

    def _fit(self) -> None:
        # What has a fixed size is not laid out again. The hint is never below it, so it only grows.
        wanted = max(self._reserved, self.sizeHint().width())
        if wanted != self.width() or self.minimumWidth() != self.maximumWidth():
            self.setFixedWidth(wanted)
