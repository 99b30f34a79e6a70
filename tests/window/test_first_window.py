"""What is seen before all is there, and how the rest takes its place."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from rnnviz.app import furnish
from rnnviz.plots.column import Column
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


def test_it_has_been_painted_when_it_says_that_it_is_seen(qtbot, first):
    with qtbot.waitSignal(first.seen):
        first.show()
    assert first.toolbar.isVisible()
    assert first.lesson.text.startswith("The network is being built")


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
    furnish(window, factory)
    window.foreseen.show_findings(())
    window._preflight.close()
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
    furnish(first, factory)
    parts = (first.toolbar, first.panel, first.lower_half, first.transport, first.lesson)
    met, at = [], first.toolbar._controls["run"]
    while not met or at is not first.toolbar._controls["run"]:
        part = next((part for part in parts if part.isAncestorOf(at)), None)
        if part is not None and at.focusPolicy() & Qt.FocusPolicy.TabFocus and part is not (met or [None])[-1]:
            met.append(part)
        at = at.nextInFocusChain()
    assert met == list(parts)
