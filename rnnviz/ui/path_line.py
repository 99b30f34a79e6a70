"""A line for a path, whose end is what tells it from others."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QWidget

MARGIN = 2
"""Pixels that Qt leaves between a line's contents and its text."""


class PathLine(QLineEdit):
    """Shows the end of a path that is too long, until it is edited; the tooltip has the whole.

    Args:
        parent: The owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textChanged.connect(self.setToolTip)

    @property
    def shown(self) -> str:
        """What can be read while it is not edited."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideLeft, self._room().width())

    # Overrides of Qt, whose names are its own.

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.shown
        if self.hasFocus() or shown == self.text():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, self._option(), painter, self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self._room(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _option(self) -> QStyleOptionFrame:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        return option

    def _room(self) -> QRect:
        contents = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, self._option(), self)
        return contents.adjusted(MARGIN, 0, -MARGIN, 0)
