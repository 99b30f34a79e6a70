"""What is seen of the main window at once: its menus, its bars, and the places of all that takes longer."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from rnnviz.analysis.told import Lesson
from rnnviz.live.status import Failure
from rnnviz.plots.blank import BlankStack
from rnnviz.plots.theme import Theme
from rnnviz.ui.actions import DEEDS, make_actions
from rnnviz.ui.arrangement import Arrangement
from rnnviz.ui.gradually import Gradually
from rnnviz.ui.icons import icon
from rnnviz.ui.lesson_bar import WHILE_LOADING, LessonBar
from rnnviz.ui.looks import Looks
from rnnviz.ui.memory import hidden_plots, restore
from rnnviz.ui.menus import fill_menu_bar
from rnnviz.ui.pickers import Pickers
from rnnviz.ui.toolbar import Toolbar
from rnnviz.ui.transport import Transport


class FirstWindow(QMainWindow):
    """Looks as the main window does before anything has run, but for the choices in the side panel.

    Nothing that it imports needs NumPy, so that a window shows in half of the time.

    Args:
        settings: Where size, theme and hidden plots are remembered.

    Attributes:
        settings, looks: What stands behind the window.
        actions_by_name: Every action.
        menus: Every menu by its title.
        toolbar, pickers, transport, lesson: Its parts.
        filling: Gives it the rest, while it answers.

    Signals:
        seen: There is a picture on the screen, and time for the rest.

    What is asked of it early, by a key or a click, is done as soon as it can be.
    """

    seen = Signal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.settings = settings
        self.looks = Looks(self, settings)
        self.actions_by_name = make_actions(self)
        self.menus = fill_menu_bar(self.menuBar(), self.actions_by_name)
        self.toolbar = Toolbar(self.actions_by_name, self.menus["Speed"], self)
        self.pickers = Pickers(self)
        self.transport = Transport(self.actions_by_name, self)
        self.lesson = LessonBar(self.actions_by_name["ledger"], self)
        blank = BlankStack(self.looks.theme, hidden_plots(settings), self)
        blank.seen.connect(self.seen)
        self.arrangement = Arrangement(self, self.toolbar, self.pickers, blank, self.transport, self.lesson)
        self.setMinimumSize(900, 600)
        restore(settings, self, self.arrangement.splitter)
        self.setWindowTitle("rnnviz")
        self.setWindowIcon(icon("rnnviz", ""))
        self.looks.changed.connect(self._take_theme)
        self.filling = Gradually(self)
        self._asked: list[QAction] = []
        for name, action in self.actions_by_name.items():
            action.triggered.connect(self.close if name == "quit" else self._remember)
        self._show_nothing()
        self.looks.apply()
        blank.setFocus()

    @Slot()
    def _remember(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self._asked.append(action)
        if action.isCheckable() and action.actionGroup() is None:
            action.setChecked(not action.isChecked())  # it is turned over again when its turn comes

    @Slot(object)
    def show_failure(self, failure: Failure) -> None:
        """Say what went wrong: in the bar at the bottom, for there is no other place yet."""
        self.lesson.show_lesson(Lesson(None, "Something went wrong.", failure.text))

    def do_what_was_asked(self) -> None:
        """Do what was asked for before anything could be done, in its order, now that the actions have their deeds."""
        asked, self._asked = self._asked, []
        for action in asked:
            action.trigger()

    def stop_remembering(self) -> None:
        """From now on what is asked for is done at once."""
        for name, action in self.actions_by_name.items():
            if name != "quit":
                action.triggered.disconnect(self._remember)

    def _show_nothing(self) -> None:
        """Say what holds before there is a run."""
        self.actions_by_name["follow"].setChecked(True)
        for name in ("reset", "reset-slot"):
            self.actions_by_name[name].setEnabled(False)
        self.toolbar.show_progress(0, 0.0)
        self.lesson.show_lesson(WHILE_LOADING)

    @Slot(object)
    def _take_theme(self, theme: Theme) -> None:
        self.actions_by_name[f"theme-{self.looks.choice}"].setChecked(True)
        self.toolbar.set_theme(theme)
        self.lesson.set_theme(theme)
        for name, action in self.actions_by_name.items():
            if DEEDS[name].icon:
                action.setIcon(icon(DEEDS[name].icon, theme.text))
