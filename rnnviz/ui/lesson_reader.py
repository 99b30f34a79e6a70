"""The lesson of what is shown, kept up to date."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from rnnviz.analysis.lesson import lesson
from rnnviz.live.player import Player
from rnnviz.recording.recording import Recording
from rnnviz.ui.banner import Banner
from rnnviz.ui.following import Following
from rnnviz.ui.lesson_bar import WHILE_LOADING, LessonBar
from rnnviz.ui.showing import Showing

OFTEN = 500
"""Milliseconds between two lessons, so that there is time to read one."""


class LessonReader(QObject):
    """Reads the recording that is shown now and then, and tells its lesson.

    Args:
        showing: Which recording is shown.
        player: How far of it.
        lesson: Where the lesson is told.
        notice: Where it is said that this is not the live run.
        parent: The owner.

    Signals:
        failed: A :class:`~rnnviz.live.status.Failure`: a recording that grew cannot be followed any more.
    """

    failed = Signal(object)

    def __init__(self, showing: Showing, player: Player, lesson: LessonBar, notice: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._showing, self._player, self._lesson, self._notice = showing, player, lesson, notice
        self._told: tuple[Recording, int, int] | None = None
        self._following = Following(self)
        self._following.failed.connect(self.failed)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.read)
        self._timer.start(OFTEN)

    @Slot()
    def read(self) -> None:
        """Bring everything up to date now."""
        run, playback = self._showing.shown, self._player.playback
        if run is None or playback is None:
            self._told = None
            self._lesson.show_lesson(WHILE_LOADING)
            return
        if run.file:
            self._following.look(run.recording)
        told = (playback, playback.batches, run.recording.batches)
        if self._told == told:
            return
        self._told = told
        if not self._showing.is_live:
            self._notice.say(f"{'Recording' if run.file else 'Older run:'} {run.label}", dismissable=False)
        self._lesson.show_lesson(lesson(playback))

    def close(self) -> None:
        """Read no more."""
        self._timer.stop()
        self._following.close()
