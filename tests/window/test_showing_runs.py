import sys

import pytest
from fake_engine import header_of, made_up_block, recorded
from made_blocks import made_block, made_header

from rnnviz.experiment import Experiment, Network
from rnnviz.live.status import State
from rnnviz.recording.recorder import Recorder


@pytest.fixture
def saved(tmp_path):
    """A recording on disk."""
    path = tmp_path / "yesterday.rnnviz"
    recorded(Experiment(strategy="stateful", network=Network(cell="LSTM", layers=2)), 30).save(path)
    return path


def run_two(window, qtbot):
    """Leave a run of three batches behind, and a newer one of two."""
    window.runner.step(3)
    qtbot.waitUntil(lambda: window.showing.live.recording.batches == 3)
    window.actions_by_name["restart"].trigger()
    qtbot.waitUntil(lambda: len(window.showing.runs) == 2)
    window.runner.step(2)
    qtbot.waitUntil(lambda: window.showing.live.recording.batches == 2)


def test_an_older_run_is_shown_read_only_with_a_way_back(window, qtbot):
    run_two(window, qtbot)
    window.actions_by_name["older"].trigger()
    assert window.stack.source.recording.batches == 3
    assert window.notice.isVisible()
    assert "3 batches" in window.notice.text
    assert not window.panel.field("network.units").isEnabled()
    window.actions_by_name["live"].trigger()
    assert window.stack.source.recording.batches == 2
    assert window.notice.isHidden()
    assert window.panel.field("network.units").isEnabled()


def test_the_menu_lists_the_runs_and_shows_the_chosen_one(window, qtbot):
    run_two(window, qtbot)
    menu = window.menus["Runs"]
    menu.aboutToShow.emit()
    listed = [action for action in menu.actions() if action.data() is not None]
    assert [action.text().split(" — ")[1].split(",")[0] for action in listed] == ["2 batches", "3 batches"]
    assert [action.isChecked() for action in listed] == [True, False]
    listed[1].trigger()
    assert window.stack.source.recording.batches == 3
    menu.aboutToShow.emit()
    assert len([action for action in menu.actions() if action.data() is not None]) == 2


def test_an_older_run_is_played_again_and_does_not_go_on(window, qtbot):
    run_two(window, qtbot)
    window.actions_by_name["older"].trigger()
    window.actions_by_name["first"].trigger()
    assert window.stack.source.recording.batches == 1
    window.actions_by_name["step"].trigger()
    assert window.stack.source.recording.batches == 2
    assert not window.showing.is_live
    assert window.showing.live.recording.batches == 2


def test_the_live_run_goes_on_while_an_older_one_is_looked_at(window, qtbot):
    run_two(window, qtbot)
    window.actions_by_name["run"].trigger()
    window.actions_by_name["older"].trigger()
    live = window.showing.live.recording
    before = live.batches
    qtbot.waitUntil(lambda: live.batches > before + 5)
    assert window.stack.source.recording.batches == 3


def test_opening_a_recording_shows_it_and_loads_no_engine(open_window, qtbot, factory, saved):
    window = open_window(path=str(saved))
    qtbot.waitUntil(lambda: window.showing.shown is not None)
    assert window.stack.source.recording.batches == 30
    assert "yesterday.rnnviz" in window.notice.text
    assert window.runner.status.state is State.IDLE
    qtbot.wait(100)
    assert factory.engines == []
    assert "tensorflow" not in sys.modules or factory.engines == []
    window.actions_by_name["live"].trigger()
    qtbot.waitUntil(lambda: window.runner.status.state is State.READY)
    assert window.notice.isHidden()
    assert window.runner.status.experiment.strategy == "stateless"


def test_the_choices_of_an_opened_recording_can_be_run_again(open_window, qtbot, saved):
    window = open_window(path=str(saved))
    qtbot.waitUntil(lambda: window.showing.shown is not None)
    assert window.panel.field("network.cell").value() == "LSTM"
    window.actions_by_name["again"].trigger()
    qtbot.waitUntil(lambda: window.runner.status.state is State.READY)
    assert window.showing.is_live
    assert window.runner.status.experiment.network.cell == "LSTM"
    assert window.panel.field("network.cell").isEnabled()


def test_a_recording_that_is_none_is_told_of_and_the_window_goes_on(window, qtbot, tmp_path):
    window.files.open(str(tmp_path / "nothing.rnnviz"))
    qtbot.waitUntil(window.failure.isVisible)
    assert "nothing.rnnviz" in window.failure.text
    assert window.showing.is_live


def damage(path, what):
    for file in path.glob(f"{what}/c.*"):
        file.write_bytes(file.read_bytes()[:50])


@pytest.mark.parametrize("what", ["loss", "state_0_h", "predictions"])
def test_a_damaged_recording_gets_one_sentence_and_what_is_shown_stays(window, qtbot, saved, what):
    damage(saved, what)
    window.files.open(str(saved))
    qtbot.waitUntil(window.failure.isVisible)
    assert window.failure.text.startswith(f"{saved} is damaged: {what}/c.0")
    assert window.showing.is_live


def test_an_argument_that_cannot_be_opened_is_told_and_the_live_run_is_made_ready(open_window, qtbot, saved):
    damage(saved, "loss")
    window = open_window(path=str(saved))
    qtbot.waitUntil(window.failure.isVisible)
    assert "is damaged" in window.failure.text
    qtbot.waitUntil(lambda: window.runner.status.state is State.READY)
    assert window.failure.isVisible()


def test_opened_recordings_are_remembered_the_newest_first(window, qtbot, saved, tmp_path):
    other = tmp_path / "today.rnnviz"
    recorded(Experiment(), 2).save(other)
    for path in (saved, other):
        window.files.open(str(path))
        qtbot.waitUntil(lambda path=path: window.showing.shown.file == str(path))
    window.menus["Open recent"].aboutToShow.emit()
    texts = [action.text() for action in window.menus["Open recent"].actions()]
    assert texts[:2] == [str(other), str(saved)]


def test_a_recording_is_remembered_wherever_the_program_is_started_next(window, qtbot, saved, monkeypatch):
    monkeypatch.chdir(saved.parent)
    window.files.open(saved.name)
    qtbot.waitUntil(lambda: not window.showing.is_live)
    window.menus["Open recent"].aboutToShow.emit()
    assert window.menus["Open recent"].actions()[0].text() == str(saved)


def test_what_is_shown_can_be_saved_and_opened_again(window, qtbot, tmp_path):
    window.runner.step(4)
    qtbot.waitUntil(lambda: window.showing.live.recording.batches == 4)
    path = tmp_path / "mine.rnnviz"
    with qtbot.waitSignal(window.files.saved):
        window.files.save(window.showing.shown.recording, str(path))
    window.files.open(str(path))
    qtbot.waitUntil(lambda: window.showing.shown.file == str(path))
    assert window.stack.source.recording.batches == 4


def test_saving_where_nothing_can_be_written_is_told(window, qtbot, tmp_path):
    window.runner.step(1)
    qtbot.waitUntil(lambda: window.showing.live.recording.batches == 1)
    occupied = tmp_path / "notes"
    occupied.write_text("mine")
    window.files.save(window.showing.shown.recording, str(occupied / "x.rnnviz"))
    qtbot.waitUntil(window.failure.isVisible)
    assert occupied.read_text() == "mine"


def test_a_recording_that_another_writes_is_followed_as_it_grows(open_window, qtbot, tmp_path):
    header = header_of(Experiment())
    path = tmp_path / "growing.rnnviz"
    with Recorder(header, path) as recorder:
        recorder.append(made_up_block(header, 0, 5))
        recorder.flush()
        window = open_window(path=str(path))
        qtbot.waitUntil(lambda: window.showing.shown is not None)
        recorder.append(made_up_block(header, 5, 7))
        recorder.flush()
        qtbot.waitUntil(lambda: window.toolbar.progress().startswith("batch 12"))
        qtbot.waitUntil(lambda: "12 batches" in window.notice.text)
        assert window.failure.isHidden()


def test_a_recording_that_vanishes_while_it_is_followed_is_told_of_once(open_window, qtbot, tmp_path):
    header = header_of(Experiment())
    path = tmp_path / "growing.rnnviz"
    with Recorder(header, path) as recorder:
        recorder.append(made_up_block(header, 0, 5))
        recorder.flush()
        window = open_window(path=str(path))
        qtbot.waitUntil(lambda: window.showing.shown is not None)
        path.rename(tmp_path / "elsewhere.rnnviz")
        qtbot.waitUntil(window.failure.isVisible)
        window.failure.hide()
        qtbot.wait(600)
        assert window.failure.isHidden()
        assert window.showing.shown.recording.batches == 5
        (tmp_path / "elsewhere.rnnviz").rename(path)


def test_layers_states_and_slots_of_a_recording_can_be_picked(open_window, qtbot, saved):
    window = open_window(path=str(saved))
    qtbot.waitUntil(lambda: window.showing.shown is not None)
    pickers = window.pickers
    assert [pickers.slot.itemText(n) for n in range(pickers.slot.count())] == [str(n) for n in range(8)]
    pickers.layer.setCurrentIndex(1)
    pickers.layer.activated.emit(1)
    pickers.kind.set_value("c")
    pickers.kind.changed.emit()
    pickers.slot.setCurrentIndex(5)
    pickers.slot.activated.emit(5)
    source = window.stack.source
    assert (source.layer, source.kind, source.slot) == (1, "c", 5)


def test_a_slot_that_was_picked_stays_so_in_the_next_run(window, qtbot):
    window.pickers.choose(0, 3)
    assert window.stack.source is not None
    window.set_up(Experiment(strategy="stateful"))
    qtbot.waitUntil(lambda: window.stack.source.recording.header.experiment.strategy == "stateful")
    assert window.pickers.chosen() == (0, "h", 3)
    assert window.stack.source.slot == 3


def test_gates_that_were_kept_can_be_picked_and_everything_else_stays_that_of_the_state(open_window, qtbot, tmp_path):
    header = made_header(gates=("input", "forget", "candidate", "output"))
    recorder = Recorder(header, tmp_path / "gates.rnnviz")
    recorder.append(made_block(header, 6))
    recorder.close()
    window = open_window(path=str(tmp_path / "gates.rnnviz"))
    qtbot.waitUntil(lambda: window.showing.shown is not None)
    kind = window.pickers.kind
    assert [kind.itemText(n) for n in range(kind.count())] == [
        "h", "c", "input gate", "forget gate", "candidate", "output gate",
    ]  # fmt: skip
    kind.set_value("forget")
    kind.changed.emit()
    source, heatmap, marks = window.stack.source, window.stack.panel("hidden state"), window.stack.panel("transitions")
    assert (source.kind, source.carried, heatmap.title) == ("forget", "h", "Forget gate")
    assert "forget = " in heatmap.readout(7, 0.5)
    assert "‖h‖ = " in marks.readout(7, 0.5)
    window.pickers.layer.set_value(1)
    window.pickers.layer.changed.emit()
    assert window.stack.source.kind == "h"


def test_a_network_that_runs_otherwise_than_hoped_for_is_told_of(open_window, qtbot, tmp_path):
    header = made_header(compiler_note="XLA cannot compile this network, so it runs as a plain graph: why")
    recorder = Recorder(header, tmp_path / "graph.rnnviz")
    recorder.append(made_block(header, 6))
    recorder.close()
    window = open_window(path=str(tmp_path / "graph.rnnviz"))
    qtbot.waitUntil(lambda: window.showing.shown is not None)
    assert window.tidings.text == header.compiler_note


def test_a_recording_is_saved_whatever_is_opened_and_saved_meanwhile(window, qtbot, saved, tmp_path):
    window.runner.step(4)
    qtbot.waitUntil(lambda: window.showing.live.recording.batches == 4)
    heard = []
    window.files.saved.connect(heard.append)
    recording = window.showing.shown.recording
    paths = [str(tmp_path / name) for name in ("a.rnnviz", "b.rnnviz")]
    window.files.save(recording, paths[0])
    window.files.open(str(saved))
    window.files.save(recording, paths[1])
    qtbot.waitUntil(lambda: sorted(heard) == paths)
    qtbot.waitUntil(lambda: window.showing.shown.file == str(saved))


def test_a_save_that_went_well_is_told(window, qtbot, saved, tmp_path):
    window.take(str(saved))
    qtbot.waitUntil(lambda: not window.showing.is_live)
    window.files.save(window.showing.shown.recording, str(tmp_path / "again.rnnviz"))
    qtbot.waitUntil(window.tidings.isVisible)
    assert "again.rnnviz" in window.tidings.text


def test_copying_before_anything_ran_says_so(window):
    window.actions_by_name["copy"].trigger()
    assert "nothing to copy" in window.tidings.text


def test_a_file_of_data_is_learned_from_as_if_it_were_dropped(open_window, qtbot, factory, tmp_path, monkeypatch):
    (tmp_path / "tides.csv").write_text("\n".join(str(n % 7) for n in range(400)))
    monkeypatch.chdir(tmp_path)
    window = open_window(path="tides.csv")
    qtbot.waitUntil(lambda: window.wanted.task.name == "series")
    assert window.wanted.task.file == str(tmp_path / "tides.csv")
    qtbot.waitUntil(lambda: window.runner.status.state is State.READY)
    assert factory.engines[-1].header.experiment == window.wanted


def test_what_has_no_number_in_it_is_said_and_the_example_stays(open_window, qtbot, tmp_path):
    (tmp_path / "words.csv").write_text("no\nnumber\n")
    window = open_window(path=str(tmp_path / "words.csv"))
    qtbot.waitUntil(lambda: bool(window.panel.field("task.file").reason))
    assert "words.csv" in window.panel.field("task.file").reason
    assert window.wanted.task.name == "echo"
