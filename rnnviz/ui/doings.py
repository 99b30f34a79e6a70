"""What each action of the window does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from rnnviz.ui.actions import DEEDS, SPEEDS
from rnnviz.ui.clinic_window import ClinicWindow
from rnnviz.ui.export_dialog import ExportDialog
from rnnviz.ui.help import Page, about_page, shortcuts_page, words_page
from rnnviz.ui.keeping_dialog import KeepingDialog
from rnnviz.ui.looks import CHOICES
from rnnviz.ui.picture_copy import copy_picture

if TYPE_CHECKING:
    from rnnviz.ui.window import MainWindow


_ALL = "all of it in ten seconds"
_BRIEFLY = {" batches a second": "/s", " batch a second": "/s", _ALL: "all in 10 s"}
"""Speeds in the words of the menu and of the tool bar, where there is less room."""


class Doings:
    """Joins every action of a window to what it does.

    Args:
        window: The window, with all its parts made.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._speed = "speed-free"
        self._clinic: ClinicWindow | None = None
        for name, do in self._by_name().items():
            window.actions_by_name[name].triggered.connect(partial(_without_its_state, do))
        window.menus["Open recent"].aboutToShow.connect(self._fill_recent)
        window.menus["Runs"].aboutToShow.connect(self._fill_runs)
        self.set_speed(self._speed)

    def set_speed(self, name: str) -> None:
        """Keep to one of :data:`~rnnviz.ui.actions.SPEEDS`."""
        self._speed = name
        self._window.controls.set_speed(SPEEDS[name])
        self._window.actions_by_name[name].setChecked(True)
        self.show_controls()

    def show_controls(self) -> None:
        """Say of the controls what they do now: run a network, or play a recording again."""
        window, controls = self._window, self._window.controls
        window.toolbar.show_running(controls.running, controls.replays)
        run = "Pause" if controls.running else "&Play" if controls.replays else "&Run"
        window.actions_by_name["run"].setText(run)
        free = _ALL if controls.replays else DEEDS["speed-free"].text
        window.actions_by_name["speed-free"].setText(free)
        text = window.actions_by_name[self._speed].text()
        for said, briefly in _BRIEFLY.items():
            text = text.replace(said, briefly)
        window.toolbar.show_speed(text)

    def _by_name(self) -> dict[str, Callable[[], object]]:
        window = self._window
        return {
            "open": window.files.ask_to_open,
            "save": self._save,
            "keeping": self._choose_keeping,
            "export": self._export,
            "copy": self._copy,
            "quit": window.close,
            "run": window.controls.toggle,
            "step": partial(window.controls.step, 1),
            "step-ten": partial(window.controls.step, 10),
            "back": partial(window.controls.step, -1),
            "back-ten": partial(window.controls.step, -10),
            "first": partial(window.controls.seek, 1),
            "last": window.controls.to_end,
            "reset": window.runner.reset_state,
            "restart": self._restart,
            "slower": partial(self._change_speed, -1),
            "faster": partial(self._change_speed, +1),
            **{name: partial(self.set_speed, name) for name in SPEEDS},
            "follow": self._toggle_follow,
            "zoom-in": partial(self._zoom, 0.5),
            "zoom-out": partial(self._zoom, 2.0),
            "zoom-all": self._show_all,
            **{f"theme-{name}": partial(window.looks.choose, name) for name in CHOICES},
            "panel": self._toggle_panel,
            "full-screen": self._toggle_full_screen,
            "live": window.back_to_live,
            "older": partial(self._move_among_runs, +1),
            "newer": partial(self._move_among_runs, -1),
            "again": window.run_again,
            "words": self._explain_words,
            "clinic": self.open_clinic,
            "shortcuts": self._list_shortcuts,
            "about": self._tell_about,
        }

    # File

    def _save(self) -> None:
        if self._window.showing.shown is not None:
            self._window.files.ask_to_save(self._window.showing.shown.recording)

    def _choose_keeping(self) -> None:
        window = self._window
        dialog = KeepingDialog(window.kept.now, window.wanted.chunking.batch_size, window)
        if dialog.exec() and dialog.keeping != window.kept.now:
            window.kept.change(dialog.keeping)
            live = window.showing.live
            if live is not None and not live.recording.batches:
                window.apply(window.wanted)
            else:
                window.tell("That holds for the next run: Ctrl+R begins it.")
        dialog.deleteLater()

    def _export(self) -> None:
        dialog = ExportDialog(self._window.stack, self._window)
        dialog.exec()
        dialog.deleteLater()

    def _copy(self) -> None:
        window = self._window
        try:
            copied = copy_picture(window.stack)
        except MemoryError as error:
            window.tell(f"The picture was not copied: {error}.")
            return
        window.tell(
            "The picture is on the clipboard." if copied else "There is nothing to copy yet: run or step first."
        )

    def _fill_recent(self) -> None:
        self._window.files.fill_recent(self._window.menus["Open recent"])

    # Run

    def _restart(self) -> None:
        self._window.back_to_live()
        self._window.apply(self._window.wanted)

    def _change_speed(self, places: int) -> None:
        names = list(SPEEDS)
        at = names.index(self._speed) + places
        self.set_speed(names[min(max(at, 0), len(names) - 1)])

    # View

    def _toggle_follow(self) -> None:
        stack = self._window.stack
        if stack.following:
            stack.show_range(*stack.visible_range)
        else:
            stack.follow()
        self._window.actions_by_name["follow"].setChecked(stack.following)

    def _zoom(self, factor: float) -> None:
        stack = self._window.stack
        follows = stack.following
        first, last = stack.visible_range
        stack.zoom(last if follows else (first + last) / 2, factor)
        if follows:
            stack.follow()  # nearer or farther, and still with the newest batch

    def _show_all(self) -> None:
        shown = self._window.showing.shown
        if shown is not None:
            self._window.stack.show_range(0, shown.recording.timesteps)

    def _toggle_panel(self) -> None:
        self._window.panel.setVisible(self._window.actions_by_name["panel"].isChecked())

    def _toggle_full_screen(self) -> None:
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    # Runs

    def _move_among_runs(self, steps: int) -> None:
        run = self._window.showing.neighbour(steps)
        if run is not None:
            self._window.showing.show_run(run)

    def _fill_runs(self) -> None:
        menu, showing = self._window.menus["Runs"], self._window.showing
        for action in menu.actions():
            if action.data() is not None:
                menu.removeAction(action)
                action.deleteLater()
        for run in showing.runs:
            action = menu.addAction(f"Live: {run.label}" if run is showing.live else run.label)
            action.setData(run)
            action.setCheckable(True)
            action.setChecked(run is showing.shown)
            action.triggered.connect(partial(_without_its_state, partial(showing.show_run, run)))

    # Help

    def open_clinic(self, case: str = "") -> None:
        """Show the clinic, at the case of that name if one is given."""
        if self._clinic is None:
            window = self._window
            self._clinic = ClinicWindow(window.runner, window.settings, parent=window)
            self._clinic.set_theme(window.looks.theme)
            window.looks.changed.connect(self._clinic.set_theme)
            self._clinic.opened.connect(window.set_up)
            self._clinic.failed.connect(window.show_failure)
        self._clinic.show()
        self._clinic.activateWindow()
        if case:
            self._clinic.choose(case)

    def _explain_words(self) -> None:
        self._show_page("What the marks mean", words_page(self._window.looks.theme))

    def _list_shortcuts(self) -> None:
        self._show_page("Shortcuts", shortcuts_page(self._window.looks.theme))

    def _tell_about(self) -> None:
        from importlib.metadata import version  # 20 ms, which the first window need not wait for

        self._show_page("About rnnviz", about_page(version("rnnviz")))

    def _show_page(self, title: str, text: str) -> None:
        Page(title, text, self._window).show()


def _without_its_state(do: Callable[[], object], _checked: bool = False) -> None:
    """An action hands over whether it is on, and nobody here wants to know."""
    do()
