import threading

import numpy as np
import pytest
import shiboken6
from fake_recording import echo_recording

from rnnviz.plots import reading
from rnnviz.plots.asking import Answers, Questions
from rnnviz.plots.stack import PlotStack
from rnnviz.plots.theme import DARK
from rnnviz.recording.errors import RecordingError
from rnnviz.recording.recording import Recording


class Gate:
    """Holds back every read of a window by another thread, until it is opened."""

    def __init__(self, monkeypatch):
        self.open = threading.Event()
        self.threads = []
        self.reads = 0
        self.failure = None
        for name in ("window", "line_window", "loss_window", "worst_window"):
            whole = getattr(Recording, name)
            monkeypatch.setattr(Recording, name, lambda *args, whole=whole: self.read(whole, *args))

    def read(self, whole, *args):
        self.threads.append(threading.current_thread())
        if threading.current_thread() is not threading.main_thread():
            self.reads += 1
            assert self.open.wait(10)
            if self.failure is not None:
                raise self.failure
        return whole(*args)


@pytest.fixture
def gate(monkeypatch):
    monkeypatch.setattr(reading, "AT_HAND", 1000)
    made = Gate(monkeypatch)
    yield made
    made.open.set()


@pytest.fixture
def stack(qtbot, gate):
    made = PlotStack(DARK)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show_recording(echo_recording(500, np.zeros(500, np.int8)))
    made.show()
    made.refresh()
    return made


def strip(stack):
    return stack.panel("hidden state")._strip


def frame(stack):
    """The colours inside the heatmap's frame."""
    canvas = stack._canvas("hidden state")
    image = canvas.grab().toImage()
    box = canvas.frame.box
    return {
        image.pixelColor(int(box.left() + x * (box.width() - 1)), int(box.center().y())).name()
        for x in np.linspace(0, 1, 60)
    }


def settled(stack):
    return stack._reading._asked is None and not stack._soon.isActive()


def test_the_newest_timesteps_are_read_at_once(stack, gate):
    assert strip(stack).holds(4760, 5000)
    assert set(gate.threads) == {threading.main_thread()}


def test_what_is_far_back_is_read_by_another_thread(stack, gate, qtbot):
    gate.threads.clear()
    gate.open.set()
    stack.show_range(100, 400)
    qtbot.waitUntil(lambda: strip(stack).holds(100, 400))
    assert threading.main_thread() not in gate.threads
    assert strip(stack).step == 1
    assert stack.panel("loss")._columns.start <= 10
    assert stack.panel("sequence")._rows._bars["inputs"].window.start == 100
    assert stack.panel("transitions").marks.batch[0] == 10


def test_what_there_is_moves_with_the_view_until_the_rest_is_read(stack, gate, qtbot):
    gate.open.set()
    stack.show_range(0, 5000)
    qtbot.waitUntil(lambda: strip(stack).holds(0, 5000))
    gate.open.clear()
    stack.show_range(2000, 2200)
    qtbot.waitUntil(lambda: gate.reads > 0 and stack.panel("hidden state").view.start == 2000)
    assert strip(stack).step > 1
    assert DARK.plot not in frame(stack)
    gate.open.set()
    qtbot.waitUntil(lambda: strip(stack).step == 1 and strip(stack).holds(2000, 2200))


def test_an_overview_stands_in_where_nothing_was_read_yet(stack, gate, qtbot):
    gate.open.set()
    stack.show_range(0, 100)
    qtbot.waitUntil(lambda: settled(stack) and strip(stack).holds(0, 100))
    gate.open.clear()
    stack.show_range(3000, 3100)
    qtbot.waitUntil(lambda: stack.panel("hidden state").view.start == 3000)
    assert not strip(stack).holds(3000, 3100)
    assert len(frame(stack)) > 2


def test_only_the_newest_view_is_asked_for_when_the_reader_falls_behind(stack, gate, qtbot, monkeypatch):
    asked = []
    ask = stack._reading._aside.ask
    monkeypatch.setattr(stack._reading._aside, "ask", lambda work: (asked.append(work), ask(work)))
    for start in range(100, 2000, 100):
        stack.show_range(start, start + 300)
        stack.refresh()
    gate.open.set()
    qtbot.waitUntil(lambda: strip(stack).holds(1900, 2200))
    assert len(asked) == 2


def test_an_answer_that_comes_after_another_recording_was_chosen_is_dropped(stack, gate, qtbot):
    stack.show_range(100, 400)
    qtbot.waitUntil(lambda: gate.reads > 0)
    other = echo_recording(20, units=8)
    stack.show_recording(other)
    stack.refresh()
    gate.open.set()
    qtbot.waitUntil(lambda: settled(stack))
    assert stack.panel("hidden state").view.source.recording is other
    assert strip(stack).rows == 8


def test_an_answer_that_comes_after_going_back_to_the_newest_batch_is_dropped(stack, gate, qtbot):
    stack.show_range(100, 400)
    qtbot.waitUntil(lambda: gate.reads > 0)
    stack.follow()
    stack.refresh()
    gate.open.set()
    qtbot.waitUntil(lambda: settled(stack))
    assert strip(stack).holds(4760, 5000)
    assert stack.panel("hidden state").view.stop == 5000


def test_a_failure_is_told_and_the_next_view_is_read_all_the_same(stack, gate, qtbot):
    gate.failure = RecordingError("the disk is gone")
    gate.open.set()
    with qtbot.captureExceptions() as failures:
        stack.show_range(100, 400)
        qtbot.waitUntil(lambda: bool(failures))
    assert failures[0][0] is RecordingError
    gate.failure = None
    stack.show_range(200, 500)
    qtbot.waitUntil(lambda: strip(stack).holds(200, 500))


def test_wider_colours_than_expected_are_read_again(qtbot, gate):
    recording = echo_recording(500, np.zeros(500, np.int8), cell="LSTM")
    made = PlotStack(DARK)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.show_recording(recording)
    made.choose(0, "c", 0)
    gate.open.set()
    made.show_range(0, 3000)
    panel = made.panel("hidden state")
    qtbot.waitUntil(lambda: settled(made) and panel._strip.holds(0, 3000))
    assert panel.level == 3.0
    assert panel._strip._wanted > 0


def test_questions_are_remembered_once_and_never_answered():
    questions = Questions()
    assert [questions(max, 1, 2), questions(max, 1, 2), questions(min, 1)] == [None, None, None]
    assert list(questions.asked) == [(max, (1, 2)), (min, (1,))]


def test_answers_tell_whether_something_else_was_asked_for():
    answers = Answers({(max, (1, 2)): "read"})
    assert answers(max, 1, 2) == "read"
    assert not answers.missed
    assert answers(max, 3) is None
    assert answers.missed


def test_plots_may_go_while_something_is_read_for_them(qtbot, gate):
    stack = PlotStack(DARK)
    stack.show_recording(echo_recording(500, np.zeros(500, np.int8)))
    stack.show()
    stack.show_range(100, 400)
    qtbot.waitUntil(lambda: gate.reads > 0)
    reading = gate.threads[-1]
    shiboken6.delete(stack)
    gate.open.set()
    reading.join(10)
    assert not reading.is_alive()
