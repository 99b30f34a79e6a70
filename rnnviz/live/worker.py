"""The side of a run that lives in its own thread."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from rnnviz.experiment import Experiment
from rnnviz.live.engine import Engine, EngineFactory
from rnnviz.live.pace import Pace
from rnnviz.live.status import Failure, State, Status
from rnnviz.recording.errors import RecordingError


class Worker(QObject):
    """Advances an engine, one call at a time, in the thread that it was moved to.

    It never loops: each call asks its timer for the next one, so every slot below gets its
    turn in between and nothing waits longer than one call.

    Args:
        load: Imports what the engine needs; may take seconds. Called before the first engine,
            and again only where it has failed.
        make_engine: Makes the engine of an experiment.
        newest: The generation that is wanted by now; read from this thread at any time.

    Attributes:
        deaf: Whether it is at something long that no slot can interrupt; read from any thread.

    Signals:
        changed: A :class:`Status`, when the state of the run changes and never per batch.
        answered: The number of something asked beside the run, and what came of it.
    """

    changed = Signal(object)
    answered = Signal(int, object)

    def __init__(self, load: Callable[[], object], make_engine: EngineFactory, newest: Callable[[], int]) -> None:
        super().__init__()
        self.deaf = False
        self._load = load
        self._make_engine = make_engine
        self._newest = newest
        self._loaded = False
        self._engine: Engine | None = None
        self._experiment: Experiment | None = None
        self._generation = 0
        self._pace = Pace()
        self._left: int | None = 0  # batches still asked for; None: no end
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._advance)

    @Slot(int, object, bool)
    def prepare(self, generation: int, experiment: Experiment, run: bool) -> None:
        """Build the network of `experiment`, and run it if asked to."""
        self._halt()
        if generation != self._newest():
            return
        self._generation, self._experiment = generation, experiment
        try:
            self._let_go()
            if not self._loaded:
                self._say(State.PREPARING, "Loading Keras…")
                self._load_once()
            if generation != self._newest():
                return
            self._say(State.PREPARING, "Compiling…")
            with self._deaf():
                self._engine = self._make_engine(experiment)
        except Exception as error:
            self._fail(error)
            return
        self._say(State.READY)
        if run:
            self.run()

    @Slot()
    def run(self) -> None:
        """Go on until told to pause."""
        if self._engine is None:
            return
        self._left = None
        self._pace.begin()
        self._say(State.RUNNING)
        self._timer.start(0)

    @Slot()
    def pause(self) -> None:
        """Stop after the call that is under way."""
        if self._engine is None:
            return
        self._halt()
        self._say_stopped()

    @Slot(int)
    def step(self, batches: int) -> None:
        """Run that many batches more, at the speed that comes first, and stop."""
        if self._engine is None:
            return
        self._left = (self._left or 0) + batches
        self._timer.start(0)

    @Slot(object)
    def reset_state(self, slots: Iterable[int] | None) -> None:
        """Reset the state of some slots before the next batch, or of every one."""
        if self._engine is None:
            return
        try:
            self._engine.reset_state(slots)
        except Exception as error:
            self._fail(error)

    @Slot(object)
    def set_speed(self, speed: float | None) -> None:
        """Keep to `speed` batches per second; None goes as fast as it can."""
        self._pace.set_speed(speed)
        if self._timer.isActive():
            self._timer.start(0)

    @Slot(int, object)
    def answer(self, number: int, work: Callable[[], object]) -> None:
        """Do some short work between two calls of the run, with everything loaded; what it raises is an answer too."""
        try:
            self._load_once()
            with self._deaf():
                answer = work()
        except Exception as error:
            answer = error
        self.answered.emit(number, answer)

    @Slot()
    def stop(self) -> None:
        """Let go of everything and end the thread."""
        self._halt()
        try:
            self._let_go()
        finally:
            self.thread().quit()

    @Slot()
    def _advance(self) -> None:
        if self._engine is None:
            return
        stepping = self._left is not None
        batches = self._pace.batches() if self._left is None else min(self._left, self._pace.batches())
        began = time.perf_counter()
        try:
            self._engine.advance(batches)
        except RecordingError as full:
            # A full disk, most likely. What ran is recorded in memory, and written once there is
            # room: nothing is lost by waiting, and everything by giving up.
            self._halt()
            self._say(State.PAUSED, failure=Failure.of(full))
            return
        except Exception as error:
            self._fail(error)
            return
        self._pace.ran(batches, time.perf_counter() - began)
        if self._left is not None:
            self._left -= batches
        if self._left == 0:
            self._say_stopped()
        else:
            self._timer.start(0 if stepping else round(1000 * self._pace.wait()))

    def _load_once(self) -> None:
        if not self._loaded:
            with self._deaf():
                self._load()
            self._loaded = True

    @contextlib.contextmanager
    def _deaf(self) -> Iterator[None]:
        self.deaf = True
        try:
            yield
        finally:
            self.deaf = False

    def _halt(self) -> None:
        self._timer.stop()
        self._left = 0

    def _let_go(self) -> None:
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()

    def _fail(self, error: Exception) -> None:
        recording = self._engine.recording if self._engine is not None else None
        self._halt()
        try:
            self._let_go()
        except Exception as also:
            error.add_note(f"Closing it failed as well: {also!r}")
        self.changed.emit(
            Status(State.FAILED, self._generation, self._experiment, recording, failure=Failure.of(error))
        )

    def _say_stopped(self) -> None:
        assert self._engine is not None
        self._say(State.PAUSED if self._engine.recording.batches else State.READY)

    def _say(self, state: State, message: str = "", failure: Failure | None = None) -> None:
        recording = self._engine.recording if self._engine is not None else None
        self.changed.emit(Status(state, self._generation, self._experiment, recording, message, failure))
