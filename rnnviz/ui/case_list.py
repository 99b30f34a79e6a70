"""The cases of the clinic by topic, with a search."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from rnnviz.clinic.case import Case, Raises
from rnnviz.plots.theme import Theme
from rnnviz.recording.transition import Transition
from rnnviz.ui.lesson_bar import MARKS
from rnnviz.ui.segments import Segments
from rnnviz.ui.sizes import row_height

_NAME = Qt.ItemDataRole.UserRole

KINDS: dict[str, tuple[str, Callable[[Case], bool]]] = {
    "all": ("Every case", lambda case: True),
    "silent": ("Where Keras says nothing", lambda case: case.silent),
    "errors": ("Where Keras raises an error", lambda case: not case.silent),
    "article": ("What the article's three examples do", lambda case: case.article),
}
"""What there is to choose from: in words, and which cases it means."""


class CaseList(QFrame):
    """Chooses a case.

    Args:
        cases: All of them by name, those of a topic together.
        parent: The owner.

    Signals:
        chosen: The name of a case.
    """

    chosen = Signal(str)

    def __init__(self, cases: Mapping[str, Case], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cases = cases
        self._solved: set[str] = set()
        self._theme: Theme | None = None
        self.setObjectName("case-list")
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Search (Ctrl+F)")
        self.search.setAccessibleName("Search the cases")
        self.search.setToolTip("Words of a title, a setting, an error or a thread")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedHeight(row_height(self))
        self.kind = Segments({name: words for name, (words, _) in KINDS.items()})
        self.kind.setAccessibleName("Which cases")
        self.list = QListWidget(self)
        self.list.setAccessibleName("Cases")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._nothing = QLabel("No case has these words.", self)
        self._nothing.setProperty("tone", "muted")
        self._nothing.setContentsMargins(8, 4, 0, 0)
        self._fill()
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 10, 10)
        column.setSpacing(8)
        for widget in (self.search, self.kind, self._nothing):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._go_to_found)
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.search, context=Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self._go_to_found)
        self.kind.changed.connect(self._filter)
        self.list.currentItemChanged.connect(self._tell)
        self._filter()

    @property
    def wanted_width(self) -> int:
        """Pixels that the longest title takes."""
        margins = self._column.contentsMargins()
        bar = self.list.verticalScrollBar().sizeHint().width()
        return self.list.sizeHintForColumn(0) + bar + margins.left() + margins.right()

    def choose(self, name: str) -> None:
        """Choose a case, and have it in sight whatever was searched for."""
        item = self._items[name]
        if item.isHidden():
            self.search.clear()
            self.kind.set_value("all")
            self._filter()
        self.list.setCurrentItem(item)
        self._bring_into_sight()

    def tick(self, name: str) -> None:
        """Mark a case as seen through to its fix."""
        self._solved.add(name)
        self._draw(name)

    def shown(self) -> list[str]:
        """The names of the cases that the search leaves."""
        return [name for name, item in self._items.items() if not item.isHidden()]

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        for heading in self._headings.values():
            heading.setForeground(QColor(theme.muted))
        for name in self._items:
            self._draw(name)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._bring_into_sight()  # before, the list has no height to scroll within

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            QTimer.singleShot(0, self, self._bring_into_sight)  # once the list within has its new height as well

    def _bring_into_sight(self) -> None:
        """Show the case that is chosen, and the heading above it if there is room."""
        item = self.list.currentItem()
        if item is not None:
            self.list.scrollToItem(self._headings[self._cases[item.data(_NAME)].topic])
            self.list.scrollToItem(item)

    def _fill(self) -> None:
        self._items: dict[str, QListWidgetItem] = {}
        self._headings: dict[str, QListWidgetItem] = {}
        for name, case in self._cases.items():
            if case.topic not in self._headings:
                heading = QListWidgetItem(case.topic, self.list)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                letters = heading.font()
                letters.setWeight(letters.Weight.DemiBold)
                heading.setFont(letters)
                self._headings[case.topic] = heading
            item = QListWidgetItem(self.list)
            item.setData(_NAME, name)
            item.setToolTip(case.title)
            self._items[name] = item
            self._draw(name)

    def _draw(self, name: str) -> None:
        solved = name in self._solved
        item = self._items[name]
        item.setText(f"{MARKS[Transition.KEPT] if solved else MARKS[Transition.FRESH]}  {self._cases[name].title}")
        if self._theme is not None:
            item.setForeground(QColor(self._theme.transitions[Transition.KEPT] if solved else self._theme.text))

    def _filter(self) -> None:
        wanted = self.search.text().casefold().split()
        _, belongs = KINDS[str(self.kind.value())]
        topics = set()
        for name, item in self._items.items():
            case = self._cases[name]
            found = belongs(case) and all(word in _text(case) for word in wanted)
            item.setHidden(not found)
            if found:
                topics.add(case.topic)
        for topic, heading in self._headings.items():
            heading.setHidden(topic not in topics)
        self._nothing.setVisible(not topics)

    def _go_to_found(self) -> None:
        """Show the first case that was found, unless the one that is shown was."""
        found, item = self.shown(), self.list.currentItem()
        if not found:
            return
        if item is None or item.isHidden():
            self.list.setCurrentItem(self._items[found[0]])
        self.list.setFocus()

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_NAME):
            self.chosen.emit(item.data(_NAME))


def _text(case: Case) -> str:
    """Everything of a case that somebody may search for."""
    error = case.goes_wrong.text if isinstance(case.goes_wrong, Raises) else ""
    parts = (case.name, case.title, case.topic, case.setting, case.question, case.why, error, *case.threads)
    return " ".join(parts).casefold()
