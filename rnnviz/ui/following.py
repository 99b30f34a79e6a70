"""Keeping up with a recording that another process is still writing."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.live.aside import Aside
from rnnviz.live.status import Failure
from rnnviz.recording.recording import Recording


class Following(QObject):
    """Looks for what was added, aside, because a disk may be slow or far away.

    Signals:
        failed: A :class:`~rnnviz.live.status.Failure`, once for a recording.
    """

    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._recording: Recording | None = None
        self._lost: Recording | None = None
        self._aside = Aside(self)
        self._aside.answered.connect(self._take)

    def look(self, recording: Recording) -> None:
        """Look whether `recording` has grown, unless that is being done already."""
        if recording.growing and recording is not self._lost and not self._aside.busy:
            self._recording = recording
            self._aside.ask(recording.refresh)

    def close(self) -> None:
        """Wait for what is under way."""
        self._aside.close()

    @Slot(object)
    def _take(self, answer: object) -> None:
        if isinstance(answer, Exception):
            self._lost = self._recording
            self.failed.emit(Failure.of(answer))
