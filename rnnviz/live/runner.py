"""The screen's side of a run: plain methods, and one signal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from rnnviz.experiment import Experiment
from rnnviz.live.engine import EngineFactory
from rnnviz.live.priority import give_way
from rnnviz.live.status import State, Status
from rnnviz.live.worker import Worker

SHORT = 0.3
"""Seconds that a closing window waits for what cannot be interrupted."""

WAITS = "waits for the clinic"
"""What is said of a run while a case is under way, which nothing can interrupt."""


def _nothing_to_load() -> None:
    """Stands for the imports of an engine that needs none."""


class _Thread(QThread):
    """A thread with one Python state from its beginning to its end.

    In a bare QThread every slot gets a Python state of its own, which goes when the slot
    returns. TensorFlow holds on to the one it met first, and its next call then waits for
    ever for the lock that its own thread holds; what is kept per thread is lost as well.
    """

    def run(self) -> None:
        give_way()  # TensorFlow starts its threads from here, and they take after this one
        self.exec()


class Runner(QObject):
    """Owns the worker's thread and tells it what to do.

    No method waits, except :meth:`close`.

    Args:
        make_engine: Makes the engine of an experiment, in the worker's thread.
        load: Imports what the engine needs, in the worker's thread.
        parent: The owner.

    Attributes:
        status: The newest :class:`Status`.
        wants_to_run: Whether it runs, or will as soon as it is ready.
        asked: How many pieces of work beside the run are not done yet: the run waits for them.

    Signals:
        changed: The status, whenever it is another one; in order, in the screen's thread.
        answered: The number that :meth:`ask` gave, and what the work returned or raised.
    """

    changed = Signal(object)
    answered = Signal(int, object)

    _prepare = Signal(int, object, bool)
    _run = Signal()
    _pause = Signal()
    _step = Signal(int)
    _reset_state = Signal(object)
    _set_speed = Signal(object)
    _ask = Signal(int, object)
    _stop = Signal()

    def __init__(
        self, make_engine: EngineFactory, load: Callable[[], object] = _nothing_to_load, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.status = Status()
        self.wants_to_run = False
        self._newest = 0
        self.asked = 0
        self._number = 0
        self._closed = False
        self._speed: float | None = None
        self._worker = Worker(load, make_engine, newest=lambda: self._newest)
        self._thread = _Thread(self)
        self._thread.setObjectName("rnnviz worker")
        self._worker.moveToThread(self._thread)
        queued = Qt.ConnectionType.QueuedConnection
        self._prepare.connect(self._worker.prepare, queued)
        self._run.connect(self._worker.run, queued)
        self._pause.connect(self._worker.pause, queued)
        self._step.connect(self._worker.step, queued)
        self._reset_state.connect(self._worker.reset_state, queued)
        self._set_speed.connect(self._worker.set_speed, queued)
        self._ask.connect(self._worker.answer, queued)
        self._worker.answered.connect(self._take_answer, queued)
        self._stop.connect(self._worker.stop, queued)
        self._worker.changed.connect(self._take, queued)

    @property
    def speed(self) -> float | None:
        """Batches per second to keep to, or None for as fast as it goes."""
        return self._speed

    def prepare(self, experiment: Experiment) -> None:
        """Begin a new run of `experiment`; it goes on running if one was running."""
        if self._closed:
            return
        self._thread.start()  # does nothing when it runs already
        self._newest += 1
        message = f"{WAITS.capitalize()}…" if self.asked else "Compiling…"
        self._become(Status(State.PREPARING, self._newest, experiment, message=message))
        self._prepare.emit(self._newest, experiment, self.wants_to_run)

    def restart(self) -> None:
        """Begin the same experiment anew, with new weights."""
        if self.status.experiment is not None:
            self.prepare(self.status.experiment)

    def run(self) -> None:
        """Go on until :meth:`pause`; while it prepares, as soon as it is ready. After a failure, anew."""
        if self.status.experiment is None or self.wants_to_run:
            return
        self.wants_to_run = True
        if self.status.state is State.FAILED:
            self.restart()
            return
        self._run.emit()
        self.changed.emit(self.status)

    def pause(self) -> None:
        """Stop after the call that is under way."""
        if self.wants_to_run:
            self.wants_to_run = False
            self._pause.emit()
            self.changed.emit(self.status)

    def step(self, batches: int = 1) -> None:
        """Run that many batches and stop, also when it was running."""
        if self.status.experiment is None or self.status.state is State.FAILED:
            return
        self.pause()
        self._step.emit(batches)

    def reset_state(self, slots: Iterable[int] | None = None) -> None:
        """Reset the state of some slots before the next batch; of every one when left out."""
        self._reset_state.emit(slots)

    def set_speed(self, speed: float | None) -> None:
        """Keep to `speed` batches per second; None goes as fast as it can."""
        self._speed = speed
        self._set_speed.emit(speed)

    def ask(self, work: Callable[[], object]) -> int:
        """Have some short work done in the worker's thread, with all that the engine needs loaded.

        It is done between two calls of the run, which goes on afterwards.

        Returns:
            The number that its answer comes with.
        """
        self._number += 1
        if not self._closed:
            self.asked += 1
            self._thread.start()
            self._ask.emit(self._number, work)
        return self._number

    def close(self, seconds: float = 5.0) -> bool:
        """End the thread and wait for it; whether it has ended.

        It has not when the worker is deep inside an import, a compilation or a case of the
        clinic. Nothing can interrupt these and nothing of them is kept, so they are hardly
        waited for. The caller must then leave the process without destroying this object:
        destroying a running QThread aborts.
        """
        self._closed = True
        if not self._thread.isRunning():
            return True
        self._newest += 1  # whatever is being prepared is not wanted any more
        self._stop.emit()
        if self._thread.wait(round(1000 * min(seconds, SHORT))):
            return True
        return not self._worker.deaf and self._thread.wait(round(1000 * max(0.0, seconds - SHORT)))

    @Slot(object)
    def _take(self, status: Status) -> None:
        if status.generation == self._newest:
            self._become(status)

    @Slot(int, object)
    def _take_answer(self, number: int, answer: object) -> None:
        self.asked -= 1
        self.answered.emit(number, answer)

    def _become(self, status: Status) -> None:
        if status.failure is not None:
            self.wants_to_run = False
        if status.builds and self.wants_to_run:
            status = replace(status, message=status.message.rstrip("…") + ", then it runs…")
        self.status = status
        self.changed.emit(status)
