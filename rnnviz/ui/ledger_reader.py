"""Reads the ledger of what is shown, aside and in small pieces, so that neither screen nor training feel it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from rnnviz.analysis.entries import Entry
from rnnviz.analysis.ledger import Ledger, finer
from rnnviz.live.aside import Aside
from rnnviz.live.status import Failure
from rnnviz.recording.recording import Recording
from rnnviz.ui.ledger_lines import Key, Page

OFTEN = 300
"""Milliseconds between two looks at a recording that grows."""


@dataclass(frozen=True)
class _Answer:
    """What one piece of work gave.

    Attributes:
        page: The ledger as it stands now.
        parts: What was asked to be unfolded.
        took: Seconds of a processor.
    """

    page: Page
    parts: dict[Key, tuple[Entry, ...]]
    took: float


class LedgerReader(QObject):
    """Brings one recording's ledger up to date while somebody looks at it.

    After each piece it rests for as long as that took, so that reading a long recording leaves
    half of a processor to others.

    Signals:
        read: A :class:`~rnnviz.ui.ledger_lines.Page`, when there is something new.
        unfolded: Finer parts by the key of their line.
        failed: A :class:`~rnnviz.live.status.Failure`, once for a recording.
    """

    read = Signal(object)
    unfolded = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ledger: Ledger | None = None
        self._wanted: dict[Key, Entry] = {}
        self._aside = Aside(self)
        self._aside.answered.connect(self._take)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def show_recording(self, recording: Recording | None) -> None:
        """Read this one from now on, from its beginning."""
        self._aside.forget()
        self._wanted.clear()
        self._ledger = None if recording is None else Ledger(recording)
        if self._timer.isActive():
            self._timer.start(0)

    def start(self) -> None:
        """Somebody looks."""
        self._timer.start(0)

    def stop(self) -> None:
        """Nobody looks: read no more."""
        self._timer.stop()

    def unfold(self, key: Key, entry: Entry) -> None:
        """Find the parts of an entry; `unfolded` follows."""
        self._wanted[key] = entry
        if self._timer.isActive():
            self._timer.start(0)

    def close(self) -> None:
        """Read no more, and wait for what is under way."""
        self._timer.stop()
        self._aside.close()

    @Slot()
    def _look(self) -> None:
        ledger = self._ledger
        self._timer.start(OFTEN)
        if ledger is None or self._aside.busy or not (ledger.left or self._wanted):
            return
        wanted, self._wanted = self._wanted, {}
        self._aside.ask(lambda: _read(ledger, wanted))

    @Slot(object)
    def _take(self, answer: object) -> None:
        if isinstance(answer, Exception):
            self._ledger = None
            self.failed.emit(Failure.of(answer))
            return
        assert isinstance(answer, _Answer)
        self.read.emit(answer.page)
        if answer.parts:
            self.unfolded.emit(answer.parts)
        if self._timer.isActive() and (answer.page.left or self._wanted):
            self._timer.start(int(1000 * answer.took))


def _read(ledger: Ledger, wanted: dict[Key, Entry]) -> _Answer:
    began = time.thread_time()
    parts = {key: finer(ledger.recording, entry) for key, entry in wanted.items()}
    ledger.read()
    return _Answer(Page.of(ledger), parts, time.thread_time() - began)
