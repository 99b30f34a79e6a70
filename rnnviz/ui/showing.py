"""Which recording is on screen: the live run, an older one of this window, or an opened file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from rnnviz.counting import batches_counted
from rnnviz.experiment import Experiment
from rnnviz.plots.wording import measured
from rnnviz.recording.recording import Recording
from rnnviz.strategies import Reset

MOST = 8
"""Older runs that are kept at hand."""


@dataclass(frozen=True, eq=False)
class Run:
    """A recording by a name.

    Attributes:
        recording: What was recorded.
        file: Where it was opened from, or nothing for a run of this window.
    """

    recording: Recording
    file: str = ""

    @property
    def title(self) -> str:
        """A few words that tell it from the others."""
        return Path(self.file).name or describe(self.recording.header.experiment)

    @property
    def label(self) -> str:
        """The title, and how far it got."""
        batches = self.recording.batches
        if not batches:
            return f"{self.title} — not begun"
        last = float(self.recording.losses(batches - 1, batches)[0])
        return f"{self.title} — {batches_counted(batches)}, loss {measured(last)}"


class Showing(QObject):
    """Remembers the runs of a window and which of them is on screen: only that one keeps what was read of it.

    Attributes:
        live: The run that the controls belong to.
        shown: The one on screen.

    Signals:
        changed: Another one is on screen, or there is another live one.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.live: Run | None = None
        self.shown: Run | None = None
        self._older: list[Run] = []

    @property
    def is_live(self) -> bool:
        """Whether the live run is on screen, or nothing is."""
        return self.shown is None or self.shown is self.live

    def title(self, wanted: Experiment) -> str:
        """What is on screen, in a few words: the live run is one of `wanted`."""
        return describe(wanted) if self.shown is None or self.is_live else self.shown.title

    @property
    def runs(self) -> list[Run]:
        """The live run, then the older ones and opened files, newest first."""
        return [*([self.live] if self.live else []), *self._older]

    def begin(self, recording: Recording) -> None:
        """A new live run has begun; the last one joins the older ones if anything happened in it."""
        if self.live is not None and self.live.recording is recording:
            return
        last, was_live = self.live, self.is_live
        self.live = Run(recording)
        if last is not None and last.recording.batches:
            self._keep(last)
        if was_live:
            self.shown = self.live
        self._change()

    def open(self, recording: Recording, file: str) -> None:
        """Show a recording that was opened from `file`."""
        self._older = [run for run in self._older if run.file != file]
        run = Run(recording, file)
        self._keep(run)
        self.show_run(run)

    def show_run(self, run: Run | None) -> None:
        """Show one of the runs; None shows the live one."""
        self.shown = run or self.live
        self._change()

    def neighbour(self, steps: int) -> Run | None:
        """The run that many places older than the one shown, or None."""
        runs = self.runs
        at = runs.index(self.shown) if self.shown in runs else 0
        return runs[at + steps] if 0 <= at + steps < len(runs) and self.shown else None

    def _change(self) -> None:
        self.changed.emit()
        # Of all, not only of the last one shown: what was still reading that one then may have kept some more.
        for run in self.runs:
            if run is not self.shown:
                run.recording.forget()

    def _keep(self, run: Run) -> None:
        self._older.insert(0, run)
        while len(self._older) > MOST:
            spare = next((old for old in reversed(self._older) if old is not self.shown), self._older[-1])
            self._older.remove(spare)


def describe(experiment: Experiment) -> str:
    """What tells an experiment from others, in a few words.

    Example:
        >>> describe(Experiment(strategy="stateful", reset="sequence"))
        'Echo · stateful, reset sequence · contiguous 10 × 16 · SimpleRNN 32'
    """
    network, chunking = experiment.network, experiment.chunking
    reset = ""
    if experiment.strategy != "stateless" and experiment.reset != "never":
        reset = f", reset {_when(experiment.reset)}"
    begins = "" if experiment.initial_state == "zero" else f", initial state {experiment.initial_state}"
    layers = f" × {network.layers}" if network.layers > 1 else ""
    task = " ".join(filter(None, (experiment.task.title, experiment.task.origin)))
    return (
        f"{task} · {experiment.strategy}{reset}{begins} · "
        f"{chunking.layout} {chunking.length} × {chunking.batch_size} · {network.cell} {network.units}{layers}"
    )


def _when(reset: Reset) -> str:
    """A reset policy in a word or three."""
    if isinstance(reset, float):
        return f"with probability {reset:g}"
    if isinstance(reset, int):
        return "every batch" if reset == 1 else f"every {reset} batches"
    return reset
