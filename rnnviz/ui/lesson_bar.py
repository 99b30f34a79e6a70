"""The bar at the bottom: what the run shows, in plain words."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from rnnviz.analysis.told import Lesson
from rnnviz.plots.theme import Theme
from rnnviz.recording.transition import Transition
from rnnviz.ui.action_button import ActionButton

MARKS = {
    Transition.KEPT: "●",
    Transition.FRESH: "○",
    Transition.LOST: "✕",
    Transition.LEAKED: "▲",
    Transition.SET: "■",
}
"""A sign for each transition that looks like its mark in the plots."""


WHILE_LOADING = Lesson(
    None,
    "The network is being built.",
    "Choose and change whatever you like meanwhile. Space lets it run as soon as it is ready.",
)
"""Said before there is a recording."""

STRONG = "font-weight:600"
"""The weight of bold words: the bundled letters have it, and <b> would ask for one that they lack."""


class LessonBar(QFrame):
    """One or two sentences with a headline in the colour of what happened, and a button to look into it.

    Args:
        look: What the button does.
        parent: The owner.
    """

    def __init__(self, look: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lesson")
        self._theme: Theme | None = None
        self._lesson: Lesson | None = None
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setAccessibleName("Lesson")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 10, 20, 11)
        row.addWidget(self._words, 1)
        row.addSpacing(12)
        self._look = ActionButton(look, look.text().replace("&", ""), "", look.shortcut().toString(), parent=self)
        row.addWidget(self._look, 0, Qt.AlignmentFlag.AlignVCenter)
        # Room for two lines from the start, so that the plots do not move when a sentence grows.
        self._words.setMinimumHeight(round(2.36 * self._words.fontMetrics().height()) + 2)

    @property
    def text(self) -> str:
        """The words without their marks."""
        return html.unescape(re.sub(r"<[^>]*>", "", self._words.text()))

    def show_lesson(self, lesson: Lesson) -> None:
        """Say this one."""
        if lesson != self._lesson:
            self._lesson = lesson
            self._write()

    def set_theme(self, theme: Theme) -> None:
        """Write in the colours of `theme`."""
        self._theme = theme
        self._write()

    def _write(self) -> None:
        if self._theme is None or self._lesson is None:
            return
        happened = self._lesson.transition
        colour = self._theme.text if happened is None else self._theme.transitions[happened]
        mark = "" if happened is None else MARKS[happened] + "&nbsp;"
        body = re.sub(r"\*\*(.+?)\*\*", rf'<span style="{STRONG}">\1</span>', html.escape(self._lesson.body))
        head = f'<span style="{STRONG}; color:{colour}">{mark}{html.escape(self._lesson.headline)}</span>'
        self._words.setText(f'<div style="line-height:118%">{head} {body}</div>')
