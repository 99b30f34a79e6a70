"""What is wrong with an experiment is said in the window before it runs."""

from dataclasses import replace

import pytest

from rnnviz.clinic.gallery import CASES
from rnnviz.live.status import State
from rnnviz.presets import PRESETS
from rnnviz.ui.clinic_window import ClinicWindow

WELL = PRESETS["echo-stateful"].experiment
ASTRAY = PRESETS["echo-row-order"].experiment


def said(qtbot, window, words):
    qtbot.waitUntil(lambda: words in window.foreseen.text)


def test_the_first_example_is_told_to_throw_memory_away_before_keras_is_there(qtbot, open_window):
    window = open_window(load=lambda: None)
    said(qtbot, window, "The loss cannot get below 0.347")
    assert window.foreseen._head.text() == "Wrong"


def test_it_is_silent_when_all_is_well(qtbot, window):
    said(qtbot, window, "memory is thrown away")
    window.set_up(WELL)
    qtbot.waitUntil(lambda: window.runner.status.state is State.READY)
    qtbot.waitUntil(lambda: not window._on_screen.preflight._aside.busy)
    assert window.foreseen.text == ""
    assert not window.foreseen.isVisible()


def test_one_click_mends_it(qtbot, window):
    window.set_up(ASTRAY)
    said(qtbot, window, "in row order each slot jumps ahead")
    assert window.foreseen.fix.text() == "Use contiguous instead"
    window.foreseen.fix.click()
    qtbot.waitUntil(lambda: window.runner.status.experiment == WELL and window.runner.status.state is State.READY)
    assert window.panel.experiment == WELL
    qtbot.waitUntil(lambda: not window.foreseen.isVisible())


def test_it_is_silent_about_earlier_choices_while_those_that_are_entered_cannot_work(qtbot, window):
    said(qtbot, window, "memory is thrown away")
    length = window.panel.field("chunking.length")
    length.set_value("ten")
    length.changed.emit()
    qtbot.waitUntil(lambda: not window.foreseen.isVisible())
    length.set_value(10)
    length.changed.emit()
    said(qtbot, window, "memory is thrown away")


def test_why_leads_to_the_case_that_shows_it(qtbot, window):
    window.set_up(ASTRAY)
    said(qtbot, window, "row order")
    window.foreseen.why.click()
    clinic = window.findChild(ClinicWindow)
    assert clinic.isVisible()
    assert clinic.page.case is CASES["reshape-sends-slots-astray"]


def test_several_findings_are_turned_over_the_worst_first(qtbot, window):
    window.set_up(PRESETS["article-stateful"].experiment)
    said(qtbot, window, "nothing to do with it")
    assert window.foreseen.next.text() == "1 of 2 ›"
    window.foreseen.next.click()
    said(qtbot, window, "the best possible loss is 0.693")
    assert window.foreseen._head.text() == "Note"
    assert not window.foreseen.fix.isVisible()
    window.foreseen.next.click()
    said(qtbot, window, "nothing to do with it")


def test_what_was_sent_away_stays_away_until_the_choices_change(qtbot, window):
    said(qtbot, window, "memory is thrown away")
    window.foreseen.dismiss.click()
    window.actions_by_name["step-ten"].trigger()
    qtbot.waitUntil(lambda: window.showing.shown.recording.batches == 10)
    window.actions_by_name["restart"].trigger()
    qtbot.waitUntil(lambda: window.runner.status.state is State.READY)
    assert not window.foreseen.isVisible()
    window.set_up(replace(window.wanted, seed=5))
    said(qtbot, window, "memory is thrown away")


def test_an_older_run_is_not_judged_any_more(qtbot, window):
    window.actions_by_name["step"].trigger()
    qtbot.waitUntil(lambda: window.showing.shown.recording.batches == 1)
    window.set_up(WELL)
    qtbot.waitUntil(lambda: len(window.showing.runs) == 2)
    window.showing.show_run(window.showing.runs[1])
    assert not window.foreseen.isVisible()
    window.set_up(ASTRAY)
    said(qtbot, window, "row order")


def test_a_change_of_a_field_is_judged_a_moment_later(qtbot, window):
    window.set_up(WELL)
    field = window.panel.field("chunking.layout")
    field.set_value("shuffled")
    field.changed.emit()
    said(qtbot, window, "the chunks are shuffled")


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_its_words_are_not_cut_off_in_a_small_window(qtbot, window, theme):
    window.looks.choose(theme)
    window.resize(900, 600)
    window.set_up(ASTRAY)
    said(qtbot, window, "row order")
    label = window.foreseen._text
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()))
