"""The ledger in the window: what it lists, and the way from there to the plots."""

import csv
import dataclasses

import numpy as np
import pytest
from fake_engine import header_of, made_up_block
from PySide6.QtCore import QPoint, Qt

from rnnviz.analysis.causes import Cause
from rnnviz.analysis.entries import each
from rnnviz.experiment import Experiment, Network
from rnnviz.plots.theme import LIGHT
from rnnviz.recording.recorder import Recorder
from rnnviz.recording.transition import Transition
from rnnviz.ui.action_button import ActionButton
from rnnviz.ui.ledger import LedgerPanel
from rnnviz.ui.ledger_lines import Wanted
from rnnviz.ui.ledger_model import PLACE

BATCHES = 1500


@pytest.fixture
def saved(tmp_path):
    """A stateful run of two layers in which all is kept but for a few batches."""
    header = header_of(Experiment(strategy="stateful", network=Network(units=4, layers=2)))
    block = made_up_block(header, 0, BATCHES)
    kinds = np.zeros((BATCHES, 2, 16), np.int8)
    kinds[0] = Transition.FRESH
    kinds[50::100, 0] = Transition.LEAKED
    kinds[700:720, 1, 2] = Transition.LOST
    kinds[1203, 1, 9] = Transition.SET
    path = tmp_path / "night.rnnviz"
    recorder = Recorder(header)
    recorder.append(dataclasses.replace(block, transitions=kinds))
    recorder.save(path)
    recorder.close()
    return path


@pytest.fixture
def opened(open_window, qtbot, saved):
    """A window that shows it with its ledger."""
    window = open_window(path=str(saved))
    qtbot.waitUntil(lambda: window.showing.shown is not None)
    window.actions_by_name["ledger"].trigger()
    qtbot.waitUntil(lambda: len(window.lower_half.ledger.model.lines) == 5)
    window.activateWindow()
    return window


def listed(ledger):
    return [(line.entry.story.transition, line.entry.story.layer, line.entry.first) for line in ledger.model.lines]


def row_of(ledger, kind, depth=0):
    return next(
        row
        for row, line in enumerate(ledger.model.lines)
        if line.entry.story.transition is kind and line.depth == depth
    )


def middle_of(table, row, column="batches"):
    return table.visualRect(table.model().index(row, PLACE[column])).center()


def test_each_story_has_a_line_with_its_totals(opened):
    ledger = opened.lower_half.ledger
    assert listed(ledger) == [
        (Transition.FRESH, 0, 0),
        (Transition.FRESH, 1, 0),
        (Transition.LEAKED, 0, 50),
        (Transition.LOST, 1, 700),
        (Transition.SET, 1, 1203),
    ]
    assert [line.entry.times for line in ledger.model.lines] == [16, 16, 15 * 16, 20, 1]
    assert "240 leaked" in ledger.words
    assert "in 1,500 batches" in ledger.words


def test_a_click_goes_there_in_all_plots(opened, qtbot):
    ledger, stack = opened.lower_half.ledger, opened.stack
    assert opened.actions_by_name["follow"].isChecked()
    table = ledger.table
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(table, row_of(ledger, Transition.LOST)))
    first, last = stack.visible_range
    assert first < 7000 < last
    assert abs((first + last) / 2 - 7000) <= 1
    assert not opened.actions_by_name["follow"].isChecked()
    assert (stack.source.layer, stack.source.slot) == (1, 2)
    assert (opened.pickers.layer.currentData(), opened.pickers.slot.currentData()) == (1, 2)
    assert stack.pointer == 7000


def test_enter_goes_there_too_and_a_slot_that_is_not_watched_changes_nothing_but_time_and_layer(opened, qtbot):
    ledger, stack = opened.lower_half.ledger, opened.stack
    ledger.table.choose_row(row_of(ledger, Transition.SET))
    qtbot.keyClick(ledger.table, Qt.Key.Key_Return)
    first, last = stack.visible_range
    assert first < 12030 < last
    assert (stack.source.layer, stack.source.slot) == (1, 0)


def test_what_lies_behind_the_playhead_is_listed_and_a_click_takes_the_playhead_there(opened, qtbot):
    ledger, stack = opened.lower_half.ledger, opened.stack
    opened.player.seek(100)
    ledger.table.choose_row(row_of(ledger, Transition.LOST))
    qtbot.keyClick(ledger.table, Qt.Key.Key_Return)
    assert stack.source.recording.batches == 701
    first, last = stack.visible_range
    assert first < 7000 < last


def test_the_line_that_is_chosen_is_told_in_full(opened):
    ledger = opened.lower_half.ledger
    ledger.table.choose_row(row_of(ledger, Transition.LOST))
    assert ledger.words.startswith("In every one of the batches 700 – 719, slot 2 of layer 2")


def test_lines_unfold_to_parts_and_these_to_batches(opened, qtbot):
    ledger = opened.lower_half.ledger
    table, row = ledger.table, row_of(ledger, Transition.LEAKED)
    table.choose_row(row)
    qtbot.keyClick(table, Qt.Key.Key_Right)
    parts = [line for line in ledger.model.lines if line.depth == 1]
    assert [line.entry.first for line in parts] == list(range(50, BATCHES, 100))
    assert table.currentIndex().row() == row
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert not any(line.depth for line in ledger.model.lines)


def test_many_batches_in_one_part_are_read_when_it_is_unfolded(opened, qtbot):
    ledger = opened.lower_half.ledger
    row = row_of(ledger, Transition.LOST)
    ledger.table.toggled.emit(ledger.model.lines[row])
    qtbot.waitUntil(lambda: sum(line.depth == 1 for line in ledger.model.lines) == 20)
    finest = [line.entry for line in ledger.model.lines if line.depth == 1]
    assert [(entry.first, entry.slots) for entry in finest] == [(batch, (2,)) for batch in range(700, 720)]
    ledger.table.choose_row(row + 5)
    qtbot.keyClick(ledger.table, Qt.Key.Key_Left)
    assert ledger.table.currentIndex().row() == row
    qtbot.keyClick(ledger.table, Qt.Key.Key_Left)
    assert ledger.model.lines[row].unfolded is False


def test_the_triangle_unfolds_and_goes_nowhere(opened, qtbot):
    ledger, row = opened.lower_half.ledger, row_of(opened.lower_half.ledger, Transition.LEAKED)
    before = opened.stack.visible_range
    box = ledger.table.visualRect(ledger.model.index(row, 0))
    qtbot.mouseClick(ledger.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.left() + 12, box.center().y()))
    assert ledger.model.lines[row].unfolded
    assert opened.stack.visible_range == before


def choose(box, value):
    box.set_value(value)
    box.changed.emit()


def test_the_lists_filter_and_say_how_often(opened):
    ledger = opened.lower_half.ledger
    boxes = ledger.filters.boxes
    texts = {name: [box.itemText(row) for row in range(box.count())] for name, box in boxes.items()}
    assert texts["transition"] == ["Anything", "✕ lost · 20", "▲ leaked · 240", "■ set · 1", "○ fresh · 32"]
    assert len(texts["slot"]) == 17
    assert len(texts["layer"]) == 3
    choose(boxes["layer"], 1)
    assert {layer for _, layer, _ in listed(ledger)} == {1}
    choose(boxes["slot"], 9)
    assert [kind for kind, _, _ in listed(ledger)] == [Transition.FRESH, Transition.SET]
    choose(boxes["cause"], Cause.SET)
    assert listed(ledger) == [(Transition.SET, 1, 1203)]
    choose(boxes["transition"], Transition.LEAKED)
    assert listed(ledger) == []
    assert "as the lists above want it" in ledger.words


def test_headings_sort(opened, qtbot):
    ledger = opened.lower_half.ledger
    header = ledger.table.horizontalHeader()

    def click(column):
        at = QPoint(header.sectionViewportPosition(PLACE[column]) + 12, header.height() // 2)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        return [line.entry.times for line in ledger.model.lines]

    assert click("times") == [1, 16, 16, 20, 240]
    assert click("times") == [240, 20, 16, 16, 1]


def rows_in(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_all_of_it_can_be_written_as_a_table(opened, qtbot, tmp_path):
    ledger, path = opened.lower_half.ledger, tmp_path / "ledger.csv"
    with qtbot.waitSignal(ledger.writing.ended):
        ledger.export(str(path))
    assert "ledger.csv" in ledger.words
    rows, entries = rows_in(path), list(each(opened.showing.shown.recording))
    assert len(rows) == len(entries) == 2 + 15 + 20 + 1
    lost = next(row for row in rows if row["transition"] == "lost")
    assert (lost["batch"], lost["first_timestep"], lost["layer"], lost["slots"]) == ("700", "7000", "1", "2")
    assert lost["cause"] == "not carried by the layer"
    assert float(lost["highest_norm_left"]) == 1.0


def test_only_what_the_lists_let_through_is_written(opened, qtbot, tmp_path):
    ledger, path = opened.lower_half.ledger, tmp_path / "some.csv"
    choose(ledger.filters.boxes["slot"], 9)
    choose(ledger.filters.boxes["layer"], 1)
    with qtbot.waitSignal(ledger.writing.ended):
        ledger.export(str(path))
    assert [row["batch"] for row in rows_in(path)] == ["0", "1203"]


def test_a_table_that_cannot_be_written_is_told(opened, qtbot, tmp_path):
    ledger = opened.lower_half.ledger
    with qtbot.waitSignal(ledger.writing.ended):
        ledger.export(str(tmp_path / "nowhere" / "ledger.csv"))
    assert "was not written: there is no folder" in ledger.words


def test_a_hidden_ledger_reads_nothing_and_catches_up_once_it_is_shown(window, qtbot):
    ledger = window.lower_half.ledger
    window.runner.step(30)
    qtbot.waitUntil(lambda: window.showing.live.recording.batches == 30)
    qtbot.wait(50)
    assert ledger.isHidden()
    assert ledger.model.lines == []
    window.actions_by_name["ledger"].trigger()
    qtbot.waitUntil(lambda: [line.entry.last for line in ledger.model.lines] == [0, 29])
    window.runner.step(10)
    qtbot.waitUntil(lambda: [line.entry.last for line in ledger.model.lines] == [0, 39])
    window.actions_by_name["ledger"].trigger()
    window.runner.step(10)
    qtbot.waitUntil(lambda: window.showing.live.recording.batches == 50)
    qtbot.wait(350)
    assert ledger.model.lines[-1].entry.last == 39


def test_what_is_chosen_and_unfolded_stays_so_as_the_run_goes_on(window, qtbot):
    ledger = window.lower_half.ledger
    window.actions_by_name["ledger"].trigger()
    window.runner.step(20)
    qtbot.waitUntil(lambda: len(ledger.model.lines) == 2)
    ledger.table.toggled.emit(ledger.model.lines[1])
    ledger.table.choose_row(5)
    chosen = ledger.table.line
    window.runner.step(20)
    qtbot.waitUntil(lambda: len(ledger.model.lines) == 2 + 39)
    assert ledger.table.line == chosen


def test_the_arrow_still_steps_where_there_is_nothing_to_unfold(window, qtbot):
    ledger = window.lower_half.ledger
    window.activateWindow()
    window.actions_by_name["ledger"].trigger()
    window.runner.step(5)
    qtbot.waitUntil(lambda: len(ledger.model.lines) == 2)
    ledger.table.setFocus()
    ledger.table.choose_row(0)
    qtbot.keyClick(ledger.table, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.showing.live.recording.batches == 6)


def test_another_run_begins_a_new_ledger(opened, qtbot):
    ledger = opened.lower_half.ledger
    choose(ledger.filters.boxes["transition"], Transition.SET)
    opened.actions_by_name["live"].trigger()
    qtbot.waitUntil(lambda: opened.showing.is_live and opened.showing.shown is not None)
    assert ledger.model.lines == []
    assert ledger.filters.wanted == Wanted()
    assert ledger.words == "Nothing has run yet."


def test_whether_it_is_shown_is_remembered(open_window, window):
    assert not window.lower_half.ledger.isVisible()
    window.actions_by_name["ledger"].trigger()
    window.close()
    again = open_window(Experiment())
    assert again.lower_half.ledger.isVisible()
    assert again.actions_by_name["ledger"].isChecked()


def test_the_lesson_leads_to_it(window, qtbot):
    button = window.lesson.findChild(ActionButton)
    for seen in (True, False):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert window.lower_half.ledger.isVisible() is seen


def test_the_button_in_its_corner_puts_it_away(opened, qtbot):
    ledger = opened.lower_half.ledger
    qtbot.mouseClick(ledger._close, Qt.MouseButton.LeftButton)
    assert ledger.isHidden()
    assert not opened.actions_by_name["ledger"].isChecked()


@pytest.mark.parametrize("size", [(900, 600), (1440, 900)])
def test_plots_that_there_is_no_room_for_are_left_out_until_there_is(opened, qtbot, size):
    opened.resize(*size)
    canvases = {name: opened.stack._canvas(name) for name in opened.stack.panels}
    qtbot.waitUntil(lambda: all(canvas.height() > 40 for canvas in canvases.values() if canvas.isVisible()))
    assert canvases["transitions"].isVisible()
    assert canvases["hidden state"].isVisible()
    opened.actions_by_name["ledger"].trigger()
    qtbot.waitUntil(lambda: all(canvas.isVisible() for canvas in canvases.values()))


def test_marks_are_drawn_in_the_colours_of_the_theme(opened, qtbot):
    opened.actions_by_name["theme-light"].trigger()
    ledger = opened.lower_half.ledger
    box = ledger.table.visualRect(ledger.model.index(row_of(ledger, Transition.LEAKED), 0))
    image = ledger.table.viewport().grab(box).toImage()
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert LIGHT.transitions[Transition.LEAKED] in colours


def test_a_window_may_close_in_the_middle_of_an_export(opened, tmp_path):
    opened.lower_half.ledger.export(str(tmp_path / "ledger.csv"))
    opened.close()
    assert opened.ended


def test_it_is_made_when_it_is_first_looked_for_and_the_tab_key_comes_to_it_after_the_plots(window, qtbot):
    assert window.findChild(LedgerPanel) is None
    window.actions_by_name["step"].trigger()
    window.actions_by_name["ledger"].trigger()
    ledger = window.findChild(LedgerPanel)
    qtbot.waitUntil(lambda: "1 batch" in ledger.words)
    parts = (ledger, window.transport)
    met, at = [], window.stack.nextInFocusChain()
    while at is not window.stack:
        part = next((part for part in parts if part.isAncestorOf(at)), None)
        if part is not None and at.focusPolicy() & Qt.FocusPolicy.TabFocus and part is not (met or [None])[-1]:
            met.append(part)
        at = at.nextInFocusChain()
    assert met == [ledger, window.transport]
