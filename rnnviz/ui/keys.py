"""Which keys a focused control keeps for itself, though the window has a shortcut on them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

_KEPT = {
    Qt.Key.Key_Space,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
}


ENDS = {Qt.Key.Key_Home, Qt.Key.Key_End}
"""What a list keeps besides, for its first and last name."""


def keeps(event: QEvent, besides: AbstractSet[int] = frozenset()) -> bool:
    """Accept the keys that work a focused button or list, and those `besides`; whether `event` was one of them.

    Space runs and → steps wherever the focus is, but somebody who has tabbed to a button
    wants to press that button.
    """
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.key() not in _KEPT | besides or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    event.accept()
    return True
