"""Light or dark: what was chosen, remembered, and handed to every part of the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from rnnviz.plots.theme import THEMES, Theme
from rnnviz.ui.theme import palette, style_sheet, system_theme

SYSTEM = "system"
"""The choice to do as the desktop does."""

CHOICES = (SYSTEM, *THEMES)
"""What there is to choose from."""

_KEY = "view/theme"


class Looks(QObject):
    """Keeps the theme of a window.

    Args:
        window: What is styled.
        settings: Where the choice is remembered.

    Attributes:
        choice: ``"system"``, ``"dark"`` or ``"light"``.
        theme: The colours that follow from it.

    Signals:
        changed: The theme, when it is another one.
    """

    changed = Signal(object)

    def __init__(self, window: QWidget, settings: QSettings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        known = str(settings.value(_KEY, SYSTEM))
        self.choice = known if known in THEMES else SYSTEM
        self.theme: Theme = THEMES.get(self.choice) or system_theme()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def deeds(self) -> dict[str, Callable[[], object]]:
        """What its actions do, by name."""
        return {f"theme-{name}": partial(self.choose, name) for name in CHOICES}

    def choose(self, choice: str) -> None:
        """Use the theme of that name, or the desktop's for ``"system"``."""
        self.choice = choice
        self._settings.setValue(_KEY, choice)
        self.apply()

    def apply(self) -> None:
        """Style the window, and tell its parts."""
        self.theme = THEMES.get(self.choice) or system_theme()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setPalette(palette(self.theme))
        self._window.setStyleSheet(style_sheet(self.theme, app.font().pointSizeF()))
        self.changed.emit(self.theme)

    def _follow_system(self) -> None:
        if self.choice == SYSTEM:
            self.apply()
