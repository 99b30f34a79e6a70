"""The pages of the menu Help."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from rnnviz.plots.theme import Theme
from rnnviz.recording.transition import Transition
from rnnviz.ui.actions import MENUS, Deed, spelled
from rnnviz.ui.lesson_bar import MARKS, STRONG

WIDTH, HIGHEST = 620, 620
"""Pixels that a page is wide, and at most high at first: both can be dragged."""

_WORDS = {
    Transition.KEPT: "The chunk goes on where this slot's last one ended, and the state that was left came in. "
    "This is memory at work.",
    Transition.FRESH: "A sequence starts, and the state is zero. A proper start: there is nothing to remember yet.",
    Transition.LOST: "In mid-sequence the state was zero. What the network knew of this sequence was thrown away.",
    Transition.LEAKED: "The state came from something else: another sequence, or another part of this one. "
    "Wrong memory can be worse than none.",
    Transition.SET: "The state was neither zero nor what was left: random, learned, injected or edited by hand.",
}


def words_page(theme: Theme) -> str:
    """What the five marks mean, as HTML in the colours of `theme`."""
    rows = "".join(
        f'<tr><td style="color:{theme.transitions[kind]}; padding:6px 14px 6px 0; white-space:nowrap; {STRONG}">'
        f"{MARKS[kind]}&nbsp; {kind.name.lower()}</td>"
        f'<td style="padding:6px 0">{meaning}</td></tr>'
        for kind, meaning in _WORDS.items()
    )
    return (
        "<p>Between two batches a recurrent layer either gets back the state that it left, or it does not. "
        "Each mark says what was <i>observed</i> as a batch began, for the slot that is shown: "
        "never what a setting promises.</p>"
        f"<table>{rows}</table>"
        "<p>A <i>slot</i> is a row of the batch: Keras carries one state for each. A <i>chunk</i> is the piece of "
        "a sequence that a slot reads in one batch. The lines through the plots are where chunks begin; "
        "a coloured one is where the state was thrown away or mixed up.</p>"
        "<p>The <i>memory</i> is a thread through the marks: it runs on wherever the state was kept. The "
        "<i>gradient</i>, by which a network learns, has a bracket in each chunk and never reaches into the one "
        "before: Keras cuts it there, truncated backpropagation through time. Point at a timestep to see how far back "
        "it reaches with both.</p>"
    )


def shortcuts_page(theme: Theme) -> str:
    """Every shortcut, menu by menu, as HTML."""
    parts = []
    for title, menu in MENUS.items():
        rows = "".join(
            f'<tr><td width="130" style="color:{theme.muted}; padding:2px 0">'
            f"{spelled(deed.shortcut)}</td><td style='padding:2px 0'>{deed.help}</td></tr>"
            for deed in menu
            if isinstance(deed, Deed)
        )
        heading = title.replace("&", "")
        parts.append(f'<p style="{STRONG}">{heading}</p><table>{rows}</table>')
    return "".join(parts)


def about_page(version: str) -> str:
    """What this program is, as HTML."""
    return (
        f'<p style="{STRONG}">rnnviz {version}</p>'
        "<p>See what a Keras recurrent network remembers: its hidden state, its loss, and every reset, "
        "batch by batch.</p>"
        "<p>Every mark comes from the state that really entered the layer. Nothing is taken on trust, "
        "because Keras has ways to drop a state without a word.</p>"
        "<p>MIT licence.</p>"
    )


class Page(QDialog):
    """A page of text that stays open beside the window.

    Args:
        title: Its title.
        text: HTML.
        parent: The window.
    """

    def __init__(self, title: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.browser = QTextBrowser(self)
        self.browser.setHtml(text)
        self.browser.setOpenExternalLinks(True)
        self.browser.setFrameShape(QTextBrowser.Shape.NoFrame)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.addWidget(self.browser)
        column.addWidget(buttons)
        edges = column.contentsMargins()
        whole = self._height_of_text(WIDTH - edges.left() - edges.right())
        below = column.spacing() + buttons.sizeHint().height()
        self.resize(WIDTH, min(edges.top() + whole + below + edges.bottom(), HIGHEST))

    def _height_of_text(self, width: int) -> int:
        """Pixels that the whole text takes; measured on a copy: the browser lays out its own as wide as it is now."""
        copy = self.browser.document().clone(self)
        copy.setTextWidth(width)
        height = math.ceil(copy.size().height())
        copy.deleteLater()
        return height
