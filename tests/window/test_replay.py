import pytest
from fake_engine import header_of, made_up_block, recorded
from PySide6.QtCore import QPoint, Qt

from rnnviz.analysis.lesson import lesson
from rnnviz.chunking import Chunking
from rnnviz.experiment import Experiment
from rnnviz.live.status import State
from rnnviz.plots.numbers import plotted_numbers
from rnnviz.recording.recorder import Recorder


@pytest.fixture
def window(open_window, qtbot, tmp_path):
    """A window that shows a recording of 60 batches."""
    path = tmp_path / "yesterday.rnnviz"
    recorded(Experiment(strategy="stateful"), 60).save(path)
    made = open_window(path=str(path))
    qtbot.waitUntil(lambda: made.showing.shown is not None)
    return made


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, modifier)


def shown(window):
    return window.stack.source.recording.batches


def test_the_arrows_step_back_and_forth(window, qtbot):
    shift = Qt.KeyboardModifier.ShiftModifier
    for key, modifier, batches in (
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 59),
        (Qt.Key.Key_Left, shift, 49),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 50),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 1),
        (Qt.Key.Key_Right, shift, 11),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, 60),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 60),
    ):
        press(qtbot, window, key, modifier)
        assert shown(window) == batches
    assert window.runner.status.state is State.IDLE


def test_space_plays_from_the_beginning_and_pauses(window, qtbot):
    window.actions_by_name["speed-10"].trigger()
    press(qtbot, window, Qt.Key.Key_Space)
    assert window.actions_by_name["run"].text() == "Pause"
    qtbot.waitUntil(lambda: 3 <= shown(window) < 60)
    press(qtbot, window, Qt.Key.Key_Space)
    stopped_at = shown(window)
    qtbot.wait(150)
    assert shown(window) == stopped_at
    assert window.actions_by_name["run"].text() == "&Play"


def test_playing_ends_at_the_end(window, qtbot):
    window.actions_by_name["speed-1000"].trigger()
    window.actions_by_name["run"].trigger()
    qtbot.waitUntil(lambda: not window.player.playing)
    assert shown(window) == 60
    assert window.actions_by_name["run"].text() == "&Play"


def test_everything_speaks_of_what_is_shown(window, qtbot):
    window.controls.seek(2)
    assert window.toolbar.progress() == "batch 2"
    assert window.transport.place == "timestep 20 of 600"
    assert window.transport.slider.value() == 2
    assert window.lesson.text.replace("\N{NO-BREAK SPACE}", "").endswith(
        lesson(recorded(Experiment(strategy="stateful"), 2)).body.replace("**", "")
    )
    assert window.stack.visible_range[0] == 0
    assert len(list(plotted_numbers(window.stack.source, "hidden state", 0, 600).rows)) == 20
    assert window.stack.figure(everything=True).stop == 20
    assert "60 batches" in window.notice.text


def test_the_slider_shows_any_batch(window):
    window.transport.slider.setValue(33)
    assert shown(window) == 33


def test_the_view_follows_the_playhead_or_is_moved_to_it(window):
    window.controls.seek(40)
    assert window.stack.visible_range[1] == 400
    assert window.stack.following
    window.stack.show_range(0, 100)
    window.controls.seek(50)
    first, last = window.stack.visible_range
    assert first < 500 <= last
    assert not window.stack.following


def test_the_whole_time_axis_can_be_seen_while_a_part_is_shown(window):
    window.controls.seek(10)
    window.actions_by_name["zoom-all"].trigger()
    assert window.stack.visible_range == (0, 600)
    assert window.stack.viewport.playhead == 100


def test_the_playhead_can_be_dragged_along_the_axis(window, qtbot):
    window.controls.seek(10)
    window.actions_by_name["zoom-all"].trigger()
    qtbot.waitUntil(lambda: window.stack.visible_range == (0, 600))
    axis = window.stack.findChild(object, "time-axis")
    here, there = (QPoint(int(axis.frame.x(at)), 4) for at in (100.0, 296.0))
    qtbot.mousePress(axis, Qt.MouseButton.LeftButton, pos=here)
    qtbot.mouseMove(axis, there)
    qtbot.mouseRelease(axis, Qt.MouseButton.LeftButton, pos=there)
    assert shown(window) == 30
    assert window.stack.visible_range == (0, 600)


def test_a_recording_of_another_process_can_be_stopped_and_caught_up_with(open_window, qtbot, tmp_path):
    header = header_of(Experiment())
    with Recorder(header, tmp_path / "growing.rnnviz") as recorder:
        recorder.append(made_up_block(header, 0, 20))
        recorder.flush()
        window = open_window(path=str(tmp_path / "growing.rnnviz"))
        qtbot.waitUntil(lambda: window.showing.shown is not None)
        assert window.actions_by_name["run"].text() == "Pause"
        window.actions_by_name["run"].trigger()
        recorder.append(made_up_block(header, 20, 30))
        recorder.flush()
        qtbot.waitUntil(lambda: window.transport.place == "timestep 200 of 500")
        window.actions_by_name["last"].trigger()
        assert shown(window) == 50
        recorder.append(made_up_block(header, 50, 5))
        recorder.flush()
        qtbot.waitUntil(lambda: shown(window) == 55)


def test_a_live_run_is_looked_back_on_and_goes_on_from_its_end(open_window, qtbot):
    window = open_window(Experiment(chunking=Chunking(length=10, batch_size=4)))
    qtbot.waitUntil(lambda: window.runner.status.state is State.READY)

    def live():
        return window.showing.live.recording.batches

    window.actions_by_name["step-ten"].trigger()
    qtbot.waitUntil(lambda: live() == 10)
    window.actions_by_name["back"].trigger()
    window.actions_by_name["back"].trigger()
    assert (shown(window), live()) == (8, 10)
    assert not window.actions_by_name["reset"].isEnabled()
    window.actions_by_name["step"].trigger()
    assert (shown(window), live()) == (9, 10)
    window.actions_by_name["step-ten"].trigger()
    assert (shown(window), live()) == (10, 10)
    window.actions_by_name["step"].trigger()
    qtbot.waitUntil(lambda: (shown(window), live()) == (11, 11))


def test_what_is_asked_for_while_the_next_network_is_built_is_done_by_that_one(open_window, qtbot, factory):
    window = open_window(Experiment())
    qtbot.waitUntil(lambda: window.runner.status.state is State.READY)
    window.actions_by_name["step-ten"].trigger()
    qtbot.waitUntil(lambda: window.showing.live.recording.batches == 10)
    window.actions_by_name["back"].trigger()
    assert window.controls.replays

    window.set_up(Experiment(strategy="stateful"))
    assert not window.controls.replays
    window.actions_by_name["step"].trigger()
    qtbot.waitUntil(lambda: window.showing.live.recording.header.experiment.strategy == "stateful")
    qtbot.waitUntil(lambda: window.showing.live.recording.batches == 1)


def test_looking_back_pauses_a_run(open_window, qtbot):
    window = open_window(Experiment())
    qtbot.waitUntil(lambda: window.runner.status.state is State.READY)
    window.actions_by_name["run"].trigger()
    qtbot.waitUntil(lambda: shown(window) > 20)
    window.actions_by_name["back"].trigger()
    qtbot.waitUntil(lambda: window.runner.status.state is State.PAUSED)
    assert window.actions_by_name["run"].text() == "&Play"
    assert window.player.behind
