"""Sizes that several parts of the window share, so that they line up."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

GAP = 6
"""Pixels between two fields."""


def row_height(widget: QWidget) -> int:
    """Pixels that an editor or a label of one row is high, in the font of `widget`."""
    return widget.fontMetrics().height() + 13
