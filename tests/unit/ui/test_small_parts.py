import sys
import threading

import pytest
from fake_recording import echo_header
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction

from rnnviz.analysis.told import Lesson
from rnnviz.live.aside import Aside
from rnnviz.plots.theme import DARK
from rnnviz.recording.transition import Transition
from rnnviz.ui.hooks import Alarm
from rnnviz.ui.lesson_bar import LessonBar
from rnnviz.ui.pickers import Pickers
from rnnviz.ui.recent import MOST, Recent


@pytest.fixture
def recent(tmp_path):
    return Recent(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))


def test_recent_files_come_newest_first_and_once(recent):
    for path in ("a", "b", "a"):
        recent.add(path)
    assert recent.paths() == ["a", "b"]


def test_one_recent_file_is_a_list_too(recent):
    recent.add("only")
    recent._settings.sync()
    assert recent.paths() == ["only"]


def test_only_so_many_recent_files_are_remembered(recent):
    for n in range(MOST + 5):
        recent.add(str(n))
    assert len(recent.paths()) == MOST
    assert recent.paths()[0] == str(MOST + 4)


def test_recent_files_can_be_forgotten(recent):
    recent.add("a")
    recent.add("b")
    recent.remove("a")
    assert recent.paths() == ["b"]
    recent.clear()
    assert recent.paths() == []


def test_a_lesson_is_written_with_its_mark_its_colour_and_its_bold_numbers(qtbot):
    look = QAction("Ledger")
    bar = LessonBar(look)
    qtbot.addWidget(bar)
    bar.set_theme(DARK)
    bar.show_lesson(Lesson(Transition.LOST, "Memory lost.", "It is at **0.368** & <stays>."))
    assert bar.text == "✕\N{NO-BREAK SPACE}Memory lost. It is at 0.368 & <stays>."
    html = bar._words.text()
    assert DARK.transitions[Transition.LOST] in html
    assert '<span style="font-weight:600">0.368</span>' in html


def test_work_done_aside_answers_in_the_thread_that_asked(qtbot):
    aside = Aside()
    threads = []
    aside.answered.connect(lambda answer: threads.append((answer, threading.get_ident())))
    with qtbot.waitSignal(aside.answered):
        aside.ask(threading.get_ident)
    assert threads[0][0] != threads[0][1] == threading.get_ident()
    aside.close()


def test_of_work_done_aside_only_the_newest_answer_counts(qtbot):
    aside = Aside()
    gate = threading.Event()
    answers = []
    aside.answered.connect(answers.append)
    aside.ask(lambda: gate.wait(10) and "old")
    aside.ask(lambda: "new")
    assert aside.busy
    gate.set()
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["new"]
    assert not aside.busy
    aside.close()


def test_an_error_in_work_done_aside_is_an_answer(qtbot):
    aside = Aside()
    with qtbot.waitSignal(aside.answered) as heard:
        aside.ask(lambda: 1 // 0)
    assert isinstance(heard.args[0], ZeroDivisionError)
    aside.close()


def test_an_exception_that_nobody_caught_rings_the_alarm(qtbot, monkeypatch, capsys):
    alarm = Alarm()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr("rnnviz.ui.hooks.qInstallMessageHandler", lambda handler: None)
    alarm.install()
    with qtbot.waitSignal(alarm.rang) as heard:
        thread = threading.Thread(target=lambda: 1 // 0)
        thread.start()
        thread.join()
    assert "ZeroDivisionError" in heard.args[0].text
    assert "Traceback" in capsys.readouterr().err


def test_pickers_without_a_recording_stand_there_and_offer_nothing(qtbot):
    pickers = Pickers()
    qtbot.addWidget(pickers)
    pickers.show()
    height = pickers.height()
    for picker in (pickers.layer, pickers.slot):
        assert picker.isVisible()
        assert not picker.isEnabled()
        assert picker.currentText() == "–"
    assert not pickers.kind.isVisible()
    pickers.show_header(echo_header(cell="LSTM", watched=(0, 2)))
    assert [pickers.slot.itemText(n) for n in range(pickers.slot.count())] == ["0", "2"]
    assert pickers.slot.isEnabled()
    assert pickers.kind.isVisible()
    pickers.show_header(None)
    assert not pickers.slot.isEnabled()
    assert not pickers.kind.isVisible()
    assert pickers.height() == height
