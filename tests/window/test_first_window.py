"""What is seen before all is there, and how the rest takes its place."""

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication

from rnnviz.app import furnish
from rnnviz.live.status import Failure
from rnnviz.plots.blank import BlankStack
from rnnviz.plots.column import Column
from rnnviz.ui.gradually import at_once
from rnnviz.ui.window import MainWindow

PLOTS = range(4)


@pytest.fixture
def first(qtbot, settings):
    made = MainWindow(settings)
    yield made
    made.close()
    assert made.ended
    made.deleteLater()


def places(window):
    """Where in the window its plots are, of those that are to be seen."""
    columns = [column for column in window.findChildren(Column) if column.isVisible()]
    assert len(columns) == 1
    plots = [columns[0].widget(number) for number in PLOTS]
    corners = [(plot.mapTo(window, QPoint(0, 0)).toTuple(), plot.size().toTuple()) for plot in plots]
    return [corner for corner, plot in zip(corners, plots, strict=True) if plot.isVisible()]


def batches(window):
    recording = window.runner.status.recording
    return recording.batches if recording else 0


def test_it_has_been_painted_when_it_says_that_it_is_seen(qtbot, first):
    with qtbot.waitSignal(first.seen):
        first.show()
    assert first.toolbar.isVisible()
    assert first.lesson.text.startswith("The network is being built")


def test_it_says_once_that_it_is_seen_however_often_it_is_painted(qtbot, first):
    with qtbot.waitSignal(first.seen):
        first.show()
    with qtbot.assertNotEmitted(first.seen, wait=30):
        first.resize(1000, 700)
        first.grab()


@pytest.mark.parametrize("size", [(900, 600), (1440, 900)])
@pytest.mark.parametrize("hidden", ["", "transitions|loss"])
def test_nothing_moves_when_the_rest_comes(qtbot, first, settings, factory, size, hidden):
    first.close()
    settings.setValue("view/hidden-plots", hidden)
    window = MainWindow(settings)
    window.resize(*size)
    with qtbot.waitSignal(window.seen):
        window.show()
    bars = (window.toolbar, window.pickers, window.transport, window.lesson)
    before = places(window), [bar.geometry() for bar in bars], window.arrangement.splitter.sizes()
    at_once(furnish(window, factory))
    window.foreseen.show_findings(())
    window._on_screen.preflight.close()
    QApplication.sendPostedEvents()
    assert (places(window), [bar.geometry() for bar in bars], window.arrangement.splitter.sizes()) == before
    window.close()
    window.deleteLater()


def test_closing_it_before_the_rest_has_come_ends_it(qtbot, first, settings):
    first.show()
    first.close()
    assert not first.isVisible()
    with qtbot.assertNotEmitted(first.seen, wait=300):
        pass
    assert settings.value("window/geometry")


def test_the_tab_key_goes_from_the_top_to_the_bottom(first, factory):
    first.show()
    at_once(furnish(first, factory))
    first.begin()
    parts = (first.toolbar, first.panel, first.lower_half, first.transport, first.lesson)
    met, at = [], first.toolbar._controls["run"]
    while not met or at is not first.toolbar._controls["run"]:
        part = next((part for part in parts if part.isAncestorOf(at)), None)
        if part is not None and at.focusPolicy() & Qt.FocusPolicy.TabFocus and part is not (met or [None])[-1]:
            met.append(part)
        at = at.nextInFocusChain()
    assert met == list(parts)


def test_what_is_asked_before_the_rest_has_come_is_done_then_and_once(qtbot, first, factory):
    with qtbot.waitSignal(first.seen):
        first.show()
    first.actions_by_name["step"].trigger()
    first.actions_by_name["ledger"].trigger()
    at_once(furnish(first, factory))
    first.begin()
    qtbot.waitUntil(lambda: batches(first) == 1)
    assert first.actions_by_name["ledger"].isChecked()
    assert first.lower_half.ledger.isVisible()
    first.actions_by_name["step"].trigger()
    qtbot.waitUntil(lambda: batches(first) == 2)


def test_what_is_asked_between_two_parts_of_the_rest_is_done_when_all_is_there(qtbot, first, factory):
    pressed = []

    def parts():
        for work in furnish(first, factory):
            qtbot.keyClick(first, Qt.Key.Key_Right)
            pressed.append("step")
            yield work

    with qtbot.waitSignal(first.seen):
        first.show()
    first.filling.done.connect(first.begin)
    with qtbot.waitSignal(first.filling.done):
        first.filling.begin(parts())
    qtbot.waitUntil(lambda: batches(first) == len(pressed))
    assert len(pressed) > 5


@pytest.mark.parametrize("part", range(8))
def test_closing_it_between_two_parts_of_the_rest_ends_it(qtbot, first, factory, part):
    def parts():
        for number, work in enumerate(furnish(first, factory)):
            if number == part:
                QTimer.singleShot(0, first.close)
            yield work

    with qtbot.waitSignal(first.seen):
        first.show()
    with qtbot.assertNotEmitted(first.filling.done, wait=30):
        first.filling.begin(parts())
        qtbot.waitUntil(lambda: not first.isVisible())
    assert not hasattr(first, "runner") or not first.runner._thread.isRunning()


def test_what_goes_wrong_before_the_rest_has_come_is_said_at_the_bottom(first):
    first.show_failure(Failure.of(ImportError("no module named numpy")))
    assert "ImportError: no module named numpy" in first.lesson.text


def test_keys_go_to_the_plots_before_and_after_the_rest_has_come(qtbot, first, factory):
    with qtbot.waitSignal(first.seen):
        first.show()
    assert isinstance(first.focusWidget(), BlankStack)
    at_once(furnish(first, factory))
    first.begin()
    QApplication.sendPostedEvents()
    QApplication.processEvents()
    assert first.focusWidget() is first.stack


def test_it_is_quit_before_the_rest_has_come(qtbot, first):
    with qtbot.waitSignal(first.seen):
        first.show()
    first.actions_by_name["quit"].trigger()
    assert not first.isVisible()
