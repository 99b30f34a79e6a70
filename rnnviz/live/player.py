"""Plays a recording again: the same controls as a run has, over what was recorded."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from rnnviz.recording.playback import Playback
from rnnviz.recording.recording import Recording

TICK = 33
"""Milliseconds between two moves of the playhead."""

ALL_SECONDS = 10.0
"""How long a whole recording takes where no speed is chosen."""

_LONGEST = 0.2
"""Seconds that a move makes up for at most: after a slow spell the playhead does not jump."""


class Player(QObject):
    """Moves a playhead along a recording.

    The playhead stands after a batch, from the first on. At the end it stays there while the
    recording grows, so that to play at the end of one that somebody writes is to watch it live.

    Args:
        parent: The owner.
        clock: Seconds.

    Attributes:
        playback: The recording as far as the playhead has got, or None.

    Signals:
        changed: It began to play, or stopped.
        moved: The playhead was put elsewhere by hand, or has come to where it stopped.
    """

    changed = Signal()
    moved = Signal()

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__(parent)
        self.playback: Playback | None = None
        self._speed: float | None = None
        self._followed = False
        self._clock = clock
        self._last = self._place = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self.advance)

    @property
    def playing(self) -> bool:
        """Whether the playhead moves by itself, or will with what is written next."""
        return self._timer.isActive()

    @property
    def behind(self) -> bool:
        """Whether there is more of the recording than the playhead has got to."""
        return self.playback is not None and self.playback.batches < self.playback.whole.batches

    @property
    def speed(self) -> float | None:
        """Batches per second to keep to, or None for the whole recording within ten seconds."""
        return self._speed

    def show(self, recording: Recording | None, *, followed: bool = False) -> None:
        """Stand at the end of `recording`.

        Args:
            recording: What may be played.
            followed: Whether it is somebody else's, and to be watched live while it grows.
        """
        self._timer.stop()
        self.playback = None if recording is None else Playback(recording)
        self._followed = followed
        if self._is_live:
            self._timer.start()
        self.changed.emit()

    def run(self) -> None:
        """Go on until :meth:`pause` or the end; from the beginning where it stands at the end."""
        if self.playback is None or self.playing or not self.playback.whole.batches:
            return
        if not self.behind and not self._is_live:
            self.playback.head = 1
        self._begin()
        self._timer.start()
        self.changed.emit()

    def pause(self) -> None:
        """Stay where it stands, also while the recording grows."""
        if self.playback is not None and self.playing:
            self.playback.head = self.playback.batches
            self._stop()

    def step(self, batches: int) -> None:
        """Go that many batches on, or back where they are negative, and stop."""
        if self.playback is not None:
            self.seek(self.playback.batches + batches)

    def seek(self, batches: int) -> None:
        """Stand after that many batches, or the nearest that there are, and stop."""
        if self.playback is None:
            return
        self.playback.head = max(1, min(batches, self.playback.whole.batches))
        self._stop()

    def to_end(self) -> None:
        """Stand at the end, and stay there while the recording grows."""
        if self.playback is None:
            return
        self.playback.head = None
        if not self._is_live:
            self._stop()
            return
        if not self.playing:
            self._timer.start()
            self.changed.emit()
        self.moved.emit()

    def set_speed(self, speed: float | None) -> None:
        """Keep to `speed` batches per second; None plays the whole recording within ten seconds."""
        self._speed = speed
        self._begin()

    @Slot()
    def advance(self) -> None:
        """Move the playhead as far as it should be by now."""
        if self.playback is None:
            return
        now = self._clock()
        whole = self.playback.whole.batches
        speed = self._speed if self._speed is not None else max(1.0, whole / ALL_SECONDS)
        self._place += speed * min(now - self._last, _LONGEST)
        self._last = now
        if self.playback.head is not None and self._place < whole:
            self.playback.head = int(self._place)
            return
        self.playback.head = None
        if not self._is_live:
            self._stop()

    @property
    def _is_live(self) -> bool:
        return self._followed and self.playback is not None and self.playback.whole.growing

    def _begin(self) -> None:
        self._last = self._clock()
        self._place = float(self.playback.batches) if self.playback is not None else 0.0

    def _stop(self) -> None:
        if self.playing:
            self._timer.stop()
            self.changed.emit()
        self.moved.emit()
