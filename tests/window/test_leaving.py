"""Leaving in a process of its own: while the worker cannot be reached, or before the window is filled."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEAVING = """
import sys
from PySide6.QtCore import QSettings
from fake_engine import recorded
from rnnviz import app
from rnnviz.experiment import Experiment

recording = recorded(Experiment(), 5)
settings = QSettings(sys.argv[1], QSettings.Format.IniFormat)
settings.setValue("window/here", "kept")
app._leave(0, settings)
"""


def test_temporary_recordings_go_and_settings_stay(tmp_path):
    settings, temporary = tmp_path / "settings.ini", tmp_path / "temporary"
    temporary.mkdir()
    left = subprocess.run(
        [sys.executable, "-c", LEAVING, str(settings)],
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}", "TMPDIR": str(temporary)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (left.returncode, left.stderr) == (0, "")
    assert list(temporary.iterdir()) == []
    assert "here=kept" in settings.read_text()


SIGNALLED = """
import os
import signal
import sys
from PySide6.QtCore import QSettings
from rnnviz import app
from rnnviz.ui.window import MainWindow

QSettings.setDefaultFormat(QSettings.Format.IniFormat)
when, number = sys.argv[1], int(sys.argv[2])
shown, furnish = MainWindow.showEvent, app.furnish

def show(window, event):
    shown(window, event)
    if when == "shown":
        signal.raise_signal(number)

def parts(*arguments):
    for part, work in enumerate(furnish(*arguments)):
        if when == str(part):
            signal.raise_signal(number)
        yield work

MainWindow.showEvent, app.furnish = show, parts
sys.exit(app.run_window())
"""


@pytest.mark.parametrize(
    ("when", "number"),
    [("shown", signal.SIGTERM), ("shown", signal.SIGINT), (0, signal.SIGTERM), (3, signal.SIGINT), (7, signal.SIGTERM)],
)
def test_a_request_to_end_is_followed_before_the_window_is_filled(tmp_path, when, number):
    done = subprocess.run(
        [sys.executable, "-c", SIGNALLED, str(when), str(int(number))],
        env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "geometry" in "".join(path.read_text() for path in tmp_path.rglob("*.ini"))
