import threading

import pytest
from fake_engine import FakeFactory
from PySide6.QtCore import Qt

from rnnviz.app import main_window
from rnnviz.experiment import Experiment
from rnnviz.live.status import State
from rnnviz.recording.recording import Recording
from rnnviz.ui import figures_reader


def batches(window):
    return window.showing.shown.recording.batches if window.showing.shown else 0


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, modifier)


def test_it_opens_on_echo_stateless_ready_to_run(open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(lambda: window.runner.status.state is State.READY)
    assert window.panel.field("preset").widget.currentText() == "Echo, stateless"
    assert window.runner.status.experiment == Experiment()
    assert window.toolbar.progress() == "batch 0"
    assert window.lesson.text.startswith("Nothing has run yet.")


def test_space_runs_and_pauses(window, qtbot):
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: batches(window) > 20)
    assert window.actions_by_name["run"].text() == "Pause"
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.runner.status.state is State.PAUSED)
    stopped_at = batches(window)
    qtbot.wait(50)
    assert batches(window) == stopped_at
    assert window.actions_by_name["run"].text() == "&Run"


def test_figures_are_written_down_less_often_while_batches_come_too_fast_to_be_seen(window, qtbot):
    reader = window._on_screen.figures
    assert reader._timer.interval() == figures_reader.OFTEN
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: reader._timer.interval() == figures_reader.SELDOM)
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: reader._timer.interval() == figures_reader.OFTEN)
    qtbot.waitUntil(lambda: window.toolbar.progress() == f"batch {batches(window):,}")  # once the call has ended


def test_the_chunk_map_turns_few_pages_while_batches_race_and_stands_where_they_stop(window, qtbot, monkeypatch):
    reader, marked = window._on_screen.figures, []
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: reader._timer.interval() == figures_reader.SELDOM)
    monkeypatch.setattr(window.panel, "mark_batch", marked.append)
    for _ in range(2 * figures_reader.PAGE):
        reader.read()
    assert len(marked) == 2
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: marked[-1] == batches(window) - 1)


def test_the_newest_batch_is_followed_from_the_first_one_on(window, qtbot):
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: batches(window) > 60)
    assert window.stack.following
    assert window.actions_by_name["follow"].isChecked()
    qtbot.waitUntil(lambda: window.stack.visible_range[0] > 0)


def test_arrows_step_one_batch_and_ten(window, qtbot):
    press(qtbot, window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: batches(window) == 1)
    press(qtbot, window, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: batches(window) == 11)
    qtbot.waitUntil(lambda: window.toolbar.progress() == "batch 11", timeout=2000)


def test_the_lesson_follows_what_was_recorded(window, qtbot):
    window.actions_by_name["step-ten"].trigger()
    qtbot.waitUntil(lambda: window.lesson.text.startswith("✕\N{NO-BREAK SPACE}Memory lost"))


def test_r_resets_the_state_where_there_is_one(open_window, qtbot, factory):
    window = open_window(Experiment(strategy="stateful"))
    qtbot.waitUntil(lambda: window.runner.status.state is State.READY)
    press(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: factory.engines[0].resets == [(0, None)])


def test_shift_r_resets_the_slot_that_is_shown_and_no_other(open_window, qtbot, factory):
    window = open_window(Experiment(strategy="stateful"))
    qtbot.waitUntil(lambda: window.pickers.slot.count() > 2)
    window.pickers.choose(0, 2)
    press(qtbot, window, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: factory.engines[0].resets == [(0, [2])])


def test_there_is_nothing_to_reset_under_stateless_and_the_tooltip_says_so(window):
    for name in ("reset", "reset-slot"):
        reset = window.actions_by_name[name]
        assert not reset.isEnabled()
        assert "nothing" in reset.toolTip()


def test_the_tooltips_of_the_resets_name_their_keys_whatever_is_carried(window, qtbot):
    def told():
        return [window.actions_by_name[name].toolTip() for name in ("reset", "reset-slot")]

    assert [text.rpartition(" ")[2] for text in told()] == ["(R)", "(Shift+R)"]
    window.set_up(Experiment(strategy="stateful"))
    qtbot.waitUntil(lambda: window.actions_by_name["reset"].isEnabled())
    assert [text.rpartition(" ")[2] for text in told()] == ["(R)", "(Shift+R)"]
    assert "before the next batch" in told()[0]


def test_restart_begins_anew_and_keeps_the_last_run(window, qtbot, factory):
    window.actions_by_name["step"].trigger()
    qtbot.waitUntil(lambda: batches(window) == 1)
    window.actions_by_name["restart"].trigger()
    qtbot.waitUntil(lambda: len(factory.engines) == 2 and batches(window) == 0)
    assert [run.recording.batches for run in window.showing.runs] == [0, 1]


def test_run_pressed_while_keras_loads_starts_when_it_is_there(open_window, qtbot):
    gate = threading.Event()
    window = open_window(Experiment(), load=lambda: gate.wait(20))
    qtbot.waitUntil(lambda: "Loading Keras" in window.toolbar.progress())
    window.actions_by_name["run"].trigger()
    assert window.actions_by_name["run"].text() == "Pause"
    gate.set()
    qtbot.waitUntil(lambda: batches(window) > 5)


def test_the_speed_is_chosen_and_named_on_the_bar(window, qtbot):
    window.actions_by_name["speed-1"].trigger()
    assert window.runner.speed == 1.0
    window.actions_by_name["run"].trigger()
    qtbot.waitUntil(lambda: batches(window) == 1)
    qtbot.wait(100)
    assert batches(window) == 1
    window.actions_by_name["faster"].trigger()
    assert window.runner.speed == 3.0
    window.actions_by_name["slower"].trigger()
    window.actions_by_name["slower"].trigger()
    assert window.runner.speed == 1.0
    window.actions_by_name["speed-free"].trigger()
    assert window.runner.speed is None
    qtbot.waitUntil(lambda: batches(window) > 50)


def test_a_failure_while_preparing_is_shown_and_survived(open_window, qtbot, factory):
    factory.broken = RuntimeError("no memory left on this machine")
    window = open_window(Experiment())
    qtbot.waitUntil(window.failure.isVisible)
    assert "no memory left" in window.failure.text
    assert "Traceback" in window.failure.details
    factory.broken = None
    window.actions_by_name["run"].trigger()
    qtbot.waitUntil(lambda: batches(window) > 5)
    assert not window.failure.isVisible()


def test_a_failure_in_mid_run_is_shown_and_what_was_recorded_stays(open_window, qtbot, factory):
    factory.fail_at = 20
    window = open_window(Experiment())
    window.actions_by_name["run"].trigger()
    qtbot.waitUntil(window.failure.isVisible)
    assert "burst at batch 20" in window.failure.text
    assert 0 < batches(window) <= 20
    assert window.actions_by_name["run"].text() == "&Run"
    factory.fail_at = None
    window.actions_by_name["restart"].trigger()
    qtbot.waitUntil(lambda: window.runner.status.state is State.READY)
    assert not window.failure.isVisible()


def test_the_details_of_a_failure_unfold_and_can_be_copied(open_window, qtbot, factory, qapp):
    factory.broken = RuntimeError("no memory left")
    window = open_window(Experiment())
    qtbot.waitUntil(window.failure.isVisible)
    buttons = {button.text(): button for button in window.failure.findChildren(type(window.toolbar._export).__base__)}
    qtbot.mouseClick(buttons["Show details"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(buttons["Copy details"], Qt.MouseButton.LeftButton)
    assert "Traceback" in qapp.clipboard().text()
    qtbot.mouseClick(buttons["✕"], Qt.MouseButton.LeftButton)
    assert not window.failure.isVisible()


def test_closing_in_mid_run_ends_the_worker(qtbot, settings):
    factory = FakeFactory()
    window = main_window(factory, settings, Experiment())
    window.show()
    window.actions_by_name["run"].trigger()
    qtbot.waitUntil(lambda: batches(window) > 5)
    window.actions_by_name["quit"].trigger()
    assert window.ended
    assert factory.engines[0].closed
    window.deleteLater()


def test_closing_while_keras_loads_says_that_it_has_not_ended(qtbot, settings, monkeypatch):
    gate, entered = threading.Event(), threading.Event()

    def load():
        entered.set()
        gate.wait(20)

    window = main_window(FakeFactory(), settings, Experiment(), load=load)
    window.show()
    qtbot.waitUntil(entered.is_set)
    close = window.runner.close
    monkeypatch.setattr(window.runner, "close", lambda: close(0.05))
    window.close()
    assert not window.ended
    gate.set()
    assert close()
    window.deleteLater()


@pytest.mark.parametrize("count", [0, 3])
def test_the_recording_on_screen_is_the_one_of_the_engine(window, qtbot, factory, count):
    if count:
        window.runner.step(count)
        qtbot.waitUntil(lambda: batches(window) == count)
    assert isinstance(window.stack.source.recording, Recording)
    assert window.stack.source.recording.whole is factory.engines[0].recording
