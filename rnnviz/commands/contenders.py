"""What `rnnviz bench` sets against each other: ways to train the same network."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from rnnviz.app import load_engine, main_window
from rnnviz.commands.stopwatch import BEAT
from rnnviz.engine.session import Session
from rnnviz.experiment import Experiment
from rnnviz.live.status import State
from rnnviz.plots.canvas import PanelCanvas

WATCHED = (0,)
"""The slot whose states are recorded, by whoever records any."""


class Contender(Protocol):
    """Trains for a while."""

    def rate(self, seconds: float) -> float:
        """Batches per second over about that time, once warm."""

    def close(self) -> None:
        """Let go of what is held."""


class Looped:
    """Anything with ``advance(batches)``, called with as many as last about a tenth of a second."""

    def __init__(self, trainer: Any, close: Callable[[], None] = lambda: None, portion: int = 1) -> None:
        self._advance, self._close, self._portion = trainer.advance, close, portion
        self._advance(portion)  # compiles
        while self._time(self._portion) < 0.1:
            self._portion *= 2

    def rate(self, seconds: float) -> float:
        done, spent = 0, 0.0
        while spent < seconds:
            spent += self._time(self._portion)
            done += self._portion
        return done / spent

    def close(self) -> None:
        self._close()

    def _time(self, batches: int) -> float:
        began = time.perf_counter()
        self._advance(batches)
        return time.perf_counter() - began


def headless(experiment: Experiment, watch: tuple[int, ...] = WATCHED) -> Looped:
    """A session without a window that records to disk."""
    session = Session(experiment, watch=watch)
    return Looped(session, session.close)


class Live:
    """The whole window, running freely, drawing as fast as it does for a user."""

    def __init__(self, experiment: Experiment) -> None:
        self._folder = tempfile.TemporaryDirectory()
        settings = QSettings(str(Path(self._folder.name) / "settings.ini"), QSettings.Format.IniFormat)
        self._window = main_window(
            lambda chosen: Session(chosen, watch=WATCHED), settings, experiment=experiment, load=load_engine
        )
        self._window.resize(1440, 900)
        self._window.show()
        self._wait(lambda: self._state is State.READY)
        self._window.hide()

    def rate(self, seconds: float) -> float:
        with self._running():
            began, before = time.perf_counter(), self._batches
            self._pass(seconds)
            return (self._batches - before) / (time.perf_counter() - began)

    def gaps(self, seconds: float) -> list[float]:
        """Milliseconds between the beats of a timer that ought to come every :data:`BEAT`, while it runs."""
        beats: list[float] = []
        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(lambda: beats.append(time.perf_counter()))
        with self._running():
            timer.start(BEAT)
            self._pass(seconds)
            timer.stop()
        return [1000.0 * (after - before) for before, after in pairwise(beats)]

    def first_state(self, experiment: Experiment) -> float:
        """Seconds until a state is in sight of a run that begins now."""
        canvas = self._window.findChild(PanelCanvas, "plot-hidden-state")
        assert isinstance(canvas, PanelCanvas)

        def seen() -> bool:
            view = canvas.panel.view
            return view is not None and view.batches > 0 and view.source.recording.whole is not before

        with self._running():
            before, began = self._window.runner.status.recording, time.perf_counter()
            self._window.apply(experiment)
            while not seen():
                QApplication.processEvents()
            return time.perf_counter() - began

    @contextmanager
    def _running(self) -> Iterator[None]:
        """In sight, and at full speed."""
        self._window.show()
        runner = self._window.runner
        runner.run()
        self._pass(0.5)  # the pace finds itself
        yield
        runner.pause()
        self._wait(lambda: self._state is State.PAUSED)
        self._window.hide()

    def close(self) -> None:
        self._window.close()
        self._window.deleteLater()
        QApplication.processEvents()
        self._folder.cleanup()

    @property
    def _state(self) -> State:
        status = self._window.runner.status
        if status.failure is not None:
            raise RuntimeError(status.failure.text)
        return status.state

    @property
    def _batches(self) -> int:
        recording = self._window.runner.status.recording
        return recording.batches if recording is not None else 0

    def _wait(self, reached: Callable[[], bool]) -> None:
        while not reached():
            self._pass(0.02)

    def _pass(self, seconds: float) -> None:
        loop = QEventLoop()
        QTimer.singleShot(round(1000 * seconds), loop.quit)
        loop.exec()
