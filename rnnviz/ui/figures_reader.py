"""How far a run or a replay is, and how fast, kept up to date."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAction

from rnnviz.experiment import Experiment
from rnnviz.live.meter import Meter
from rnnviz.live.player import Player
from rnnviz.live.runner import WAITS, Runner
from rnnviz.live.status import State
from rnnviz.ui.actions import tooltip
from rnnviz.ui.controls import Controls
from rnnviz.ui.panel import Panel
from rnnviz.ui.toolbar import Toolbar
from rnnviz.ui.transport import Transport

OFTEN, SELDOM = 100, 200
"""Milliseconds between two readings, and where batches come too fast for each to be seen."""

FAST = 20.0
"""Batches a second from which on they do."""

PAGE = 3
"""Readings for which the batch that is marked in the chunk map stays where it is while batches come that fast: each
turns a page, or soon does, and to draw one takes as long as a frame of all plots."""

_NOTHING_CARRIED = "Stateless carries nothing, so there is no state to reset."


class FiguresReader(QObject):
    """Reads the playhead and the runner a few times a second, and writes down what it finds.

    Args:
        player: The playhead on the recording that is shown.
        runner: The live run.
        controls: Whom the keys belong to.
        wanted: The experiment of the live run.
        resets: The actions that reset the state by hand, offered where there is one.
        toolbar: Where progress and speed are said.
        transport: Where the place in the recording is shown.
        panel: Where the newest batch is marked.
        parent: The owner.
    """

    def __init__(
        self,
        player: Player,
        runner: Runner,
        controls: Controls,
        wanted: Callable[[], Experiment],
        resets: tuple[QAction, ...],
        toolbar: Toolbar,
        transport: Transport,
        panel: Panel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._player, self._runner, self._controls, self._wanted = player, runner, controls, wanted
        self._resets, self._toolbar, self._transport, self._panel = resets, toolbar, transport, panel
        self._meter = Meter()
        self._readings = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.read)
        self._timer.start(OFTEN)

    def restart(self) -> None:
        """Another recording is on screen, or another place: its speed is not that of the last one."""
        self._meter.restart()

    @Slot()
    def read(self) -> None:
        """Bring everything up to date now."""
        playback, status = self._player.playback, self._runner.status
        batches = playback.batches if playback else 0
        if playback:
            self._transport.show_place(batches, playback.whole.batches, playback.header.length)
        if not self._controls.running:
            self._meter.restart()  # the next run is not slowed down by the rest before it
        rate = self._meter.read(batches)
        interval = SELDOM if rate >= FAST else OFTEN
        if interval != self._timer.interval():
            self._timer.setInterval(interval)
        replays = self._controls.replays
        if not replays and status.state in (State.PREPARING, State.FAILED):
            self._toolbar.show_message(status.message or "failed", busy=status.state is State.PREPARING)
        else:
            waits = WAITS if self._runner.asked and not replays else ""
            self._toolbar.show_progress(batches, rate if self._controls.running else 0.0, waits)
        wanted = self._wanted()
        # While a new experiment is built the plots show the last run, which the new plan knows nothing of.
        shown_by_plan = replays or (playback is not None and playback.header.experiment == wanted)
        self._readings += 1
        if rate < FAST or self._readings % PAGE == 0:
            self._panel.mark_batch(batches - 1 if shown_by_plan else -1)
        carries = wanted.strategy != "stateless"
        for action in self._resets:
            action.setEnabled(carries and not replays)
            action.setToolTip(tooltip(action.objectName(), "" if carries else _NOTHING_CARRIED))

    def close(self) -> None:
        """Read no more."""
        self._timer.stop()
