"""The words and figures about what is on screen, kept up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from rnnviz.analysis.lesson import lesson
from rnnviz.live.meter import Meter
from rnnviz.live.status import State
from rnnviz.recording.recording import Recording
from rnnviz.ui.actions import DEEDS
from rnnviz.ui.following import Following
from rnnviz.ui.lesson_bar import WHILE_LOADING

if TYPE_CHECKING:
    from rnnviz.ui.window import MainWindow

FIGURES = 100
"""Milliseconds between two readings of how far it is."""

LESSON = 300
"""Milliseconds between two lessons, so that there is time to read one."""

_NOTHING_CARRIED = "Stateless carries nothing, so there is no state to reset."


class Readout(QObject):
    """Reads the recording that a window shows a few times a second, and writes down what it finds.

    Args:
        window: The window, with all its parts made.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._meter = Meter()
        self._told: tuple[Recording, int, int] | None = None
        self._following = Following(self)
        self._following.failed.connect(window.show_failure)
        self._timers = (QTimer(self), QTimer(self))
        for timer, often, read in zip(
            self._timers, (FIGURES, LESSON), (self._show_figures, self._tell_lesson), strict=True
        ):
            timer.timeout.connect(read)
            timer.start(often)

    def restart(self) -> None:
        """Another recording is on screen: its speed is not that of the last one."""
        self._meter.restart()

    def show(self) -> None:
        """Bring everything up to date now."""
        self._show_figures()
        self._tell_lesson()

    def close(self) -> None:
        """Read no more."""
        for timer in self._timers:
            timer.stop()
        self._following.close()

    @Slot()
    def _show_figures(self) -> None:
        window = self._window
        playback, status = window.player.playback, window.runner.status
        batches = playback.batches if playback else 0
        if playback:
            window.transport.show_place(batches, playback.whole.batches, playback.header.length)
        rate = self._meter.read(batches)
        if not window.controls.replays and status.state in (State.PREPARING, State.FAILED):
            window.toolbar.show_message(status.message or "failed", busy=status.state is State.PREPARING)
        else:
            window.toolbar.show_progress(batches, rate)
        window.panel.mark_batch(batches - 1)
        carries = window.wanted.strategy != "stateless"
        reset = window.actions_by_name["reset"]
        reset.setEnabled(carries and not window.controls.replays)
        reset.setToolTip(DEEDS["reset"].help if carries else _NOTHING_CARRIED)

    @Slot()
    def _tell_lesson(self) -> None:
        window, run, playback = self._window, self._window.showing.shown, self._window.player.playback
        if run is None or playback is None:
            self._told = None
            window.lesson.show_lesson(WHILE_LOADING)
            return
        if run.file:
            self._following.look(run.recording)
        told = (playback, playback.batches, run.recording.batches)
        if self._told == told:
            return
        self._told = told
        if not window.showing.is_live:
            window.notice.say(f"{'Recording' if run.file else 'Older run:'} {run.label}", dismissable=False)
        window.lesson.show_lesson(lesson(playback))
