"""A button of the tool bar, with the keys for it written beside its name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from rnnviz.plots.theme import Theme
from rnnviz.ui.icons import icon
from rnnviz.ui.keys import keeps

SIDE = 16
"""Side length of an icon, in pixels."""


class ActionButton(QPushButton):
    """Does an action, or opens a menu.

    Args:
        action: What it does; the button is off and on with it.
        text: Its name.
        picture: Its icon.
        shortcut: The keys, or whatever else stands muted beside the name.
        menu: Opened instead of doing the action.
        parent: The owner.
    """

    def __init__(
        self,
        action: QAction | None,
        text: str,
        picture: str,
        shortcut: str = "",
        menu: QMenu | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._action = action
        self._picture = picture
        self._theme: Theme | None = None
        self._icon, self._text, self._shortcut = QLabel(self), QLabel(text, self), QLabel(shortcut, self)
        self._shortcut.setProperty("tone", "shortcut")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(text)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 5, 11, 5)
        self._row.setSpacing(6)
        for label in (self._icon, self._text, self._shortcut):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._row.addWidget(label)
        self._icon.setVisible(bool(picture))
        self._shortcut.setVisible(bool(shortcut))
        if menu is not None:
            self.setMenu(menu)
        if action is not None:
            self.clicked.connect(action.trigger)
            action.changed.connect(self._follow_action)
            self._follow_action()

    def show_as(self, text: str, picture: str) -> None:
        """Give it another name and icon."""
        self._text.setText(text)
        self._picture = picture
        self.setAccessibleName(text)
        self._draw_icon()

    def set_aside(self, text: str) -> None:
        """Write something else beside its name."""
        self._shortcut.setText(text)
        self.setAccessibleDescription(text)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icon in the colours of `theme`."""
        self._theme = theme
        self._draw_icon()

    def set_room(self, aside: bool, text: bool) -> None:
        """Show or leave out what stands beside the name, and the name."""
        self._shortcut.setVisible(aside and bool(self._shortcut.text()))
        self._text.setVisible(text or not self._picture)

    def set_primary(self, primary: bool) -> None:
        """Whether it is the one that stands out."""
        self.setProperty("primary", primary)
        self._draw_icon()

    # Overrides of Qt, whose names are its own.

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._row.sizeHint()

    def event(self, event: QEvent) -> bool:
        return keeps(event) or super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange:
            self._draw_icon()

    def _follow_action(self) -> None:
        assert self._action is not None
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
        lit = self._action.isCheckable() and self._action.isChecked()
        if bool(self.property("lit")) != lit:
            self.setProperty("lit", lit)
            if self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else it is still to be
                self.style().unpolish(self)
                self.style().polish(self)

    def _draw_icon(self) -> None:
        if self._theme is None or not self._picture:
            return
        colour = self._theme.text if self.isEnabled() else self._theme.muted
        if self.property("primary"):
            colour = self._theme.on_accent
        self._icon.setPixmap(icon(self._picture, colour).pixmap(QSize(SIDE, SIDE), self.devicePixelRatio()))
