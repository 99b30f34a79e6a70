import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from rnnviz.experiment import Experiment
from rnnviz.live.status import State
from rnnviz.presets import PRESETS
from rnnviz.tasks import CoinRows
from rnnviz.ui.name_or_number_edit import CHANCE, EVERY
from rnnviz.ui.preset_form import PresetForm


def enter(window, name, value):
    """Change a choice as a user does."""
    field = window.panel.field(name)
    field.set_value(value)
    field.changed.emit()


def type_in(qtbot, field, value):
    """Type over the number of a field."""
    field.widget.lineEdit().selectAll()
    qtbot.keyClicks(field.widget.lineEdit(), str(value))


def settle(qtbot, window, wanted):
    """Wait until the live run is of an experiment that `wanted` likes."""
    qtbot.waitUntil(
        lambda: window.runner.status.state is not State.PREPARING and wanted(window.runner.status.experiment)
    )


def drop(window, path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(400, 300), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(event)


@pytest.mark.parametrize("name", list(PRESETS))
def test_every_preset_can_be_chosen(window, qtbot, name):
    enter(window, "preset", name)
    settle(qtbot, window, lambda experiment: experiment == PRESETS[name].experiment)
    assert window.panel.field("preset").widget.currentText() == PRESETS[name].title
    assert window.failure.isHidden()


def test_a_change_is_applied_a_moment_later(window, qtbot):
    enter(window, "network.units", 7)
    assert window.runner.status.experiment.network.units == 32
    settle(qtbot, window, lambda experiment: experiment.network.units == 7)
    assert window.panel.field("preset").widget.currentText() == "Your own"


def test_the_fields_stay_where_they_are_when_the_preset_is_changed_by_hand(window, qtbot):
    units = window.panel.field("network.units")
    before = units.mapTo(window, units.pos())
    enter(window, "network.units", 7)
    settle(qtbot, window, lambda experiment: experiment.network.units == 7)
    about = window.panel.findChild(PresetForm).about
    assert "Echo, stateless" in about
    qtbot.wait(10)  # a layout is done anew a moment later
    assert units.mapTo(window, units.pos()) == before


def test_another_task_is_no_changed_preset(window, qtbot):
    enter(window, "task.", "parity")
    settle(qtbot, window, lambda experiment: experiment.task.name == "parity")
    assert window.panel.findChild(PresetForm).about == ""


def test_what_cannot_work_is_no_preset_until_it_is_mended(window, qtbot, tmp_path):
    preset, form = window.panel.field("preset").widget, window.panel.findChild(PresetForm)
    enter(window, "network.units", 0)
    qtbot.waitUntil(lambda: preset.currentText() == "Your own")
    assert "it was “Echo, stateless”" in form.about
    enter(window, "network.units", 32)
    qtbot.waitUntil(lambda: preset.currentText() == "Echo, stateless")
    (tmp_path / "short.txt").write_text("ab")
    drop(window, tmp_path / "short.txt")
    qtbot.waitUntil(lambda: window.panel.field("chunking.length").reason != "")
    assert preset.currentText() == "Your own"
    assert form.about == ""


def test_several_quick_changes_begin_one_run(window, qtbot, factory):
    for units in (3, 33, 333):
        enter(window, "network.units", units)
    settle(qtbot, window, lambda experiment: experiment.network.units == 333)
    qtbot.wait(50)
    assert len(factory.engines) == 2


def test_a_change_in_mid_run_goes_on_running_and_keeps_the_last_run(window, qtbot):
    window.actions_by_name["run"].trigger()
    qtbot.waitUntil(lambda: window.runner.status.recording.batches > 5)
    enter(window, "strategy", "stateful")
    settle(qtbot, window, lambda experiment: experiment.strategy == "stateful")
    qtbot.waitUntil(lambda: window.showing.shown.recording.batches > 5)
    assert window.showing.shown.recording.header.experiment.strategy == "stateful"
    assert [run.recording.header.experiment.strategy for run in window.showing.runs] == ["stateful", "stateless"]


@pytest.mark.parametrize(
    ("name", "value", "reason", "mended"),
    [
        ("network.units", 0, "Choose a whole number from 1 to 4,096", 11),
        ("network.units", 9999, "Choose a whole number from 1 to 4,096", 11),
        ("chunking.length", "ten", "Choose a whole number from 1 to 100,000", 11),
        ("training.learning_rate", -1.0, "Choose a number from 0 to 10", 0.5),
        ("seed", -5, "Choose a whole number from 0 to 2,147,483,647", 5),
    ],
)
def test_a_choice_that_cannot_be_is_refused_beside_its_field_until_it_is_mended(
    window, qtbot, factory, name, value, reason, mended
):
    field = window.panel.field(name)
    type_in(qtbot, field, value)
    qtbot.waitUntil(lambda: field.reason == reason)
    assert field.widget.property("refused")
    qtbot.wait(50)
    assert window.runner.status.experiment == Experiment()
    assert window.runner.status.state is State.READY
    assert len(factory.engines) == 1
    type_in(qtbot, field, mended)
    assert field.reason == ""
    settle(qtbot, window, lambda experiment: experiment != Experiment())
    part, _, choice = name.rpartition(".")
    experiment = window.runner.status.experiment
    assert getattr(getattr(experiment, part) if part else experiment, choice) == mended
    assert not field.widget.property("refused")


def test_the_reason_of_the_last_bad_file_does_not_come_late_to_the_next_one(window, qtbot, tmp_path):
    for name, text in (("broken.csv", "level\nhigh\n"), ("fine.csv", "\n".join(str(n % 7) for n in range(2000)))):
        (tmp_path / name).write_text(text)
    window.panel.field("task.kind").set_value("series")
    file = window.panel.field("task.file")
    enter(window, "task.file", str(tmp_path / "broken.csv"))
    qtbot.waitUntil(lambda: "broken.csv" in file.reason)
    reasons = []
    file.changed.connect(lambda: reasons.append(file.reason))
    file.widget.line.clear()
    qtbot.keyClicks(file.widget.line, str(tmp_path / "fine.csv"))
    assert set(reasons) == {""}
    settle(qtbot, window, lambda experiment: experiment.task.name == "series")
    assert file.reason == ""


def test_choices_that_do_not_go_together_are_refused_where_they_meet(window, qtbot):
    enter(window, "task.length", 5)
    field = window.panel.field("chunking.length")
    qtbot.waitUntil(lambda: "only 5 steps" in field.reason)
    assert window.runner.status.experiment == Experiment()
    enter(window, "chunking.length", 5)
    settle(qtbot, window, lambda experiment: experiment.chunking.length == 5)
    assert field.reason == ""


@pytest.mark.parametrize(
    ("name", "bad"), [("chunking.length", 0), ("task.length", 5)], ids=["by itself", "with the others"]
)
def test_what_is_refused_has_no_chunk_map_until_it_is_mended(window, qtbot, name, bad):
    outdated = "of the last choices that can work"
    chunk_map, before = window.panel.chunk_map, window.panel.field(name).value()
    assert outdated not in chunk_map.accessibleDescription()
    enter(window, name, bad)
    qtbot.waitUntil(lambda: outdated in chunk_map.accessibleDescription())
    enter(window, name, before)
    qtbot.waitUntil(lambda: outdated not in chunk_map.accessibleDescription())


def test_no_batch_of_the_last_run_is_marked_in_a_new_plan(window, qtbot):
    window.actions_by_name["step-ten"].trigger()
    chunk_map = window.panel.chunk_map
    qtbot.waitUntil(lambda: chunk_map._picture.batch == 9)
    seen = []
    window.panel.chosen.connect(lambda experiment: seen.append(chunk_map._picture.batch))
    enter(window, "chunking.length", 7)
    settle(qtbot, window, lambda experiment: experiment.chunking.length == 7)
    assert seen == [None]
    assert chunk_map._picture.batch is None


def test_a_refused_choice_leaves_the_run_going(window, qtbot):
    window.actions_by_name["run"].trigger()
    enter(window, "network.units", 0)
    qtbot.waitUntil(lambda: window.panel.field("network.units").reason != "")
    before = window.runner.status.recording.batches
    qtbot.waitUntil(lambda: window.runner.status.recording.batches > before)


def test_the_reset_policy_is_greyed_out_where_nothing_is_carried(window, qtbot):
    reset = window.panel.field("reset")
    assert not reset.isEnabled()
    assert "nothing to reset" in reset.toolTip()
    enter(window, "strategy", "explicit")
    assert reset.isEnabled()


def test_what_does_nothing_is_greyed_out_and_says_why(window, qtbot):
    stride = window.panel.field("chunking.stride")
    assert not stride.isEnabled()
    assert "first" in stride.toolTip()
    enter(window, "chunking.layout", "strided")
    assert stride.isEnabled()


def test_validation_is_greyed_out_where_data_never_end_or_nothing_is_kept_or_carried(window, qtbot):
    share, state = (window.panel.field(f"chunking.{name}") for name in ("validation", "validation_state"))
    qtbot.waitUntil(lambda: not share.isEnabled())
    assert "never end" in share.toolTip()
    window.set_up(Experiment(task=CoinRows(rows=100, steps=40), strategy="stateful"))
    qtbot.waitUntil(share.isEnabled)
    assert "Nothing is kept" in state.toolTip()
    enter(window, "chunking.validation", 0.2)
    assert state.isEnabled()
    enter(window, "strategy", "stateless")
    assert not state.isEnabled()
    assert "Stateless" in state.toolTip()


def test_a_reset_every_so_many_batches_has_a_number(window, qtbot):
    enter(window, "strategy", "stateful")
    editor = window.panel.field("reset").widget
    assert editor.number.isHidden()
    choose_name(editor, EVERY)
    assert not editor.number.isHidden()
    assert editor.chance.isHidden()
    editor.number.set_value(4)
    editor.number.changed.emit()
    settle(qtbot, window, lambda experiment: experiment.reset == 4)


def test_a_reset_at_random_has_a_probability_that_has_to_be_one(window, qtbot):
    enter(window, "strategy", "stateful")
    editor = window.panel.field("reset").widget
    choose_name(editor, CHANCE)
    assert editor.number.isHidden()
    settle(qtbot, window, lambda experiment: experiment.reset == 0.05)
    editor.chance.set_value(1.0)
    editor.chance.changed.emit()
    qtbot.waitUntil(lambda: "a probability between 0 and 1" in window.panel.field("reset").reason)
    assert window.runner.status.experiment.reset == 0.05


def test_what_a_state_begins_as_is_chosen_on_every_strategy(window, qtbot):
    for strategy, initial in (("stateless", "learned"), ("stateful", "random"), ("explicit", "zero")):
        enter(window, "strategy", strategy)
        enter(window, "initial_state", initial)
        settle(qtbot, window, lambda now, s=strategy, i=initial: (now.strategy, now.initial_state) == (s, i))
        assert window.panel.field("initial_state").isEnabled()


def choose_name(editor, value):
    editor.names.set_value(value)
    editor.names.changed.emit()


def test_a_reset_every_zero_batches_is_refused(window, qtbot):
    enter(window, "strategy", "stateful")
    enter(window, "reset", 0)
    qtbot.waitUntil(lambda: "a number of batches from 1" in window.panel.field("reset").reason)


def test_a_dropped_series_becomes_the_task(window, qtbot, tmp_path):
    file = tmp_path / "tides.csv"
    file.write_text("level,wind\n" + "\n".join(f"{n % 7},{n % 3}" for n in range(2000)))
    drop(window, file)
    settle(qtbot, window, lambda experiment: experiment.task.name == "series")
    assert window.runner.status.experiment.task.file == str(file)
    names = window.panel.field("task.channel").widget.names
    qtbot.waitUntil(lambda: [names.itemText(n) for n in range(names.count())] == ["level", "wind"])
    names.setCurrentIndex(1)
    names.activated.emit(1)
    settle(qtbot, window, lambda experiment: experiment.task.channel == "wind")


def test_a_channel_of_the_last_file_is_not_asked_of_the_next_one(window, qtbot, tmp_path):
    for name, heading in (("tides.csv", "level,wind"), ("rain.csv", "rain,snow")):
        rows = "\n".join(f"{n % 7},{n % 3}" for n in range(2000))
        (tmp_path / name).write_text(f"{heading}\n{rows}")
    drop(window, tmp_path / "tides.csv")
    settle(qtbot, window, lambda experiment: experiment.task.name == "series")
    names = window.panel.field("task.channel").widget.names
    qtbot.waitUntil(lambda: names.count() == 2)
    names.setCurrentIndex(1)
    names.activated.emit(1)
    settle(qtbot, window, lambda experiment: experiment.task.channel == "wind")
    drop(window, tmp_path / "rain.csv")
    settle(qtbot, window, lambda experiment: experiment.task.file.endswith("rain.csv"))
    assert window.runner.status.experiment.task.channel == ""
    assert window.panel.field("task.channel").reason == ""


def test_a_dropped_text_becomes_the_task(window, qtbot, tmp_path):
    file = tmp_path / "song.txt"
    file.write_text("row, row, row your boat " * 200, encoding="utf-8")
    drop(window, file)
    settle(qtbot, window, lambda experiment: experiment.task.name == "text")


def test_a_file_that_cannot_be_read_is_told_of_beside_its_field_and_nothing_is_lost(window, qtbot, tmp_path):
    window.runner.step(5)
    qtbot.waitUntil(lambda: window.runner.status.recording.batches == 5)
    file = tmp_path / "broken.csv"
    file.write_text("level\n1\n2\nhigh\n")
    drop(window, file)
    qtbot.waitUntil(lambda: "broken.csv, line 4" in window.panel.field("task.file").reason)
    assert window.runner.status.experiment == Experiment()
    assert window.showing.shown.recording.batches == 5


def test_a_task_keeps_what_was_entered_while_another_one_is_tried(window, qtbot):
    enter(window, "task.delay", 3)
    settle(qtbot, window, lambda experiment: experiment.task.delay == 3)
    kind = window.panel.field("task.kind")
    kind.set_value("coin-rows")
    kind.changed.emit()
    settle(qtbot, window, lambda experiment: experiment.task.name == "coin-rows" or None)
    kind.set_value("echo")
    kind.changed.emit()
    settle(qtbot, window, lambda experiment: experiment.task.name == "echo")
    assert window.runner.status.experiment.task.delay == 3


def test_what_is_kept_of_the_next_run_is_chosen_in_a_dialog(window, qtbot, monkeypatch):
    def choose(dialog):
        dialog.form.fields["watch"].set_value("3")
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr("rnnviz.ui.keeping_dialog.KeepingDialog.exec", choose)
    before = window.runner.status.generation
    window.actions_by_name["keeping"].trigger()
    assert window.kept.now.watch == "3"
    qtbot.waitUntil(lambda: window.runner.status.generation > before)  # nothing had run yet
    qtbot.waitUntil(lambda: window.runner.status.recording is not None)
    window.runner.step(1)
    qtbot.waitUntil(lambda: window.showing.live.recording.batches == 1)
    monkeypatch.setattr("rnnviz.ui.keeping_dialog.KeepingDialog.exec", lambda dialog: enter_budget(dialog))
    window.actions_by_name["keeping"].trigger()
    assert "next run" in window.tidings.text
    assert window.showing.live.recording.batches == 1


def enter_budget(dialog):
    dialog.form.fields["budget"].set_value(100)
    dialog.accept()
    return dialog.result()
