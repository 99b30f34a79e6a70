"""The window's size: remembered, and never larger than the screen that is there."""

import pytest
from PySide6.QtCore import QRect, QSettings, QSize
from PySide6.QtWidgets import QSplitter, QWidget

from rnnviz.ui.memory import FIRST_SIZE, FRAME, fitted, remember, restore

LARGE = QRect(0, 0, 1920, 1200)


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900), (1366, 740)])
def test_the_first_window_leaves_room_for_its_frame(size):
    screen = QRect(0, 24, *size)  # below a bar of the desktop
    window = fitted(QRect(screen.topLeft(), FIRST_SIZE), screen)
    assert screen.contains(window.marginsAdded(FRAME))


def test_a_window_that_fits_stays_where_it_is():
    there = QRect(100, 80, 1440, 900)
    assert fitted(there, LARGE) == there


@pytest.mark.parametrize("there", [(1700, 900, 1440, 900), (-500, -300, 1000, 700), (3000, 100, 900, 600)])
def test_a_window_off_the_screen_moves_onto_it_in_its_size(there):
    window = fitted(QRect(*there), LARGE)
    assert LARGE.contains(window.marginsAdded(FRAME))
    assert window.size() == QSize(*there[2:])


def make_window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window, QSplitter(window)


def test_a_size_and_a_place_are_remembered(qtbot, tmp_path):
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window, splitter = make_window(qtbot)
    there = QRect(20, 60, 500, 400)
    window.setGeometry(there)
    remember(settings, window, splitter)

    another, splitter = make_window(qtbot)
    restore(settings, another, splitter)
    assert another.geometry() == there


def test_a_window_remembered_from_a_larger_screen_is_on_this_one(qtbot, tmp_path):
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window, splitter = make_window(qtbot)
    window.setGeometry(QRect(3000, 2000, 2400, 1500))
    remember(settings, window, splitter)

    another, splitter = make_window(qtbot)
    restore(settings, another, splitter)
    assert another.screen().availableGeometry().contains(another.geometry().marginsAdded(FRAME))


def test_the_first_size_fits_the_screen(qtbot, tmp_path):
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window, splitter = make_window(qtbot)
    restore(settings, window, splitter)
    room = window.screen().availableGeometry().marginsRemoved(FRAME).size()
    assert window.size() == FIRST_SIZE.boundedTo(room)
