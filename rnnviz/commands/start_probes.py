"""Processes that say at what time of day they first had something to see, or what held them up, and end.

Run as ``python -m rnnviz.commands.start_probes NAME``. Nothing but what a probe needs is imported.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from rnnviz.commands.stopwatch import BEAT

if TYPE_CHECKING:
    from rnnviz.ui.window import MainWindow


class FirstPaint(QObject):
    """Ends the process once a widget has been painted.

    Args:
        widget: The widget.
        counts: Whether a painting is the one that is waited for.
    """

    def __init__(self, widget: QWidget, counts: Callable[[], bool] = lambda: True) -> None:
        super().__init__(widget)
        self._counts = counts
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._counts():
            watched.removeEventFilter(self)
            QTimer.singleShot(0, _tell)  # by then it is on the screen
        return False


def _tell() -> None:
    print(time.time(), flush=True)
    os._exit(0)  # a thread may be deep inside an import, which nothing can interrupt


def bare() -> None:
    """A window with nothing in it."""
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
    from rnnviz.beginning import load_numpy

    load_numpy()
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
