"""The window at work, for what `rnnviz bench` measures of it."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication

from rnnviz.app import load_engine, main_window
from rnnviz.commands.sizes import WATCHED
from rnnviz.commands.stopwatch import BEAT
from rnnviz.experiment import Experiment
from rnnviz.live.engine import Engine
from rnnviz.live.runner import Runner
from rnnviz.live.status import State
from rnnviz.plots.canvas import PanelCanvas

BETWEEN = 0.1, 0.2
"""Seconds that it runs between two keys, at least and at most: each comes at another moment of a call."""


class LiveWindow:
    """The whole window, running freely, drawing as fast as it does for a user.

    To be had in a process of its own: where bare Keras has run, TensorFlow's threads would not stand
    behind the screen's, as they do for a user.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._folder = tempfile.TemporaryDirectory()
        settings = QSettings(str(Path(self._folder.name) / "settings.ini"), QSettings.Format.IniFormat)
        self._window = main_window(_engine, settings, experiment=experiment, load=load_engine)
        self._window.resize(1440, 900)
        self._window.show()
        self._wait(lambda: self._state is State.READY)
        self._window.hide()

    def train(self, seconds: float) -> tuple[int, float]:
        """Train for about that time, once warm; how many batches, and the seconds that they took."""
        with self._running():
            began, before = time.perf_counter(), self._batches
            self._pass(seconds)
            return self._batches - before, time.perf_counter() - began

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

    def answers(self, seconds: float) -> dict[str, list[float]]:
        """Milliseconds from each of several keys to its effect, over about that time.

        Returns:
            Of ``"pause"`` until the window says that it has paused, of ``"reset"`` until the worker has
            taken it, so that the next batch begins with it.
        """
        found: dict[str, list[float]] = {"pause": [], "reset": []}
        chance = random.Random(0)
        with self._running() as runner:

            def reset() -> None:
                runner.reset_state()
                runner.ask(lambda: None)  # answered behind it

            end = time.perf_counter() + seconds
            while time.perf_counter() < end or not found["pause"]:
                self._pass(chance.uniform(*BETWEEN))
                found["reset"].append(_answer(reset, runner.answered, lambda *_: True))
                self._pass(chance.uniform(*BETWEEN))
                found["pause"].append(
                    _answer(runner.pause, runner.changed, lambda status: status.state is State.PAUSED)
                )
                runner.run()
        return found

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

    def close(self) -> None:
        """Let go of what is held."""
        self._window.close()
        self._window.deleteLater()
        QApplication.processEvents()
        self._folder.cleanup()

    @contextmanager
    def _running(self) -> Iterator[Runner]:
        """In sight, and at full speed."""
        self._window.show()
        runner = self._window.runner
        runner.run()
        self._pass(0.5)  # the pace finds itself
        yield runner
        runner.pause()
        self._wait(lambda: self._state is State.PAUSED)
        self._window.hide()

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


def _engine(chosen: Experiment) -> Engine:
    from rnnviz.engine.session import Session  # in the worker's thread, as for a user

    return Session(chosen, watch=WATCHED)


def _answer(ask: Callable[[], None], said: SignalInstance, is_it: Callable[..., bool]) -> float:
    """Milliseconds from asking until the screen's thread hears what was asked for."""
    loop = QEventLoop()

    def listen(*words: object) -> None:
        if is_it(*words):
            loop.quit()

    said.connect(listen)
    began = time.perf_counter()
    ask()
    loop.exec()
    took = time.perf_counter() - began
    said.disconnect(listen)
    return 1000.0 * took
