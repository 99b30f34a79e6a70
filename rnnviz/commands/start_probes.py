"""Processes that say at what time of day they first had something to see, or what held them up, and end.

Run as ``python -m rnnviz.commands.start_probes NAME``. Nothing but what a probe needs is imported, and
that in the order in which the command does.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from rnnviz.ui.window import MainWindow


def bare() -> None:
    """A window with nothing in it."""
    from PySide6.QtWidgets import QApplication, QWidget

    from rnnviz.commands.first_paint import FirstPaint

    app = QApplication(sys.argv[:1])
    window = QWidget()
    window.resize(1440, 900)
    FirstPaint(window)
    window.show()
    app.exec()


def window() -> None:
    """The window of rnnviz as the command shows it first: with every bar and frame, and the panel still empty."""
    app, window = _made()
    from rnnviz.commands.first_paint import FirstPaint

    FirstPaint(window)
    window.show()
    app.exec()


def complete() -> None:
    """The same with all that is in it: the choices, the map of the chunks, and what is wrong with the experiment."""

    def complete(window: MainWindow) -> None:
        from rnnviz.commands.first_paint import FirstPaint

        def look() -> None:
            if window.panel.chunk_map.plan is not None and window.foreseen.isVisible():
                timer.stop()
                FirstPaint(window.foreseen)
                window.foreseen.update()

        timer = _often(window, look, 1)

    _run(complete)


def picture() -> None:
    """The same, running at once, until a state is seen."""

    def complete(window: MainWindow) -> None:
        from rnnviz.commands.first_paint import FirstPaint
        from rnnviz.plots.canvas import PanelCanvas

        canvas = window.findChild(PanelCanvas, "plot-hidden-state")
        assert isinstance(canvas, PanelCanvas)
        panel = canvas.panel
        FirstPaint(canvas, lambda: panel.view is not None and panel.view.batches > 0)
        # In vain before there is an experiment, and after the first.
        _often(window, window.runner.run, 10)

    _run(complete)


def loading() -> None:
    """The window from its first picture until a network is built in it; says how its thread was held up, in ms."""
    import json

    from rnnviz.commands.stopwatch import BEAT

    def watch(window: MainWindow) -> None:
        beats: list[float] = []

        def beat() -> None:
            beats.append(time.perf_counter())
            runner = getattr(window, "runner", None)  # it is one of the parts that come
            if runner is not None and runner.status.recording is not None:
                gaps = [1000.0 * (after - before) for before, after in pairwise(beats)]
                print(json.dumps({"longest": max(gaps)}), flush=True)
                os._exit(0)

        _often(window, beat, BEAT)

    _run(watch, when_seen=True)


def _often(window: MainWindow, do: Callable[[], object], milliseconds: int) -> QTimer:
    from PySide6.QtCore import Qt, QTimer

    timer = QTimer(window)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(do)
    timer.start(milliseconds)
    return timer


def _run(do: Callable[[MainWindow], object], when_seen: bool = False) -> None:
    """Show the window as the command does, and do something once all is in it, or already when it is seen."""
    app, window = _made()
    from rnnviz.app import fill

    (window.seen if when_seen else window.filling.done).connect(lambda: do(window))
    window.seen.connect(lambda: fill(window))
    window.show()
    app.exec()


def _made() -> tuple[QApplication, MainWindow]:
    """The application and its window, as the command makes them, with settings of its own."""
    from rnnviz.beginning import hold_collector, load_qt, spare_threads

    hold_collector()
    spare_threads()
    load_qt()
    from PySide6.QtCore import QSettings, QTemporaryDir

    from rnnviz.app import make_application
    from rnnviz.ui.display import missing_display
    from rnnviz.ui.window import MainWindow

    missing_display()
    app = make_application()
    nothing_kept = QTemporaryDir().filePath("settings.ini")
    window = MainWindow(QSettings(nothing_kept, QSettings.Format.IniFormat))
    window.resize(1440, 900)
    return app, window


if __name__ == "__main__":
    {"bare": bare, "window": window, "complete": complete, "picture": picture, "loading": loading}[sys.argv[1]]()
