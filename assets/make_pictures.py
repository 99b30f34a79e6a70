"""Make the README's pictures anew, from today's window and a real network: ``python assets/make_pictures.py``."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSettings, QTimer

from rnnviz.app import load_engine, main_window, make_application, make_engine
from rnnviz.experiment import Experiment
from rnnviz.live.status import State
from rnnviz.presets import PRESETS

PICTURES = Path(__file__).parent / "pictures"
SIZE = (1440, 900)
BATCHES = 600


def wait(milliseconds: int) -> None:
    """Let the window live.

    QTest.qWait would keep the worker from running: it holds on to the interpreter's lock.
    """
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def picture(name: str, theme: str, experiment: Experiment, batches: int = BATCHES) -> None:
    """Run `experiment` in a window and photograph it."""
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        window = main_window(make_engine, settings, experiment=experiment, load=load_engine)
        window.looks.choose(theme)
        window.resize(*SIZE)
        window.show()
        while window.runner.status.state is not State.READY:
            wait(50)
            assert window.runner.status.failure is None, window.runner.status.failure
        window.runner.step(batches)
        while window.runner.status.state is not State.PAUSED:
            wait(50)
        wait(1000)
        window.grab().save(str(PICTURES / f"{name}.png"))
        window.close()
        window.deleteLater()
        wait(10)


def main() -> None:
    """Every picture of the README."""
    PICTURES.mkdir(exist_ok=True)
    app = make_application()
    stateless = PRESETS["echo-stateless"].experiment
    picture("stateless-dark", "dark", stateless)
    picture("stateful-light", "light", PRESETS["echo-stateful"].experiment)
    picture("row-order-light", "light", PRESETS["echo-row-order"].experiment)
    text = PRESETS["moby-dick"].experiment
    picture("text-dark", "dark", replace(text, seed=1), batches=300)
    del app


if __name__ == "__main__":
    main()
