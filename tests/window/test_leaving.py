"""Leaving while the worker cannot be reached, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

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
