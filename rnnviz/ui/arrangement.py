"""Where the parts of the window are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QMainWindow, QSplitter, QVBoxLayout, QWidget

from rnnviz.ui.gradually import Parts

PANEL_WIDTH = 264
"""Pixels that the side panel is wide at least."""


class Arrangement:
    """The layout of a window: at first with empty places, which :meth:`fill` fills.

    Args:
        window: Which one.
        toolbar: From edge to edge at the top.
        pickers: Above the plots.
        blank: In the place of the plots.
        transport: Below the plots.
        lesson: From edge to edge at the bottom.

    Attributes:
        splitter: What parts the side panel from the plots.
    """

    def __init__(
        self,
        window: QMainWindow,
        toolbar: QWidget,
        pickers: QWidget,
        blank: QWidget,
        transport: QWidget,
        lesson: QWidget,
    ) -> None:
        self._toolbar, self._pickers, self._transport, self._lesson = toolbar, pickers, transport, lesson
        self._plots = blank
        self._panel: QWidget = QFrame(window)
        self._panel.setObjectName("panel")
        self._panel.setMinimumWidth(PANEL_WIDTH)
        right = QWidget(window)
        right.setObjectName("plots")
        self._right = _stack(right, (pickers, blank, transport), blank)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, window)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(4)
        self.splitter.addWidget(self._panel)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([320, 1120])
        content = QWidget(window)
        self._column = _stack(content, (toolbar, self.splitter, lesson), self.splitter)
        window.setCentralWidget(content)

    def fill(self, banners: Sequence[QWidget], panel: QWidget, plots: QWidget, foreseen: QWidget) -> Parts:
        """Put everything else into its place; in two parts, for each is styled, laid out and painted there.

        Args:
            banners: Below the toolbar.
            panel: At the left.
            plots: In the place of the blank ones.
            foreseen: Above the lesson.
        """
        for number, banner in enumerate(banners, start=1):
            self._column.insertWidget(number, banner)
        self._column.insertWidget(self._column.indexOf(self._lesson), foreseen)
        self.splitter.replaceWidget(0, panel)
        _show_instead(panel, self._panel)
        yield None
        self._right.replaceWidget(self._plots, plots)
        self._right.setStretchFactor(plots, 1)
        _show_instead(plots, self._plots)
        self._panel, self._plots = panel, plots
        go_through(self._toolbar, panel, self._pickers, plots, self._transport, foreseen, self._lesson)


def _show_instead(part: QWidget, place: QWidget) -> None:
    part.show()  # now, or nothing in it could be given the focus yet
    place.hide()
    place.deleteLater()


def _stack(owner: QWidget, widgets: Sequence[QWidget], tall: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget, 1 if widget is tall else 0)
    return column


def go_through(*parts: QWidget) -> None:
    """Have the Tab key go through the parts in this order, whichever were made first."""
    inside = (widget for part in parts for widget in (part, *part.findChildren(QWidget)))
    # The lists of combo boxes are windows of their own.
    reached = (w for w in inside if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.window() is parts[0].window())
    for before, after in pairwise(reached):
        QWidget.setTabOrder(before, after)
