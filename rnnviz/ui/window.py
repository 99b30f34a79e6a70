"""The main window: its parts, and how they are joined."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from rnnviz.plots.theme import Theme
from rnnviz.ui.actions import join_deeds
from rnnviz.ui.first_window import FirstWindow
from rnnviz.ui.gradually import Parts
from rnnviz.ui.memory import remember

if TYPE_CHECKING:
    from rnnviz.experiment import Experiment
    from rnnviz.live.runner import Runner
    from rnnviz.live.status import Failure
    from rnnviz.presets import Preset
    from rnnviz.ui.kept import Kept

BREATH = 33
"""Milliseconds for the window to be painted before what holds it up begins."""


class MainWindow(FirstWindow):
    """Shows a recording, and holds the controls of the one that is being made.

    It is made in two steps, so that there is something to see before NumPy and all that draws with it
    are imported: until :meth:`furnish` it is what a :class:`FirstWindow` is.

    Attributes:
        runner, kept, showing, files: What stands behind the window.
        wanted: The experiment of the live run.
        player: The playhead on the recording that is shown.
        controls: What Space and the arrows do.
        clinic: The way into the clinic.
        panel, stack, lower_half, foreseen, notice, failure, tidings: Its parts beside those it has at first.
        ended: Whether the worker's thread had ended when the window was closed.
    """

    def __init__(self, settings: QSettings) -> None:
        super().__init__(settings)
        self.ended = True
        self._loose: list[QWidget] = []  # made, and not in its place yet
        self._furnished = self._begun = False
        self._begins_when_shown = True

    def furnish(self, runner: Runner, presets: Mapping[str, Preset], experiment: Experiment, kept: Kept) -> Parts:
        """Make the parts that take longer, and join them all; in parts, each of which takes a few milliseconds.

        Args:
            runner: Makes the live run; closed with the window.
            presets: The examples to choose from.
            experiment: What the live run begins with.
            kept: What is kept of runs.
        """
        # Here and not above: these import tasks and plots, for longer than a window may take to show.
        from rnnviz.live.player import Player
        from rnnviz.plots.stack import PlotStack

        yield None
        from rnnviz.ui.panel import Panel

        yield None
        from rnnviz.ui.banner import Banner
        from rnnviz.ui.clinic_door import ClinicDoor
        from rnnviz.ui.controls import Controls
        from rnnviz.ui.files import Files
        from rnnviz.ui.lighting import Lighting
        from rnnviz.ui.on_screen import OnScreen
        from rnnviz.ui.outputs import Outputs
        from rnnviz.ui.pages import Pages
        from rnnviz.ui.plots_and_ledger import PlotsAndLedger
        from rnnviz.ui.preflight_strip import PreflightStrip
        from rnnviz.ui.runs_menu import RunsMenu
        from rnnviz.ui.showing import Showing
        from rnnviz.ui.speeds import Speeds
        from rnnviz.ui.tidings import Tidings
        from rnnviz.ui.viewing import Viewing

        yield None
        actions, settings = self.actions_by_name, self.settings
        self.runner, self.wanted, self.kept = runner, experiment, kept
        # Without an owner yet: in a window that is styled each field would be styled again wherever it is put.
        self.panel = Panel(presets)
        self._loose.append(self.panel)
        self.panel.show_experiment(experiment)
        yield None
        self.stack = PlotStack(self.looks.theme, self)
        self.lower_half = PlotsAndLedger(self.stack, self.pickers, actions["ledger"], settings, self)
        self.foreseen = PreflightStrip(self)
        self.notice, self.failure = Banner(parent=self), Banner(alarm=True, parent=self)
        self.tidings = Tidings(self)
        yield None
        self._paint_parts(self.looks.theme)
        banners = (self.notice, self.failure, self.tidings)
        self._loose.clear()
        yield from self.arrangement.fill(banners, self.panel, self.lower_half, self.foreseen)
        self.stack.setFocus()
        yield None
        self.showing, self.player = Showing(self), Player(self)
        self.controls = Controls(runner, self.player, self.showing, self.back_to_live)
        self.files = Files(self, settings)
        self.clinic = ClinicDoor(runner, settings, self.looks, self)
        speeds = Speeds(self.controls, self.toolbar, actions)
        outputs = Outputs(self.files, self.menus["Open recent"], self.showing, self.stack, self.tell, self)
        viewing = Viewing(self.stack, self.panel, self, actions, settings)
        runs, pages = RunsMenu(self.menus["Runs"], self.showing), Pages(self.looks, self)
        parts = (self.controls, speeds, self.looks, outputs, viewing, runs, pages)
        self.stop_remembering()
        join_deeds(actions, self._deeds(), *(part.deeds() for part in parts))
        self._on_screen = OnScreen(self, speeds)
        self._lighting = Lighting(self.panel.chunk_map, self.stack, self)
        self._join()
        self._on_screen.show_run()
        self._furnished = True

    # What others ask of it

    def apply(self, experiment: Experiment) -> None:
        """Begin a new live run of `experiment`."""
        self.wanted, self._begun = experiment, True
        self._on_screen.show_run()
        self.runner.prepare(experiment)

    def back_to_live(self) -> None:
        """Show the live run, and have its network built unless it is already."""
        if not self.showing.is_live:
            self.showing.show_run(None)
        if not self._begun:
            self.apply(self.wanted)

    def run_again(self) -> None:
        """Begin a new live run with the choices of the recording that is shown."""
        if self.showing.shown is not None:
            self.set_up(self.showing.shown.recording.header.experiment)

    def set_up(self, experiment: Experiment) -> None:
        """Show `experiment` in the panel, and begin a new live run of it."""
        self.wanted = experiment
        self.showing.show_run(None)
        self.panel.show_experiment(experiment)
        self.apply(experiment)

    def take(self, path: str) -> None:
        """Show the recording at `path`, and build no network until one is wanted; or learn from the data there."""
        self._begins_when_shown = False
        QTimer.singleShot(BREATH, self, partial(self.files.take, path))

    @Slot(object)
    def show_failure(self, failure: Failure) -> None:
        """Say what went wrong: beside the field to blame, else across the window."""
        if not self._furnished:
            super().show_failure(failure)
            return
        if failure.field is None or not self.panel.refuse_choice(failure.field, failure.remedy):
            self.failure.say(failure.text, failure.details)

    def tell(self, text: str) -> None:
        """Say that something went well, for a few seconds."""
        self.tidings.tell(text)

    # How it is put together

    def _deeds(self) -> dict[str, Callable[[], object]]:
        """What its own actions do, by name."""
        return {
            "keeping": self._choose_keeping,
            "reset": self.runner.reset_state,
            "reset-slot": self._reset_slot,
            "restart": self._restart,
            "live": self.back_to_live,
            "again": self.run_again,
            "clinic": self.clinic.open,
        }

    def _join(self) -> None:
        self.transport.sought.connect(self.controls.seek)
        self.looks.changed.connect(self._paint_parts)
        self.files.opened.connect(self.showing.open)
        self.files.data.connect(self._take_data)
        self.files.failed.connect(self._take_no_file)
        self.files.saved.connect(self._tell_saved)
        self.panel.chosen.connect(self.apply)
        self.foreseen.mended.connect(self.set_up)
        self.foreseen.asked.connect(self.clinic.open)
        self.clinic.opened.connect(self.set_up)
        self.clinic.failed.connect(self.show_failure)
        self.pickers.picked.connect(self.stack.choose)
        self.lower_half.failed.connect(self.show_failure)
        self.stack.pointed.connect(self.pickers.show_pointed)
        self.notice.offer("Run this experiment", self.run_again)
        self.notice.offer("Back to the live run", self.back_to_live).setToolTip(self.actions_by_name["live"].toolTip())
        self.setAcceptDrops(True)

    # What it does itself

    def _choose_keeping(self) -> None:
        from rnnviz.ui.keeping_dialog import KeepingDialog  # as few people ask for it

        dialog = KeepingDialog(self.kept.now, self.wanted.chunking.batch_size, self)
        if dialog.exec() and dialog.keeping != self.kept.now:
            self.kept.change(dialog.keeping)
            live = self.showing.live
            if live is not None and not live.recording.batches:
                self.apply(self.wanted)
            else:
                self.tell("That holds for the next run: Ctrl+R begins it.")
        dialog.deleteLater()

    def begin(self) -> None:
        """Have the first network built, unless something else is to be shown first, and do what was asked meanwhile."""
        if self._begins_when_shown:
            self._begins_when_shown = False
            self.back_to_live()
        self.do_what_was_asked()

    def _reset_slot(self) -> None:
        _, _, slot = self.pickers.chosen()
        self.runner.reset_state([slot])

    def _restart(self) -> None:
        self.back_to_live()
        self.apply(self.wanted)

    # What it hears

    @Slot(object)
    def _take_no_file(self, failure: Failure) -> None:
        if self.showing.shown is None:
            self.back_to_live()
        self.show_failure(failure)

    @Slot(str)
    def _tell_saved(self, path: str) -> None:
        self.tell(f"The recording is saved as {path}.")

    @Slot(object)
    def _paint_parts(self, theme: Theme) -> None:
        for part in (self.stack, self.lower_half, self.foreseen, self.panel.chunk_map):
            part.set_theme(theme)

    @Slot(str, str)
    def _take_data(self, task: str, path: str) -> None:
        self.back_to_live()
        self.panel.choose_task(task, path)

    # Overrides of Qt, whose names are its own

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._furnished:
            QTimer.singleShot(BREATH, self, self.begin)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.files.takes(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.files.drop(event.mimeData()):
            event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        remember(self.settings, self, self.arrangement.splitter)
        if not self._furnished:
            self.filling.close()
            for part in self._loose:
                part.deleteLater()
            super().closeEvent(event)
            return
        self._on_screen.frames.stop()
        self.player.show(None)
        self.hide()  # the user is done, even if an import has to be waited for
        self.files.close()
        self._on_screen.close()
        self.panel.close_reading()
        self.lower_half.close_reading()
        self.ended = self.runner.close()
        super().closeEvent(event)
