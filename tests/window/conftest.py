import gc

import pytest
from fake_engine import FakeFactory
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from rnnviz.app import main_window
from rnnviz.experiment import Experiment
from rnnviz.live.status import State


@pytest.fixture(autouse=True)
def no_widget_is_left_behind(qapp):
    """Every window that a test opens is gone when it ends."""
    palette = qapp.palette()
    before = {id(widget) for widget in QApplication.topLevelWidgets()}
    yield
    qapp.setPalette(palette)
    qapp.sendPostedEvents(None, 52)  # DeferredDelete
    qapp.processEvents()
    gc.collect()
    left = [widget for widget in QApplication.topLevelWidgets() if id(widget) not in before]
    assert left == []


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def factory():
    return FakeFactory()


@pytest.fixture
def open_window(qtbot, factory, settings):
    """Opens windows, and closes and deletes each when the test ends."""
    opened = []

    def make(experiment=None, path=None, load=None):
        window = main_window(factory, settings, experiment, path, load)
        opened.append(window)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield make
    for window in opened:
        window.close()
        assert window.ended
        window.deleteLater()


@pytest.fixture
def window(qtbot, open_window):
    """A window that shows Echo, stateless, ready to run."""
    made = open_window(Experiment())
    qtbot.waitUntil(lambda: made.runner.status.state is State.READY)
    return made
