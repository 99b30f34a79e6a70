"""Where the parts of the window are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget


def arrange(
    window: QMainWindow,
    above: Sequence[QWidget],
    panel: QWidget,
    plots: Sequence[QWidget],
    below: Sequence[QWidget],
) -> QSplitter:
    """Lay out a window.

    Args:
        window: Which one.
        above: From edge to edge at the top.
        panel: At the left.
        plots: At the right, from the top down; the tallest second.
        below: From edge to edge at the bottom.

    Returns:
        What parts left from right.
    """
    right = QWidget(window)
    right.setObjectName("plots")
    _stack(right, plots, plots[1])
    splitter = QSplitter(Qt.Orientation.Horizontal, window)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(4)
    splitter.addWidget(panel)
    splitter.addWidget(right)
    splitter.setStretchFactor(1, 1)
    splitter.setSizes([320, 1120])
    content = QWidget(window)
    _stack(content, (*above, splitter, *below), splitter)
    window.setCentralWidget(content)
    return splitter


def _stack(owner: QWidget, widgets: Sequence[QWidget], tall: QWidget) -> None:
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget, 1 if widget is tall else 0)
