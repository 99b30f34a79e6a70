"""Work in parts, and what happens between them."""

import threading

import pytest
from PySide6.QtCore import QTimer

from rnnviz.ui.gradually import Gradually, at_once


@pytest.fixture
def gradually(qapp):
    made = Gradually()
    yield made
    made.close()


def parts(did, *works):
    """As many parts as there are works, and one more."""
    for number, work in enumerate(works):
        did.append(number)
        yield work
    did.append(len(works))


def test_the_window_answers_between_two_parts(gradually, qtbot):
    did = []
    with qtbot.waitSignal(gradually.done):
        gradually.begin(parts(did, None, None))
        QTimer.singleShot(0, lambda: did.append("an event"))
    assert did[-1] == 2
    assert "an event" in did[:-1]


def test_what_a_part_yields_is_done_in_another_thread_before_the_next(gradually, qtbot):
    did = []
    with qtbot.waitSignal(gradually.done):
        gradually.begin(parts(did, lambda: did.append(threading.current_thread())))
    first, where, last = did
    assert (first, last) == (0, 1)
    assert where is not threading.current_thread()


def test_after_it_was_closed_no_part_is_begun(gradually, qtbot):
    did = []
    gradually.begin(parts(did, None, None))
    qtbot.waitUntil(lambda: did != [])
    gradually.close()
    begun = list(did)
    with qtbot.assertNotEmitted(gradually.done, wait=30):
        pass
    assert did == begun


def test_closing_waits_for_what_is_done_aside(gradually, qtbot):
    begun, may_end, did = threading.Event(), threading.Event(), []

    def work():
        begun.set()
        may_end.wait()
        did.append("all of it")

    gradually.begin(parts([], work))
    qtbot.waitUntil(begun.is_set)
    threading.Timer(0.05, may_end.set).start()
    gradually.close()
    assert did == ["all of it"]


def failing():
    yield
    raise RuntimeError("no disk")


@pytest.mark.parametrize("make", [failing, lambda: iter([lambda: 1 / 0, None])], ids=["a part", "what it yields"])
def test_a_part_that_fails_is_told_and_is_the_last(gradually, qtbot, make):
    with (
        qtbot.captureExceptions() as told,
        qtbot.assertNotEmitted(gradually.done, wait=30),
    ):
        gradually.begin(make())
        qtbot.waitUntil(lambda: bool(told))
    assert len(told) == 1


def test_at_once_all_is_done_in_its_order():
    did = []
    at_once(parts(did, lambda: did.append("yielded"), None))
    assert did == [0, "yielded", 1, 2]
