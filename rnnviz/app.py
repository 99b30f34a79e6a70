"""The composition root of the window: the one place where its parts meet the real engine."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from rnnviz.beginning import release_collector, speak_utf8
from rnnviz.live.priority import take_short_turns
from rnnviz.plots.fonts import load_fonts
from rnnviz.ui.gradually import Parts, at_once
from rnnviz.ui.hooks import Alarm
from rnnviz.ui.icons import icon
from rnnviz.ui.window import MainWindow

if TYPE_CHECKING:
    from rnnviz.experiment import Experiment
    from rnnviz.live.engine import Engine, EngineFactory
    from rnnviz.recording.keeping import Keeping
    from rnnviz.ui.kept import Kept

POINTS = 9.75
"""Size of the text."""


def load_engine() -> None:
    """Import what a network needs: Keras and TensorFlow, for seconds."""
    importlib.import_module("rnnviz.engine.session")


_NUMBERS = (
    "rnnviz.presets",
    "rnnviz.recording.opening",
    "rnnviz.recording.playback",
    "rnnviz.analysis.lesson",
    "rnnviz.analysis.reach",
    "rnnviz.preflight",
)
"""What stands on NumPy and under all that draws."""


def import_numbers() -> None:
    """Import NumPy and what neither Qt nor Keras is needed for: a third of what a window is filled with.

    Outside the screen's thread that holds nothing up, and for nothing with Qt in it would that be safe.
    """
    for name in _NUMBERS:
        importlib.import_module(name)


def make_engine(experiment: Experiment, keeping: Keeping | None = None) -> Engine:
    """The real thing: a Keras network that is trained and watched, and of which so much is kept."""
    from rnnviz.engine.session import Session
    from rnnviz.recording.keeping import USUAL

    keeping = keeping or USUAL
    slots = keeping.slots(experiment.chunking.batch_size)
    return Session(experiment, slots, budget=keeping.bytes, gates=keeping.gates)


def main_window(
    engine: EngineFactory,
    settings: QSettings,
    experiment: Experiment | None = None,
    path: str | None = None,
    load: Callable[[], object] | None = None,
    kept: Kept | None = None,
) -> MainWindow:
    """A window that is ready to be shown, with all that is in it.

    Args:
        engine: Makes what computes.
        settings: Where the window remembers things.
        experiment: What it begins with; the first preset when left out.
        path: A recording to open instead, or a file of data to learn from.
        load: Imports what the engine needs, in the worker's thread.
        kept: What the engine is to keep of a run, where it asks.
    """
    window = MainWindow(settings)
    at_once(furnish(window, engine, experiment, path, load, kept))
    return window


def furnish(
    window: MainWindow,
    engine: EngineFactory,
    experiment: Experiment | None = None,
    path: str | None = None,
    load: Callable[[], object] | None = None,
    kept: Kept | None = None,
) -> Parts:
    """Give a window all that it can show without, in parts; the arguments are those of :func:`main_window`."""
    yield import_numbers
    from rnnviz.live.runner import Runner
    from rnnviz.presets import PRESETS
    from rnnviz.ui.kept import Kept

    begin = experiment or next(iter(PRESETS.values())).experiment
    runner = Runner(engine, load) if load else Runner(engine)
    runner.setParent(window)
    yield from window.furnish(runner, PRESETS, begin, kept or Kept(window.settings))
    if path is not None:
        window.take(path)


def make_application() -> QApplication:
    """The application with its name, style and letters; there can be one in a process."""
    QApplication.setApplicationName("rnnviz")
    QApplication.setOrganizationName("rnnviz")
    QApplication.setDesktopFileName("rnnviz")
    speak_utf8()
    take_short_turns()
    # As an argument, for `setStyle` makes a Python object of the style: 10 ms until the first window.
    app = QApplication([*sys.argv[:1], "-style", "fusion"])
    app.setWindowIcon(icon("rnnviz", ""))
    letters = QFont(load_fonts())
    letters.setPointSizeF(POINTS)
    app.setFont(letters)
    return app


def fill(window: MainWindow, path: str | None = None) -> None:
    """Furnish a window that shows, with the real engine and while it answers; `path` is as in :func:`main_window`."""
    from rnnviz.ui.kept import Kept

    window.filling.done.connect(release_collector)
    window.filling.done.connect(window.begin)  # at once: keys that were pressed meanwhile come next
    kept = Kept(window.settings)
    window.filling.begin(furnish(window, lambda chosen: make_engine(chosen, kept.now), None, path, load_engine, kept))


def _leave(status: int, settings: QSettings) -> NoReturn:
    """End the process at once, having done what Python and Qt else do as they end."""
    from rnnviz.recording.ending import end as end_recordings

    settings.sync()
    end_recordings()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def run_window(path: str | None = None) -> int:
    """Show the window until it is closed, with the recording or the data at `path` if any; the exit status."""
    app = make_application()
    settings = QSettings()
    window = MainWindow(settings)
    window.seen.connect(lambda: fill(window, path))
    alarm = Alarm(window)
    alarm.install()
    alarm.rang.connect(window.show_failure)
    for ending in (signal.SIGINT, signal.SIGTERM):
        # Python hears of a signal when it is next asked something: the window's timers see to that.
        # That may be in the middle of a painting, so the window closes a moment later.
        signal.signal(ending, lambda *_: QTimer.singleShot(0, window.close))
    window.show()
    status = app.exec()
    if not window.ended:
        # The worker is deep inside an import or a compilation, which nothing can interrupt.
        # Destroying its running thread would abort with a core dump.
        _leave(status, settings)
    # A window that is left to the interpreter's end can outlive Qt and crash there.
    window.deleteLater()
    app.processEvents()
    return status
