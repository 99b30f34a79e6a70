import gc
import os
import subprocess
import sys

import pytest

from rnnviz.beginning import hold_collector, release_collector


@pytest.mark.skipif(sys.platform != "linux", reason="locales are named otherwise elsewhere")
@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LC_ALL": "C.UTF-8"}, {"LANG": "C"}])
def test_qt_has_nothing_to_say_about_the_locale(locale):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    done = subprocess.run(
        [sys.executable, "-c", "from rnnviz.app import make_application\nmake_application()"],
        env={**kept, **locale, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_modules_are_imported_by_python_alone_after_qt():
    script = """
import builtins
plain = builtins.__import__
from rnnviz.beginning import load_qt
load_qt()
from PySide6.QtWidgets import QApplication
import rnnviz.app
assert builtins.__import__ is plain
assert rnnviz.app.make_application() is QApplication.instance()
"""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_collector_waits_until_it_is_released_and_then_leaves_alone_what_is_there():
    hold_collector()
    assert not gc.isenabled()
    mine = [object()]
    release_collector()
    try:
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
        assert not any(thing is mine for thing in gc.get_objects())
    finally:
        gc.unfreeze()
