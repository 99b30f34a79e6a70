"""A few lines of Python to read: coloured, with those marked that differ from the other side."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from rnnviz.clinic.listing import Kind, Listing, words
from rnnviz.plots.theme import Theme
from rnnviz.recording.transition import Transition
from rnnviz.ui.theme import SMALL, mixed

GUTTER = 20
"""Pixels left of the code, for the signs."""


def code_font(widget: QWidget) -> QFont:
    """The letters of code and errors, of one width and a little smaller than the text of `widget`."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    made.setPointSizeF(widget.font().pointSizeF() * SMALL)
    return made


class CodeView(QPlainTextEdit):
    """Shows a listing as high as it is long.

    Args:
        sign: Stands beside a marked line: ``"−"`` or ``"+"``.
        change: Lends its colour to marked lines.
        parent: The owner.
    """

    def __init__(self, sign: str, change: Transition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign, self._change = sign, change
        self._listing = Listing("", (), frozenset())
        self._theme: Theme | None = None
        self.setObjectName("code")
        self.setReadOnly(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(code_font(self))
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(6.0)
        self.setViewportMargins(GUTTER, 0, 0, 0)
        self._gutter = _Gutter(self)

    def show_listing(self, listing: Listing) -> None:
        """Show other lines."""
        self._listing = listing
        self.setPlainText("\n".join(listing.lines))
        marked = len(listing.changed)
        self.setAccessibleDescription(f"{listing.caption} {marked} of {len(listing.lines)} lines differ.")
        self._colour()
        self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        """Colour it anew."""
        self._theme = theme
        self._colour()
        self._gutter.update()

    # Overrides of Qt, whose names are its own.

    def sizeHint(self) -> QSize:
        lines = len(self._listing.lines)
        height = lines * QFontMetricsF(self.font()).lineSpacing() + 2 * self.document().documentMargin() + 4
        longest = max(map(len, self._listing.lines), default=0)
        room = self.viewport().width() - 2 * self.document().documentMargin()
        if longest * QFontMetricsF(self.font()).horizontalAdvance("m") > room:
            height += self.horizontalScrollBar().sizeHint().height()
        return QSize(320, round(height))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._gutter.setGeometry(QRect(inside.left(), inside.top(), GUTTER, inside.height()))
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # another width may or may not need a scroll bar

    def paint_gutter(self, painter: QPainter) -> None:
        """Draw the sign of each marked line."""
        if self._theme is None:
            return
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.transitions[self._change]))
        for number in self._listing.changed:
            block = self.document().findBlockByNumber(number)
            box = self.blockBoundingGeometry(block).translated(self.contentOffset())
            height = self.fontMetrics().lineSpacing()  # the last line's box is higher by the margin
            painter.drawText(0, round(box.top()), GUTTER, height, Qt.AlignmentFlag.AlignCenter, self._sign)

    def _colour(self) -> None:
        if self._theme is None:
            return
        plain = QTextCharFormat()
        plain.setForeground(QColor(self._theme.text))
        cursor = self.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.setCharFormat(plain)
        colours = _colours(self._theme)
        for word in words(self._listing.lines):
            block = self.document().findBlockByNumber(word.line)
            cursor.setPosition(block.position() + word.start)
            cursor.setPosition(block.position() + word.stop, cursor.MoveMode.KeepAnchor)
            form = QTextCharFormat()
            form.setForeground(QColor(colours[word.kind]))
            cursor.mergeCharFormat(form)
        self.setExtraSelections([self._marked(number) for number in sorted(self._listing.changed)])

    def _marked(self, number: int) -> QTextEdit.ExtraSelection:
        assert self._theme is not None
        made = QTextEdit.ExtraSelection()
        ground = mixed(self._theme.transitions[self._change], self._theme.field, 0.16)
        made.format.setBackground(QColor(ground))
        made.format.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        cursor = self.textCursor()
        cursor.setPosition(self.document().findBlockByNumber(number).position())
        made.cursor = cursor
        return made


class _Gutter(QWidget):
    """The strip at the left of the code."""

    def __init__(self, view: CodeView) -> None:
        super().__init__(view)
        self._view = view

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._view.paint_gutter(painter)
        painter.end()


def _colours(theme: Theme) -> dict[Kind, str]:
    return {
        "keyword": theme.accent,
        "string": theme.transitions[Transition.KEPT],
        "number": theme.transitions[Transition.LEAKED],
        "comment": theme.muted,
        "call": mixed(theme.transitions[Transition.FRESH], theme.text, 0.55),
    }
