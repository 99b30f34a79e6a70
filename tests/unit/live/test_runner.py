import threading

import pytest
from fake_engine import FakeFactory

from rnnviz.choices import ChoiceError
from rnnviz.experiment import Experiment
from rnnviz.live.runner import Runner
from rnnviz.live.status import State


class Log:
    """Every state a runner tells of, repetitions left out."""

    def __init__(self, runner):
        self.states = []
        self.messages = []
        runner.changed.connect(self.take)

    def take(self, status):
        if not self.states or self.states[-1] is not status.state:
            self.states.append(status.state)
        if status.message:
            self.messages.append(status.message)


@pytest.fixture
def factory():
    return FakeFactory()


@pytest.fixture
def runner(qtbot, factory):
    made = Runner(factory)
    yield made
    assert made.close()


def until(qtbot, runner, state):
    qtbot.waitUntil(lambda: runner.status.state is state)


def batches(runner):
    return runner.status.recording.batches if runner.status.recording else 0


def test_it_begins_idle_and_prepares_when_told(qtbot, runner):
    log = Log(runner)
    assert runner.status.state is State.IDLE
    runner.prepare(Experiment())
    until(qtbot, runner, State.READY)
    assert log.states == [State.PREPARING, State.READY]
    assert log.messages[-2:] == ["Loading Keras…", "Compiling…"]
    assert batches(runner) == 0


def test_states_come_in_order_through_run_and_pause(qtbot, runner):
    log = Log(runner)
    runner.prepare(Experiment())
    runner.run()
    until(qtbot, runner, State.RUNNING)
    qtbot.waitUntil(lambda: batches(runner) > 20)
    runner.pause()
    until(qtbot, runner, State.PAUSED)
    stopped_at = batches(runner)
    assert log.states == [State.PREPARING, State.READY, State.RUNNING, State.PAUSED]
    qtbot.wait(50)
    assert batches(runner) == stopped_at


def test_no_signal_comes_with_each_batch(qtbot, runner):
    runner.prepare(Experiment())
    runner.run()
    until(qtbot, runner, State.RUNNING)
    heard = []
    runner.changed.connect(heard.append)
    qtbot.waitUntil(lambda: batches(runner) > 200)
    assert heard == []


def test_it_advances_in_another_thread(qtbot, runner, factory):
    runner.prepare(Experiment())
    runner.step(3)
    qtbot.waitUntil(lambda: batches(runner) == 3)
    assert threading.get_ident() not in factory.engines[0].threads


def test_what_is_kept_per_thread_stays_there_from_call_to_call(qtbot, factory):
    """TensorFlow keeps a great deal per thread, and locks up when it is gone."""
    kept = threading.local()

    def make(experiment):
        kept.experiment = experiment
        engine = factory(experiment)
        advance = engine.advance
        engine.advance = lambda batches: kept.experiment is experiment and advance(batches)
        return engine

    runner = Runner(make)
    runner.prepare(Experiment())
    for count in (1, 2, 3):
        runner.step()
        qtbot.waitUntil(lambda count=count: batches(runner) == count)
    assert runner.close()


def test_steps_run_exactly_that_many_and_pause(qtbot, runner):
    runner.prepare(Experiment())
    until(qtbot, runner, State.READY)
    runner.step()
    until(qtbot, runner, State.PAUSED)
    assert batches(runner) == 1
    runner.step(10)
    qtbot.waitUntil(lambda: batches(runner) == 11)
    runner.step(10)
    runner.step(10)
    qtbot.waitUntil(lambda: batches(runner) == 31)
    qtbot.wait(30)
    assert batches(runner) == 31


def test_a_step_ends_a_run(qtbot, runner):
    runner.prepare(Experiment())
    runner.run()
    qtbot.waitUntil(lambda: batches(runner) > 5)
    runner.step()
    assert not runner.wants_to_run
    until(qtbot, runner, State.PAUSED)
    qtbot.wait(30)
    count = batches(runner)
    qtbot.wait(30)
    assert batches(runner) == count


def test_reset_reaches_the_engine_in_mid_run(qtbot, runner, factory):
    runner.prepare(Experiment())
    runner.run()
    qtbot.waitUntil(lambda: batches(runner) > 5)
    runner.reset_state()
    runner.reset_state([2])
    qtbot.waitUntil(lambda: [slots for _, slots in factory.engines[0].resets] == [None, [2]])


def test_run_pressed_while_preparing_starts_when_ready(qtbot, runner):
    runner.prepare(Experiment())
    runner.run()
    assert runner.wants_to_run
    until(qtbot, runner, State.RUNNING)


def test_run_taken_back_while_preparing_stays_ready(qtbot, runner):
    runner.prepare(Experiment())
    runner.run()
    runner.pause()
    until(qtbot, runner, State.READY)
    qtbot.wait(30)
    assert batches(runner) == 0


def test_a_new_experiment_in_mid_run_goes_on_running(qtbot, runner, factory):
    runner.prepare(Experiment())
    runner.run()
    qtbot.waitUntil(lambda: batches(runner) > 5)
    old = runner.status.recording
    runner.prepare(Experiment(strategy="stateful"))
    qtbot.waitUntil(lambda: runner.status.recording not in (None, old) and batches(runner) > 5)
    assert factory.engines[0].closed
    assert old.batches > 5
    assert runner.status.recording.header.experiment.strategy == "stateful"


def test_answers_to_an_older_experiment_are_dropped(qtbot, runner, factory):
    heard = []
    runner.changed.connect(lambda status: heard.append(status))
    for seed in range(20):
        runner.prepare(Experiment(seed=seed))
    until(qtbot, runner, State.READY)
    assert {status.experiment.seed for status in heard if status.state is State.READY} == {19}
    assert len(factory.engines) < 20
    assert all(engine.closed for engine in factory.engines[:-1])


def test_a_failure_while_preparing_is_told_and_survived(qtbot, runner, factory):
    factory.broken = ValueError("no such thing as a negative unit")
    runner.prepare(Experiment())
    until(qtbot, runner, State.FAILED)
    assert runner.status.failure.text == "ValueError: no such thing as a negative unit"
    assert "Traceback" in runner.status.failure.details
    factory.broken = None
    runner.prepare(Experiment())
    until(qtbot, runner, State.READY)


def test_a_refused_choice_names_its_field(qtbot, runner, factory):
    factory.broken = ChoiceError("chunking.length", 99, "choose less")
    runner.prepare(Experiment())
    until(qtbot, runner, State.FAILED)
    assert (runner.status.failure.field, runner.status.failure.remedy) == ("chunking.length", "choose less")


def test_a_failure_in_mid_run_keeps_what_was_recorded(qtbot, runner, factory):
    factory.fail_at = 30
    runner.prepare(Experiment())
    runner.run()
    until(qtbot, runner, State.FAILED)
    assert "burst" in runner.status.failure.text
    assert 0 < batches(runner) <= 30
    assert not runner.wants_to_run
    assert factory.engines[0].closed


def test_a_failure_is_told_together_with_that_of_letting_go(qtbot, runner, factory):
    factory.fail_at = 3
    runner.prepare(Experiment())
    until(qtbot, runner, State.READY)
    close = factory.engines[0].close

    def fails():
        close()
        raise OSError("the disk is gone")

    factory.engines[0].close = fails
    runner.run()
    until(qtbot, runner, State.FAILED)
    assert "burst" in runner.status.failure.text
    assert "Closing it failed as well: OSError('the disk is gone')" in runner.status.failure.details


def test_run_after_a_failure_begins_anew(qtbot, runner, factory):
    factory.fail_at = 3
    runner.prepare(Experiment())
    runner.run()
    until(qtbot, runner, State.FAILED)
    factory.fail_at = None
    runner.run()
    qtbot.waitUntil(lambda: batches(runner) > 10)


def test_what_has_to_be_loaded_is_loaded_once_and_in_the_thread(qtbot):
    loaded = []
    runner = Runner(FakeFactory(), load=lambda: loaded.append(threading.get_ident()))
    runner.prepare(Experiment())
    until(qtbot, runner, State.READY)
    runner.restart()
    until(qtbot, runner, State.READY)
    qtbot.wait(20)
    assert runner.close()
    assert len(loaded) == 1
    assert loaded[0] != threading.get_ident()


def test_a_failing_import_is_told_and_tried_again(qtbot):
    attempts = []

    def load():
        attempts.append(1)
        if len(attempts) == 1:
            raise ImportError("no module named tensorflow")

    runner = Runner(FakeFactory(), load=load)
    runner.prepare(Experiment())
    until(qtbot, runner, State.FAILED)
    assert "tensorflow" in runner.status.failure.text
    runner.restart()
    until(qtbot, runner, State.READY)
    assert runner.close()


def test_a_slow_speed_waits_between_batches(qtbot, runner):
    runner.set_speed(1.0)
    runner.prepare(Experiment())
    runner.run()
    qtbot.waitUntil(lambda: batches(runner) == 1)
    qtbot.wait(100)
    assert batches(runner) == 1
    runner.set_speed(None)
    qtbot.waitUntil(lambda: batches(runner) > 50)


def test_closing_in_mid_run_ends_the_thread_and_the_engine(qtbot):
    factory = FakeFactory()
    runner = Runner(factory)
    runner.prepare(Experiment())
    runner.run()
    qtbot.waitUntil(lambda: batches(runner) > 5)
    assert runner.close()
    assert runner.close()
    assert factory.engines[0].closed


def test_closing_says_when_the_thread_cannot_be_reached(qtbot):
    gate, entered = threading.Event(), threading.Event()

    def load():
        entered.set()
        gate.wait(20)

    factory = FakeFactory()
    runner = Runner(factory, load=load)
    runner.prepare(Experiment())
    entered.wait(20)
    assert not runner.close(seconds=0.05)
    gate.set()
    assert runner.close()
    assert factory.engines == []


def test_closing_hardly_waits_for_what_cannot_be_interrupted(qtbot, runner):
    gate, entered = threading.Event(), threading.Event()

    def case():
        entered.set()
        gate.wait(5)

    runner.ask(case)
    assert entered.wait(20)
    assert not runner.close(seconds=60)
    gate.set()


def test_a_full_disk_pauses_the_run_and_says_so_and_it_goes_on_once_there_is_room(qtbot, runner, factory):
    runner.prepare(Experiment())
    qtbot.waitUntil(lambda: runner.status.state is State.READY)
    engine = factory.engines[-1]
    engine.disk_full = True
    runner.run()
    qtbot.waitUntil(lambda: runner.status.state is State.PAUSED)
    assert "free some space" in runner.status.failure.text
    assert not runner.wants_to_run
    assert not engine.closed
    before = engine.recording.batches
    engine.disk_full = False
    runner.run()
    qtbot.waitUntil(lambda: engine.recording.batches > before)
    qtbot.waitUntil(lambda: runner.status.failure is None)
