"""The window over a real network."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QSettings

from rnnviz.app import load_engine, main_window, make_engine
from rnnviz.experiment import Experiment
from rnnviz.live.status import State
from rnnviz.recording.transition import Transition

pytestmark = pytest.mark.keras

SLOW = 60_000


@pytest.fixture
def window(qtbot, tmp_path):
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    made = main_window(make_engine, settings, Experiment(), load=load_engine)
    made.show()
    yield made
    made.close()
    assert made.ended
    made.deleteLater()


def ready(qtbot, window, strategy):
    qtbot.waitUntil(
        lambda: (
            window.runner.status.state in (State.READY, State.RUNNING)
            and window.runner.status.recording.header.experiment.strategy == strategy
        ),
        timeout=SLOW,
    )


def test_a_network_is_run_stepped_changed_in_mid_run_and_closed(qtbot, window):
    ready(qtbot, window, "stateless")
    window.actions_by_name["step-ten"].trigger()
    qtbot.waitUntil(lambda: window.showing.shown.recording.batches == 10, timeout=SLOW)
    assert set(window.showing.shown.recording.transitions[1:].ravel()) == {Transition.LOST}
    window.actions_by_name["run"].trigger()
    qtbot.waitUntil(lambda: window.showing.shown.recording.batches > 50, timeout=SLOW)
    strategy = window.panel.field("strategy")
    strategy.set_value("stateful")
    strategy.changed.emit()
    ready(qtbot, window, "stateful")
    qtbot.waitUntil(lambda: window.showing.shown.recording.batches > 50, timeout=SLOW)
    assert set(window.showing.shown.recording.transitions[1:50].ravel()) == {Transition.KEPT}
    qtbot.waitUntil(lambda: "Memory kept" in window.lesson.text, timeout=SLOW)


def closed_by_itself(milliseconds):
    """Run the program in a process of its own, and close its window after a while."""
    code = f"""
import sys
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
import rnnviz.app as app
QSettings.setDefaultFormat(QSettings.Format.IniFormat)
fill = app.fill
def timed(window, *arguments):
    fill(window, *arguments)
    def close():
        window.runner.run()
        window.close()
    window.filling.done.connect(lambda: window.runner.run())
    window.filling.done.connect(lambda: QTimer.singleShot({milliseconds}, window, close))
app.fill = timed
sys.exit(app.run_window())
"""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, timeout=240)


@pytest.mark.parametrize("milliseconds", [60, 600, 2500])
def test_closing_while_keras_loads_or_compiles_ends_with_status_0(milliseconds, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    done = closed_by_itself(milliseconds)
    assert done.returncode == 0, done.stderr
    assert "Fatal" not in done.stderr
    assert "abort" not in done.stderr.lower()
    assert "Traceback" not in done.stderr
