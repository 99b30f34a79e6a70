"""Work that is done in the worker's thread, beside the run."""

import threading

import pytest
from fake_engine import FakeFactory

from rnnviz.experiment import Experiment
from rnnviz.live.runner import Runner
from rnnviz.live.status import State


@pytest.fixture
def make_runner(qtbot):
    made = []

    def make(load=lambda: None):
        made.append(Runner(FakeFactory(), load))
        return made[-1]

    yield make
    for runner in made:
        assert runner.close()


def answer_to(qtbot, runner, work):
    with qtbot.waitSignal(runner.answered) as heard:
        number = runner.ask(work)
    assert heard.args[0] == number
    return heard.args[1]


def test_it_is_done_in_the_worker_with_everything_loaded_though_nothing_ever_ran(qtbot, make_runner):
    loaded = []
    runner = make_runner(lambda: loaded.append(threading.get_ident()))
    thread = answer_to(qtbot, runner, threading.get_ident)
    assert thread != threading.get_ident()
    assert answer_to(qtbot, runner, lambda: list(loaded)) == [thread]
    assert runner.status.state is State.IDLE


def test_a_run_goes_on_beside_it(qtbot, make_runner):
    runner = make_runner()
    runner.prepare(Experiment())
    runner.run()
    qtbot.waitUntil(lambda: runner.status.recording is not None and runner.status.recording.batches > 10)
    before = answer_to(qtbot, runner, lambda: runner.status.recording.batches)
    qtbot.waitUntil(lambda: runner.status.recording.batches > before)
    assert runner.status.state is State.RUNNING


def test_what_it_raises_is_an_answer_and_harms_nothing(qtbot, make_runner):
    runner = make_runner()
    assert isinstance(answer_to(qtbot, runner, lambda: 1 // 0), ZeroDivisionError)
    assert answer_to(qtbot, runner, lambda: 2) == 2


def test_what_cannot_be_loaded_is_an_answer_and_is_tried_again(qtbot, make_runner):
    missing = [ImportError("no keras")]

    def load():
        if missing:
            raise missing.pop()

    runner = make_runner(load)
    assert str(answer_to(qtbot, runner, lambda: 1)) == "no keras"
    assert answer_to(qtbot, runner, lambda: 1) == 1


def test_answers_come_with_their_numbers_in_order(qtbot, make_runner):
    runner = make_runner()
    heard = []
    runner.answered.connect(lambda number, answer: heard.append((number, answer)))
    numbers = [runner.ask(lambda n=n: n * n) for n in range(4)]
    qtbot.waitUntil(lambda: len(heard) == 4)
    assert heard == list(zip(numbers, [0, 1, 4, 9], strict=True))


def test_nothing_is_done_for_a_runner_that_was_closed(qtbot, make_runner):
    runner = make_runner()
    assert runner.close()
    done = []
    runner.ask(lambda: done.append(1))
    qtbot.wait(20)
    assert done == []
