"""Processes that say at what time of day they first had something to see, or what held them up, and end.

Run as ``python -m rnnviz.commands.start_probes NAME``. Nothing but what a probe needs is imported, and
that in the order in which the command does: the window with NumPy before Qt.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from rnnviz.commands.stopwatch import BEAT

if TYPE_CHECKING:
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
    """The window of rnnviz, as the command opens it."""
    _open(picture=False)


def picture() -> None:
    """The same, running at once, until a state is seen."""
    _open(picture=True)


def loading() -> None:
    """The window while Keras is imported and the first network compiled; says how its thread was held up, in ms."""
    app, window = _made()
    from PySide6.QtCore import Qt, QTimer

    beats: list[float] = []

    def beat() -> None:
        beats.append(time.perf_counter())
        if window.runner.status.recording is not None:
            gaps = [1000.0 * (after - before) for before, after in pairwise(beats)]
            print(json.dumps({"longest": max(gaps)}), flush=True)
            os._exit(0)

    timer = QTimer(window)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(beat)
    window.show()
    timer.start(BEAT)
    app.exec()


def _open(*, picture: bool) -> None:
    app, window = _made()
    from PySide6.QtCore import QTimer

    from rnnviz.commands.first_paint import FirstPaint

    if picture:
        from rnnviz.plots.canvas import PanelCanvas

        canvas = window.findChild(PanelCanvas, "plot-hidden-state")
        assert isinstance(canvas, PanelCanvas)
        panel = canvas.panel
        FirstPaint(canvas, lambda: panel.view is not None and panel.view.batches > 0)
    else:
        FirstPaint(window)
    window.show()
    if picture:
        eager = QTimer(window)
        eager.timeout.connect(window.runner.run)  # in vain before there is an experiment, and after the first
        eager.start(10)
    app.exec()


def _made() -> tuple[QApplication, MainWindow]:
    """The application and its window, as the command makes them, with settings of its own."""
    from rnnviz.beginning import load_numpy, load_qt

    load_numpy()
    load_qt()
    from PySide6.QtCore import QSettings

    from rnnviz.app import load_engine, main_window, make_application, make_engine
    from rnnviz.ui.display import missing_display

    missing_display()
    app = make_application()
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        window = main_window(make_engine, settings, load=load_engine)
    window.resize(1440, 900)
    return app, window


if __name__ == "__main__":
    {"bare": bare, "window": window, "picture": picture, "loading": loading}[sys.argv[1]]()
