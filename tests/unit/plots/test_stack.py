from dataclasses import replace

import numpy as np
import pytest
from fake_recording import echo_block, echo_header, echo_recording
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from rnnviz.chunking import Chunking
from rnnviz.plots.stack import PlotStack
from rnnviz.plots.theme import DARK, LIGHT
from rnnviz.recording.recorder import Recorder


@pytest.fixture
def stack(qtbot):
    made = PlotStack(DARK)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show_recording(echo_recording(100))
    made.show()
    QApplication.processEvents()
    return made


def plot(stack, name):
    return stack.findChild(QWidget, f"plot-{name}")


def wheel(widget, notches, x=None, modifiers=Qt.KeyboardModifier.NoModifier):
    at = QPointF(widget.width() / 2 if x is None else x, widget.height() / 2)
    turned = QPoint(0, int(120 * notches))
    event = QWheelEvent(
        at, widget.mapToGlobal(at), QPoint(), turned, Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_it_follows_the_newest_batch_and_shows_the_last_240_timesteps(stack):
    assert stack.following
    assert stack.visible_range == (760, 1000)


def test_growing_moves_the_view_on_while_following(qtbot):
    header = echo_header()
    recorder = Recorder(header)
    recorder.append(echo_block(header, 0, 30, np.zeros(30, np.int8)))
    stack = PlotStack(LIGHT)
    qtbot.addWidget(stack)
    stack.show_recording(recorder.recording)
    stack.show()
    recorder.append(echo_block(header, 30, 20, np.zeros(20, np.int8)))
    stack.refresh()
    assert stack.visible_range == (260, 500)


def test_dragging_moves_the_time_and_lets_go(stack, qtbot):
    canvas = plot(stack, "hidden-state")
    with qtbot.waitSignal(stack.following_changed, check_params_cb=lambda on: not on):
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 60))
        QTest.mouseMove(canvas, QPoint(500, 60))
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(500, 60))
    steps = 100 / canvas.frame.pixels_per_step
    assert stack.viewport.start == pytest.approx(760 - steps)
    assert not stack.following


def test_a_click_without_a_drag_keeps_following(stack):
    QTest.mouseClick(plot(stack, "loss"), Qt.MouseButton.LeftButton, pos=QPoint(400, 50))
    assert stack.following


def test_the_wheel_zooms_around_the_mouse_on_the_time_axis_only(stack):
    canvas = plot(stack, "loss")
    x = 300.0
    before = canvas._timestep(x)
    wheel(canvas, 2, x)
    assert not stack.following
    assert stack.viewport.span == pytest.approx(240 * 0.8**2)
    assert canvas._timestep(x) == pytest.approx(before)


def test_the_wheel_with_shift_moves_sideways(stack):
    wheel(plot(stack, "loss"), 1, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert stack.viewport.span == 240
    assert stack.viewport.start < 760


def test_a_double_click_follows_again_with_the_zoom_kept(stack, qtbot):
    stack.show_range(100, 200)
    with qtbot.waitSignal(stack.following_changed, check_params_cb=lambda on: on):
        QTest.mouseDClick(plot(stack, "hidden-state"), Qt.MouseButton.LeftButton, pos=QPoint(400, 60))
    assert stack.visible_range == (900, 1000)


def test_pointing_tells_what_is_there_in_every_plot(stack, qtbot):
    for name, said in (
        ("hidden-state", "unit"),
        ("loss", "loss"),
        ("sequence", "prediction"),
        ("transitions", "slot 0"),
    ):
        canvas = plot(stack, name)
        with qtbot.waitSignal(stack.pointed) as signal:
            QTest.mouseMove(canvas, canvas.frame.box.center().toPoint())
        assert said in signal.args[0]
        assert "batch 88" in signal.args[0]


def test_pointing_beside_a_plot_tells_nothing(stack, qtbot):
    canvas = plot(stack, "loss")
    QTest.mouseMove(canvas, canvas.frame.box.center().toPoint())
    with qtbot.waitSignal(stack.pointed, check_params_cb=lambda said: said == ""):
        QTest.mouseMove(canvas, QPoint(5, 5))
    assert stack.pointer is None


def test_a_hairline_runs_through_all_plots_at_the_mouse(stack):
    canvas, other = plot(stack, "hidden-state"), plot(stack, "loss")
    before = other.grab().toImage()
    QTest.mouseMove(canvas, QPoint(500, 60))
    QApplication.processEvents()
    after = other.grab().toImage()
    changed = [x for x in range(after.width()) if before.pixel(x, 40) != after.pixel(x, 40)]
    assert changed
    assert all(abs(x - 500) <= 4 for x in changed)


def test_nothing_is_read_when_nothing_is_new(stack, monkeypatch):
    stack.refresh()
    reads = []
    for name in stack.panels:
        monkeypatch.setattr(stack.panel(name), "read", lambda *args, name=name: reads.append(name))
    stack.refresh()
    assert reads == []
    stack.pan(-10)
    stack.refresh()
    assert reads == list(stack.panels)


def test_new_batches_out_of_sight_draw_nothing(qtbot, monkeypatch):
    header = echo_header()
    recorder = Recorder(header)
    recorder.append(echo_block(header, 0, 60, np.zeros(60, np.int8)))
    stack = PlotStack(LIGHT)
    qtbot.addWidget(stack)
    stack.show_recording(recorder.recording)
    stack.show()
    stack.show_range(0, 200)
    QApplication.processEvents()
    stack.refresh()
    reads = []
    monkeypatch.setattr(stack.panel("loss"), "read", lambda *args: reads.append(args))
    recorder.append(echo_block(header, 60, 10, np.zeros(10, np.int8)))
    stack.refresh()
    assert reads == []


def test_a_hidden_plot_is_not_read(stack, monkeypatch):
    reads = []
    monkeypatch.setattr(stack.panel("sequence"), "read", lambda *args: reads.append(args))
    stack.set_panel_visible("sequence", False)
    stack.pan(-10)
    QApplication.processEvents()
    assert reads == []
    stack.set_panel_visible("sequence", True)
    QApplication.processEvents()
    stack.refresh()
    assert len(reads) == 1


def seen(stack):
    return {name for name in stack.panels if plot(stack, name.replace(" ", "-")).isVisible()}


def test_plots_that_there_is_no_room_for_are_left_out_the_least_important_first(stack):
    for height, left in (
        (315, {"transitions", "hidden state", "loss", "sequence"}),  # the smallest window, with all that it may say
        (280, {"transitions", "hidden state", "loss"}),
        (200, {"transitions", "hidden state"}),
        (120, {"transitions", "hidden state"}),
        (700, {"transitions", "hidden state", "loss", "sequence"}),
    ):
        stack.resize(1000, height)
        QApplication.processEvents()
        assert seen(stack) == left


def test_a_plot_that_is_hidden_makes_room_and_stays_hidden_when_there_is_room_again(stack):
    stack.set_panel_visible("hidden state", False)
    QApplication.processEvents()
    stack.resize(1000, 160)
    QApplication.processEvents()
    assert seen(stack) == {"transitions", "loss"}
    stack.resize(1000, 700)
    QApplication.processEvents()
    assert seen(stack) == {"transitions", "loss", "sequence"}


def test_a_figure_has_the_plots_that_were_left_out_for_lack_of_room_but_not_the_hidden_ones(stack):
    stack.set_panel_visible("loss", False)
    stack.resize(1000, 200)
    QApplication.processEvents()
    assert stack.figure().panels == ("transitions", "hidden state", "sequence")


def test_a_hidden_window_reads_nothing(stack, monkeypatch):
    stack.hide()
    reads = []
    monkeypatch.setattr(stack.panel("loss"), "read", lambda *args: reads.append(args))
    stack.pan(-10)
    stack.refresh()
    assert reads == []


def test_without_batches_it_says_what_to_press(qtbot):
    stack = PlotStack(DARK)
    qtbot.addWidget(stack)
    stack.show_recording(echo_recording(0))
    stack.show()
    label = stack.findChild(QLabel, "plots-empty")
    assert label.isVisible()
    assert "Space" in label.text()
    stack.show_recording(echo_recording(1))
    assert not label.isVisible()
    stack.expect(length=10, letters=False)
    assert label.isVisible()
    assert stack.source is None


def test_what_to_press_stands_in_the_middle_of_the_largest_plot(qtbot):
    stack = PlotStack(DARK)
    qtbot.addWidget(stack)
    stack.resize(900, 700)
    stack.show()
    label, plot = stack.findChild(QLabel, "plots-empty"), stack.findChild(QWidget, "plot-hidden-state")
    qtbot.waitUntil(lambda: label.height() > 100)
    middle = plot.frame.box.center() + plot.mapTo(stack, QPointF(0, 0))
    assert abs(label.geometry().center().y() - middle.y()) < 2
    assert abs(label.geometry().center().x() - middle.x()) < 2


@pytest.mark.parametrize(("length", "letters"), [(10, False), (6, False), (10, True)])
def test_the_axis_is_the_same_before_there_is_a_recording(qtbot, length, letters):
    stack = PlotStack(DARK)
    qtbot.addWidget(stack)
    stack.expect(length, letters)
    axis = stack.findChild(QWidget, "time-axis")
    expected = (stack.viewport.span, axis.length)
    header = replace(echo_header(length=length), symbols=("a", "b") if letters else None)
    stack.show_recording(Recorder(header).recording)
    assert (stack.viewport.span, axis.length) == expected


def test_a_new_run_is_not_a_sliver_in_the_zoom_of_a_long_one(stack):
    stack.show_recording(echo_recording(20))
    stack.viewport.grow(200_000)
    stack.show_range(0, 200_000)
    stack.show_recording(echo_recording(3))
    assert stack.viewport.span <= 2_400


def test_what_is_under_a_mouse_at_rest_is_said_anew_when_the_time_moves(stack, qtbot):
    plot = stack.findChild(QWidget, "plot-hidden-state")
    said = []
    stack.pointed.connect(said.append)
    at = plot.frame.box.center()
    qtbot.mouseMove(plot, at.toPoint())
    qtbot.waitUntil(lambda: bool(said))
    stack.show_range(0, 100)
    qtbot.waitUntil(lambda: said[-1].startswith("t 49 ") or said[-1].startswith("t 50 "))
    assert round(stack.pointer) in (49, 50)


def test_another_recording_is_followed_from_the_start(stack, qtbot):
    stack.show_range(100, 200)
    with qtbot.waitSignal(stack.following_changed):
        stack.show_recording(echo_recording(50))
    assert stack.visible_range == (400, 500)


def test_a_layer_state_or_slot_that_is_not_there_is_refused(stack):
    with pytest.raises(ValueError, match="slot 3 is not watched"):
        stack.choose(0, "h", 3)
    with pytest.raises(ValueError, match="no state 'c'"):
        stack.choose(0, "c", 0)


def test_choosing_another_slot_shows_it(stack):
    stack.choose(0, "h", 1)
    stack.refresh()
    assert "slot 1" in stack.panel("hidden state").subtitle


def test_all_frames_line_up(stack):
    boxes = [plot(stack, name.replace(" ", "-")).frame.box for name in stack.panels]
    axis = stack.findChild(QWidget, "time-axis").frame.box
    assert {(box.left(), box.right()) for box in (*boxes, axis)} == {(boxes[0].left(), boxes[0].right())}


def test_the_plots_fill_the_height(stack):
    stack.resize(1000, 900)
    QApplication.processEvents()
    heights = [plot(stack, name.replace(" ", "-")).height() for name in stack.panels]
    assert sum(heights) > 900 - 40 - 20
    assert heights[1] == max(heights)


def test_every_plot_has_a_name_and_a_summary_for_those_who_do_not_see_it(stack, qtbot):
    canvas = plot(stack, "loss")
    assert canvas.accessibleName() == "Loss"
    qtbot.waitUntil(lambda: canvas.accessibleDescription() != "", timeout=3000)
    assert "The loss in view is between" in canvas.accessibleDescription()


def test_the_theme_changes_all_colours(stack):
    dark = stack.grab().toImage().pixelColor(3, 3).name()
    stack.set_theme(LIGHT)
    QApplication.processEvents()
    light = stack.grab().toImage().pixelColor(3, 3).name()
    assert (dark, light) == (DARK.window, LIGHT.window)


def test_a_figure_ends_where_the_recording_does(qtbot):
    stack = PlotStack(DARK)
    qtbot.addWidget(stack)
    stack.show_recording(echo_recording(4, np.zeros(4, np.int8)))
    figure = stack.figure()
    assert (figure.start, figure.stop) == (0.0, stack.source.recording.timesteps)


def test_short_chunks_are_shown_near_enough_to_have_a_mark_each(qtbot):
    stack = PlotStack(DARK)
    qtbot.addWidget(stack)
    header = echo_header(units=2)
    header = replace(header, experiment=replace(header.experiment, chunking=Chunking(length=1, batch_size=16)))
    recorder = Recorder(header)
    stack.show_recording(recorder.recording)
    assert stack.viewport.span == 24.0
