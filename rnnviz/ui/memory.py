"""How large windows were, and how they were shared out."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QMargins, QRect, QSettings, QSize
from PySide6.QtWidgets import QSplitter, QWidget

from rnnviz.plots.outline import PANEL_NAMES

_WINDOW, _SPLITTER, _HIDDEN = "window/geometry", "window/splitter", "view/hidden-plots"
_AND = "|"

FIRST_SIZE = QSize(1440, 900)
"""Pixels that the main window has at first, where the screen has them."""

FRAME = QMargins(8, 40, 8, 8)
"""Pixels that a desktop may put around a window; how many it does, it says only once the window shows."""


def remember(settings: QSettings, window: QWidget, splitter: QSplitter) -> None:
    """Keep what is so now for the next time."""
    settings.setValue(_WINDOW, window.saveGeometry())
    settings.setValue(_SPLITTER, splitter.saveState())


def restore(settings: QSettings, window: QWidget, splitter: QSplitter) -> None:
    """Have it as it was the last time, if there was one."""
    place(window, FIRST_SIZE, kept_state(settings, _WINDOW))
    splitter.restoreState(kept_state(settings, _SPLITTER))


def remember_hidden_plots(settings: QSettings, names: Iterable[str]) -> None:
    """Keep which plots are not to be seen."""
    settings.setValue(_HIDDEN, _AND.join(names))


def hidden_plots(settings: QSettings) -> tuple[str, ...]:
    """The names of the plots that are not to be seen; never all of them."""
    kept = str(settings.value(_HIDDEN, "")).split(_AND)
    hidden = tuple(name for name in PANEL_NAMES if name in kept)
    return hidden if len(hidden) < len(PANEL_NAMES) else ()


def kept_state(settings: QSettings, key: str) -> QByteArray:
    """What Qt gave to be kept; where there is none, or somebody has edited it, nothing, which restores nothing."""
    kept = settings.value(key)
    return kept if isinstance(kept, QByteArray) else QByteArray()


def place(window: QWidget, first: QSize, remembered: QByteArray) -> None:
    """Have `window` where it was, as far as the screen that is there now has room for it and its frame.

    Args:
        window: Which one; it does not show yet.
        first: Its size the first time, where the desktop chooses the place.
        remembered: What its ``saveGeometry`` gave the last time, or nothing.
    """
    available = window.screen().availableGeometry()
    window.resize(fitted(QRect(available.topLeft(), first), available).size())
    if window.restoreGeometry(remembered) and not (window.isMaximized() or window.isFullScreen()):
        window.setGeometry(fitted(window.geometry(), window.screen().availableGeometry()))


def fitted(window: QRect, available: QRect) -> QRect:
    """Where a window is that stays as it is where it fits into a screen with its frame; else it moves, then shrinks.

    Args:
        window: Its place without the frame, in pixels.
        available: What the desktop's own bars leave of the screen.

    Example:
        >>> fitted(QRect(900, 0, 1440, 900), QRect(0, 0, 1280, 720)).getRect()
        (8, 40, 1264, 672)
    """
    room = available.marginsRemoved(FRAME)
    size = window.size().boundedTo(room.size())
    left = min(max(window.left(), room.left()), room.right() + 1 - size.width())
    top = min(max(window.top(), room.top()), room.bottom() + 1 - size.height())
    return QRect(left, top, size.width(), size.height())
