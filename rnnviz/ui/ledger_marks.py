"""Draws what the ledger's first column holds: how deep a line is, whether it unfolds, its mark and its word."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from rnnviz.plots.ink import ink
from rnnviz.plots.shapes import LETTERS, draw_mark, word
from rnnviz.plots.theme import DARK, Theme
from rnnviz.ui.ledger_lines import Line
from rnnviz.ui.ledger_model import LINE

FOLD, STEP, MARK = 18, 14, 9.0
"""Pixels of the place for the triangle, of a step to the right for each depth, and of a mark."""

Index = QModelIndex | QPersistentModelIndex


class MarkDelegate(QStyledItemDelegate):
    """The transition of a line, told by shape, colour, letter and word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = DARK

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of `theme`."""
        self._theme = theme

    @staticmethod
    def is_triangle(line: Line, x: float) -> bool:
        """Whether `x`, in pixels from the left of the column, is on the triangle of a line."""
        left = _left(line)
        return line.unfolded is not None and left <= x < left + FOLD

    # Overrides of Qt, whose names are its own

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE)
        inner = QStyleOptionViewItem(option)
        self.initStyleOption(inner, index)
        inner.text = ""
        widget: QWidget | None = option.widget
        style = widget.style() if widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, inner, painter, widget)
        box: QRect = option.rect
        painter.save()
        painter.setClipRect(box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, middle = box.left() + _left(line), box.center().y() + 0.5
        if line.unfolded is not None:
            self._draw_triangle(painter, left + FOLD / 2, middle, line.unfolded)
        x = left + FOLD + MARK / 2
        kind = line.entry.story.transition
        draw_mark(painter, kind, x, middle, MARK, self._theme.transitions[kind])
        painter.setPen(ink(self._theme.text))
        painter.setFont(inner.font)
        words = box.adjusted(round(x + MARK / 2) + 7 - box.left(), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, _words(line))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        line: Line = index.data(LINE)
        words = option.fontMetrics.horizontalAdvance(_words(line))
        return QSize(_left(line) + FOLD + round(MARK) + 7 + words + 8, hint.height())

    def _draw_triangle(self, painter: QPainter, x: float, y: float, unfolded: bool) -> None:
        pen = QPen(ink(self._theme.muted), 1.5)
        painter.setPen(pen)
        corners = [(-3.5, -1.75), (0.0, 1.75), (3.5, -1.75)] if unfolded else [(-1.75, -3.5), (1.75, 0.0), (-1.75, 3.5)]
        painter.drawPolyline(QPolygonF([QPointF(x + right, y + down) for right, down in corners]))


def _words(line: Line) -> str:
    kind = line.entry.story.transition
    return f"{LETTERS[kind]}  {word(kind)}"


def _left(line: Line) -> int:
    return 4 + STEP * line.depth
