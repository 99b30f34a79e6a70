import threading

import pytest
import shiboken6

from rnnviz.live.aside import Aside


@pytest.fixture
def aside(qapp):
    made = Aside()
    yield made
    if shiboken6.isValid(made):
        made.close()


class Held:
    """Work that is done when it is let go of."""

    def __init__(self, answer):
        self.answer = answer
        self.begun, self.let_go = threading.Event(), threading.Event()

    def __call__(self):
        self.begun.set()
        assert self.let_go.wait(10)
        return self.answer


def heard_by(aside):
    heard = []
    aside.answered.connect(heard.append)
    return heard


def test_work_is_done_in_another_thread_and_answered_in_this_one(aside, qtbot):
    where = []
    aside.answered.connect(lambda _: where.append(threading.current_thread()))
    with qtbot.waitSignal(aside.answered) as answer:
        aside.ask(threading.current_thread)
        assert aside.busy
    assert answer.args[0] is not threading.current_thread()
    assert where == [threading.current_thread()]
    assert not aside.busy


def test_an_exception_is_an_answer(aside, qtbot):
    with qtbot.waitSignal(aside.answered) as answer:
        aside.ask(lambda: 1 / 0)
    assert isinstance(answer.args[0], ZeroDivisionError)


def test_only_the_newest_of_many_is_done_after_the_one_under_way(aside, qtbot):
    heard, first, skipped = heard_by(aside), Held("first"), Held("skipped")
    aside.ask(first)
    assert first.begun.wait(10)
    aside.ask(skipped)
    aside.ask(lambda: "newest")
    first.let_go.set()
    qtbot.waitUntil(lambda: not aside.busy)
    assert heard == ["newest"]
    assert not skipped.begun.is_set()


def test_what_is_forgotten_is_not_answered_and_the_next_is(aside, qtbot):
    heard, first = heard_by(aside), Held("first")
    aside.ask(first)
    aside.forget()
    assert not aside.busy
    first.let_go.set()
    aside.ask(lambda: "second")
    qtbot.waitUntil(lambda: not aside.busy)
    assert heard == ["second"]


def test_it_can_be_asked_again_from_an_answer(aside, qtbot):
    heard = heard_by(aside)
    aside.answered.connect(lambda answer: answer < 3 and aside.ask(lambda: answer + 1))
    aside.ask(lambda: 1)
    qtbot.waitUntil(lambda: heard == [1, 2, 3])


def test_closing_waits_for_what_is_under_way_and_answers_nothing(aside, qtbot):
    heard, work = heard_by(aside), Held("late")
    aside.ask(work)
    assert work.begun.wait(10)
    threading.Timer(0.05, work.let_go.set).start()
    aside.close()
    assert not any(thread.name == "aside" for thread in threading.enumerate())
    qtbot.wait(20)
    assert heard == []


def test_it_may_be_gone_before_its_work_is_done(aside):
    work = Held("late")
    aside.ask(work)
    assert work.begun.wait(10)
    shiboken6.delete(aside)
    work.let_go.set()


def test_closing_does_not_wait_for_ever_for_what_hangs(aside):
    work = Held("never")
    aside.ask(work)
    assert work.begun.wait(10)
    aside.close(seconds=0.01)
    assert any(thread.name == "aside" for thread in threading.enumerate())
    work.let_go.set()
