"""Help on pages of their own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from rnnviz.ui.help import Page, about_page, shortcuts_page, words_page
from rnnviz.ui.looks import Looks


class Pages:
    """Shows what the marks mean, the shortcuts, and which version this is.

    Args:
        looks: The colours of the pages.
        window: Owns them.
    """

    def __init__(self, looks: Looks, window: QWidget) -> None:
        self._looks, self._window = looks, window

    def deeds(self) -> dict[str, Callable[[], object]]:
        """What its actions do, by name."""
        return {"words": self._explain_words, "shortcuts": self._list_shortcuts, "about": self._tell_about}

    def _explain_words(self) -> None:
        self._show("What the marks mean", words_page(self._looks.theme))

    def _list_shortcuts(self) -> None:
        self._show("Shortcuts", shortcuts_page(self._looks.theme))

    def _tell_about(self) -> None:
        from importlib.metadata import version  # 20 ms, which the first window need not wait for

        self._show("About rnnviz", about_page(version("rnnviz")))

    def _show(self, title: str, text: str) -> None:
        Page(title, text, self._window).show()
