"""The clinic in the window, with outcomes that are made up."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from rnnviz.clinic.gallery import CASES
from rnnviz.clinic.running import Outcome
from rnnviz.live.status import State
from rnnviz.ui.clinic_window import ClinicWindow

LOUD, SILENT = "reset-states-gone", "stateless-forgets"


def made_up(case, side):
    if side == "right":
        return Outcome(True, sentence=f"{case.name} works", states=np.zeros((40, 8), np.float32), keras="9.9")
    if case.silent:
        return Outcome(True, sentence="off by 0.8", states=np.ones((40, 8), np.float32), keras="9.9")
    long = "\n".join(f'  File "/somewhere/{n}.py"' for n in range(60))
    words = case.goes_wrong.words
    return Outcome(True, error=f"AttributeError: {long}\n{' … '.join(words)}", words=words, keras="9.9")


@pytest.fixture
def clinic(qtbot, window, settings):
    made = ClinicWindow(window.runner, settings, examine=made_up, parent=window)
    made.set_theme(window.looks.theme)
    made.show()
    qtbot.waitExposed(made)
    return made


def run(qtbot, clinic, side):
    card = clinic.page.wrong if side == "wrong" else clinic.page.fix
    card.run.click()
    qtbot.waitUntil(card.outcome.isVisible)


def test_it_opens_from_the_menu_at_the_first_case(window, qtbot):
    window.actions_by_name["clinic"].trigger()
    opened = window.findChild(ClinicWindow)
    assert opened.isVisible()
    assert opened.page.title.text() == next(iter(CASES.values())).title
    window.clinic.open(LOUD)
    assert opened.page.title.text() == CASES[LOUD].title
    assert window.findChildren(ClinicWindow) == [opened]


def test_an_error_is_shown_word_for_word_with_the_words_that_matter_in_view(qtbot, clinic):
    clinic.choose(LOUD)
    run(qtbot, clinic, "wrong")
    shown = clinic.page.wrong.outcome
    assert shown.error == made_up(CASES[LOUD], "wrong").error
    assert shown.verdict.text().endswith("It fails")
    assert shown._error.verticalScrollBar().value() > 0
    assert not shown._picture.isVisible()
    shown._copy.click()
    assert QGuiApplication.clipboard().text() == shown.error


def test_a_silent_case_shows_a_heatmap_and_a_sentence(qtbot, clinic):
    clinic.choose(SILENT)
    run(qtbot, clinic, "wrong")
    shown = clinic.page.wrong.outcome
    assert shown.error == ""
    assert shown.sentence.text() == "off by 0.8"
    assert shown._picture.isVisible()


def test_why_comes_after_the_failure_and_the_code_of_the_fix_after_that(qtbot, clinic):
    clinic.choose(SILENT)
    fix = clinic.page.fix
    assert fix.why == ""
    assert not fix.run.isVisible()
    assert not fix.code.isVisible()
    run(qtbot, clinic, "wrong")
    assert fix.why == CASES[SILENT].why
    assert fix.run.property("primary")
    assert not fix.code.isVisible()
    run(qtbot, clinic, "right")
    assert fix.code.isVisible()
    assert fix.outcome.sentence.text() == f"{SILENT} works"
    assert "stateful=True" in fix.code.toPlainText()


def test_a_guess_is_told_right_or_wrong_once_it_is_seen(qtbot, clinic):
    clinic.choose(SILENT)
    guesses, case = clinic.page.guesses, CASES[SILENT]
    wrong = next(n for n in range(len(case.guesses)) if n != case.answer)
    guesses.buttons[wrong].click()
    assert guesses.buttons[wrong].isChecked()
    assert guesses.buttons[wrong].property("guess") == "open"
    run(qtbot, clinic, "wrong")
    assert guesses.buttons[wrong].property("guess") == "false"
    assert guesses.buttons[case.answer].property("guess") == "true"
    assert guesses.said == "It is otherwise."
    assert not guesses.buttons[wrong].isEnabled()


def test_keys_guess(qtbot, clinic):
    clinic.choose(SILENT)
    clinic.activateWindow()
    qtbot.waitUntil(clinic.isActiveWindow)
    clinic.list.list.setFocus()
    qtbot.keyClick(clinic.list.list, Qt.Key.Key_2)
    assert clinic.page.guesses.buttons[1].isChecked()
    clinic.list.search.setFocus()
    qtbot.keyClick(clinic.list.search, Qt.Key.Key_3)
    assert clinic.list.search.text() == "3", "who searches wants to type"
    assert clinic.page.guesses.buttons[1].isChecked()


def test_keys_let_it_fail_and_apply_the_fix(qtbot, clinic):
    clinic.choose(SILENT)
    clinic.activateWindow()
    qtbot.waitUntil(clinic.isActiveWindow)
    qtbot.keyClick(clinic.list.list, Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(clinic.page.fix.run.isVisible)
    qtbot.keyClick(clinic.list.list, Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(clinic.page.fix.outcome.isVisible)


def test_it_opens_with_its_case_and_the_heading_of_the_case_in_sight(window):
    window.clinic.open("predict-twice")
    names = window.findChild(ClinicWindow).list
    seen = names.list.viewport().rect()
    item = names._items["predict-twice"]
    for shown in (item, names._headings[CASES["predict-twice"].topic]):
        assert seen.contains(names.list.visualItemRect(shown))


def test_the_case_stays_in_sight_when_the_window_is_made_smaller(qtbot, clinic):
    clinic.resize(1380, 900)
    clinic.choose(list(CASES)[-1])
    item = clinic.list.list.currentItem()
    clinic.resize(900, 560)
    seen = clinic.list.list.viewport()
    qtbot.waitUntil(lambda: seen.rect().contains(clinic.list.list.visualItemRect(item)))


def test_what_was_seen_of_a_case_is_there_when_one_comes_back_to_it(qtbot, clinic):
    clinic.choose(SILENT)
    run(qtbot, clinic, "wrong")
    clinic.choose(LOUD)
    assert not clinic.page.wrong.outcome.isVisible()
    clinic.choose(SILENT)
    assert clinic.page.wrong.outcome.isVisible()


def test_a_case_that_was_seen_through_is_ticked(qtbot, clinic):
    clinic.choose(SILENT)
    run(qtbot, clinic, "wrong")
    run(qtbot, clinic, "right")
    ticked = [name for name, item in clinic.list._items.items() if item.text().startswith("●")]
    assert ticked == [SILENT]


@pytest.mark.parametrize(
    ("words", "found"),
    [("reset_states", LOUD), ("20327", LOUD), ("NaN", "nan-stays"), ("must be STATIC", "dynamic-batch-size")],
)
def test_a_search_finds_words_threads_and_errors(clinic, words, found):
    clinic.list.search.setText(words)
    assert found in clinic.list.shown()
    assert len(clinic.list.shown()) < len(CASES) / 2


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Down])
def test_keys_go_from_the_search_to_what_it_found(qtbot, clinic, key):
    clinic.choose(SILENT)
    clinic.activateWindow()
    qtbot.waitUntil(clinic.isActiveWindow)
    clinic.list.search.setFocus()
    qtbot.keyClicks(clinic.list.search, "zebra")
    qtbot.keyClick(clinic.list.search, key)
    assert clinic.page.case is CASES[SILENT]
    clinic.list.search.clear()
    qtbot.keyClicks(clinic.list.search, "NaN")
    qtbot.keyClick(clinic.list.search, key)
    assert clinic.page.case is CASES["nan-stays"]
    assert clinic.list.list.hasFocus()


def test_a_search_for_what_is_not_there_says_so_and_a_choice_brings_all_back(clinic):
    clinic.list.search.setText("zebra")
    assert clinic.list.shown() == []
    assert clinic.list._nothing.isVisible()
    clinic.choose(LOUD)
    assert len(clinic.list.shown()) == len(CASES)


def test_cases_are_filtered_by_kind(clinic):
    clinic.list.kind.set_value("silent")
    clinic.list.kind.changed.emit()
    assert clinic.list.shown() == [name for name, case in CASES.items() if case.silent]


def test_a_case_sets_the_main_window_up(qtbot, window, settings):
    window.clinic.open("reshape-sends-slots-astray")
    clinic = window.findChild(ClinicWindow)
    clinic.page.open.click()
    wanted = CASES["reshape-sends-slots-astray"].experiment
    qtbot.waitUntil(lambda: window.runner.status.experiment == wanted and window.runner.status.state is State.READY)
    assert window.panel.experiment == wanted
    clinic.choose(LOUD)
    assert not clinic.page.open.isVisible()


def test_while_it_runs_the_buttons_wait_and_another_case_can_be_read(qtbot, window, settings):
    gate = threading.Event()
    clinic = ClinicWindow(
        window.runner, settings, examine=lambda case, side: gate.wait(20) and made_up(case, side), parent=window
    )
    clinic.set_theme(window.looks.theme)
    clinic.show()
    clinic.choose(SILENT)
    clinic.page.wrong.run.click()
    assert clinic.page.wrong.run.text() == "Running…"
    assert not clinic.page.wrong.run.isEnabled()
    clinic.choose(LOUD)
    assert clinic.page.wrong.run.isEnabled()
    gate.set()
    qtbot.waitUntil(lambda: bool(clinic._seen[SILENT].outcomes))
    assert not clinic.page.wrong.outcome.isVisible()
    clinic.choose(SILENT)
    assert clinic.page.wrong.outcome.isVisible()


def test_a_case_that_waits_for_another_one_says_so_until_it_runs(qtbot, window, settings):
    gates = {SILENT: threading.Event(), LOUD: threading.Event()}
    clinic = ClinicWindow(
        window.runner,
        settings,
        examine=lambda case, side: gates[case.name].wait(20) and made_up(case, side),
        parent=window,
    )
    clinic.set_theme(window.looks.theme)
    clinic.show()
    clinic.choose(SILENT)
    clinic.page.wrong.run.click()
    clinic.choose(LOUD)
    clinic.page.wrong.run.click()
    assert clinic.page.wrong.run.text() == f"First “{CASES[SILENT].title}”, then it runs…"
    assert not clinic.page.wrong.run.property("primary"), "nothing is to be pressed"
    gates[SILENT].set()
    qtbot.waitUntil(lambda: clinic.page.wrong.run.text() == "Running…")
    gates[LOUD].set()
    qtbot.waitUntil(clinic.page.wrong.outcome.isVisible)


def test_the_main_window_says_that_its_run_waits_for_a_case(qtbot, window, settings):
    gate = threading.Event()
    clinic = ClinicWindow(
        window.runner, settings, examine=lambda case, side: gate.wait(20) and made_up(case, side), parent=window
    )
    window.runner.run()
    qtbot.waitUntil(lambda: window.toolbar.progress().endswith("batches/s"))
    clinic.run("wrong")
    qtbot.waitUntil(lambda: window.toolbar.progress().endswith(" · waits for the clinic"))
    assert window.toolbar._busy.isVisible()
    window.runner.restart()
    assert window.toolbar.progress() == "Waits for the clinic, then it runs…"
    gate.set()
    qtbot.waitUntil(lambda: window.toolbar.progress().endswith("batches/s"))
    assert not window.toolbar._busy.isVisible()


def test_where_keras_cannot_be_loaded_the_main_window_says_so(qtbot, window, settings):
    def cannot(case, side):
        raise ImportError("no module named keras")

    clinic = ClinicWindow(window.runner, settings, examine=cannot, parent=window)
    clinic.failed.connect(window.show_failure)
    clinic.set_theme(window.looks.theme)
    clinic.page.wrong.run.click()
    qtbot.waitUntil(lambda: "no module named keras" in window.failure.text)
    assert clinic.page.wrong.run.isEnabled()


def test_an_outcome_other_than_described_is_told_as_such(qtbot, window, settings):
    def otherwise(case, side):
        return Outcome(False, sentence="Keras 9.9 runs this without an error", keras="9.9")

    clinic = ClinicWindow(window.runner, settings, examine=otherwise, parent=window)
    clinic.set_theme(window.looks.theme)
    clinic.show()
    clinic.choose(LOUD)
    run(qtbot, clinic, "wrong")
    assert clinic.page.wrong.outcome.verdict.text().endswith("Not as it was described")


def test_its_size_is_remembered(qtbot, window, clinic, settings):
    clinic.resize(820, 600)
    clinic.close()
    again = ClinicWindow(window.runner, settings, examine=made_up, parent=window)
    assert (again.width(), again.height()) == (820, 600)


def test_the_code_can_be_copied_as_a_script(clinic):
    clinic.choose(SILENT)
    clinic.page.wrong._copy.click()
    text = QGuiApplication.clipboard().text()
    assert "print(wrong())" in text
    compile(text, "copied", "exec")


def test_no_title_of_a_case_is_cut_off_in_the_list(clinic, qtbot):
    clinic.resize(1380, 840)
    names = clinic.list.list
    qtbot.waitUntil(lambda: names.viewport().width() >= names.sizeHintForColumn(0))


@pytest.mark.parametrize("size", [(900, 600), (1440, 900)])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_no_label_is_cut_off(qtbot, window, clinic, size, theme):
    window.looks.choose(theme)
    clinic.set_theme(window.looks.theme)
    clinic.resize(*size)
    clinic.choose(SILENT)
    run(qtbot, clinic, "wrong")
    run(qtbot, clinic, "right")
    page = clinic.page
    for label in (page.title, page._setting, page.fix._why, page.wrong.outcome.sentence, page.guesses._question):
        qtbot.waitUntil(lambda label=label: label.height() >= label.heightForWidth(label.width()))
    beside = page.fix.y() < page.wrong.y() + page.wrong.height()
    assert beside == (size == (1440, 900))
