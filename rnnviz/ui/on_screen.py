"""What happens to the run, to its replay or to the choice of runs is seen in every part of the window."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from rnnviz.live.status import Status
from rnnviz.ui.figures_reader import FiguresReader
from rnnviz.ui.frames import Frames
from rnnviz.ui.lesson_reader import LessonReader
from rnnviz.ui.preflight_strip import Preflight
from rnnviz.ui.speeds import Speeds

if TYPE_CHECKING:
    from rnnviz.ui.window import MainWindow


class OnScreen(QObject):
    """Keeps all parts of a window to the run that is shown, and to the place in it.

    Args:
        window: Whose parts.
        speeds: Says what the controls do.

    Attributes:
        figures, lessons, preflight, frames: What reads that run again and again.
    """

    def __init__(self, window: MainWindow, speeds: Speeds) -> None:
        super().__init__(window)
        self._window, self._speeds = window, speeds
        self._generation = 0
        self._held_up = False
        showing, player, runner, controls = window.showing, window.player, window.runner, window.controls
        resets = tuple(window.actions_by_name[name] for name in ("reset", "reset-slot"))
        shown_in = (window.toolbar, window.transport, window.panel)
        self.figures = FiguresReader(player, runner, controls, lambda: window.wanted, resets, *shown_in, self)
        self.lessons = LessonReader(showing, player, window.lesson, window.notice, self)
        self.preflight = Preflight(window.foreseen, self)
        self.frames = Frames(window.stack, controls, self)
        runner.changed.connect(self._take_status)
        player.changed.connect(self._take_playing)
        player.moved.connect(self._take_place)
        showing.changed.connect(self.show_run)
        window.panel.judged.connect(self._look_ahead)
        window.stack.sought.connect(self._seek)
        self.lessons.failed.connect(window.show_failure)

    @Slot()
    def show_run(self) -> None:
        """Show the run that is chosen, and the choices that it began with."""
        window, run = self._window, self._window.showing.shown
        is_live = window.showing.is_live
        recording = run.recording if run else None
        if is_live:
            window.notice.hide()
        experiment = window.wanted if is_live or run is None else run.recording.header.experiment
        if experiment != window.panel.experiment:
            window.panel.show_experiment(experiment)
        window.panel.set_read_only(not is_live)
        self._look_ahead(True)
        window.setWindowTitle(f"{window.showing.title(window.wanted)} – rnnviz")
        player = window.player
        another = recording is not (player.playback.whole if player.playback else None)
        if another:
            player.show(recording, followed=bool(run and run.file))
            self.figures.restart()
            window.pickers.show_header(recording.header if recording else None)
            window.lower_half.show_recording(recording)
            if recording is not None and recording.header.compiler_note:
                window.tell(recording.header.compiler_note)
        self._read()
        if recording is None:
            letters = experiment.task.loss == "sparse_categorical_crossentropy"
            window.stack.expect(experiment.chunking.length, letters)
        elif another and player.playback is not None:
            # Last: a file that turns out to be damaged must not leave the rest half switched.
            window.stack.show_recording(player.playback, window.pickers.chosen())

    def close(self) -> None:
        """Read no more, and wait for what is being read."""
        self.figures.close()
        self.lessons.close()
        self.preflight.close()

    def _read(self) -> None:
        self.figures.read()
        self.lessons.read()

    # What it hears

    @Slot(bool)
    def _look_ahead(self, workable: bool) -> None:
        """Say what is wrong with the live run's choices, unless others are entered that cannot even begin."""
        self.preflight.look(self._window.wanted if workable and self._window.showing.is_live else None)

    @Slot(object)
    def _take_status(self, status: Status) -> None:
        window = self._window
        if status.generation != self._generation:
            self._generation = status.generation
            window.failure.hide()  # it spoke of an older run
        if status.recording is not None:
            window.showing.begin(status.recording)
        self._take_playing()
        if status.failure is not None:
            window.show_failure(status.failure)
        elif self._held_up:
            window.failure.hide()  # what held it up is mended
        self._held_up = status.failure is not None
        window.stack.refresh()
        self._read()

    @Slot()
    def _take_playing(self) -> None:
        self._speeds.show()
        self.frames.take_change()

    @Slot()
    def _take_place(self) -> None:
        self._speeds.show()
        self._window.stack.reveal()
        self.figures.restart()
        self._read()

    @Slot(float)
    def _seek(self, timestep: float) -> None:
        source = self._window.stack.source
        if source is not None:
            self._window.controls.seek(math.ceil(timestep / source.length))
